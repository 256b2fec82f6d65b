/**
 * What pages may do, said by themselves, since a folder of files has no say in a server's headers: nothing from elsewhere,
 * no inline script, no inline style. Only the search runs WebAssembly and reads its index.
 */
const rules = {
  'default-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'self'",
  'font-src': "'self'",
  'img-src': "'self'",
  'media-src': "'self'",
  'script-src': "'self'",
  'style-src': "'self'",
}

/** The Content-Security-Policy of a page. */
export function policyOf(page: { readonly searches: boolean }): string {
  const more = page.searches
    ? { 'script-src': "'self' 'wasm-unsafe-eval'", 'connect-src': "'self'", 'worker-src': "'self'" }
    : {}
  return Object.entries({ ...rules, ...more })
    .map(([name, value]) => `${name} ${value}`)
    .join('; ')
}
