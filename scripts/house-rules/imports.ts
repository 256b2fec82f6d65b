/** What a module imports, by the parser that the linter uses. */
import { parseSync } from 'oxc-parser'

/** Specifiers of value imports and re-exports; types are gone at run time and do not count. */
export function valueImports(path: string, text: string): string[] {
  const { module } = parseSync(path, text)
  const imported = module.staticImports
    .filter(({ entries }) => entries.length === 0 || entries.some(({ isType }) => !isType))
    .map(({ moduleRequest }) => moduleRequest.value)
  const reexported = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest, isType }) => (moduleRequest === null || isType ? [] : [moduleRequest.value])),
  )
  return [...new Set([...imported, ...reexported])]
}

/** Specifiers of all imports, dynamic and type-only ones included. */
export function allImports(path: string, text: string): string[] {
  const { module } = parseSync(path, text)
  const dynamic = module.dynamicImports.flatMap(({ moduleRequest }) => {
    const literal = /^(['"`])(.*)\1$/.exec(text.slice(moduleRequest.start, moduleRequest.end))
    return literal === null ? [] : [literal[2]!]
  })
  const reexported = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest }) => (moduleRequest === null ? [] : [moduleRequest.value])),
  )
  return [
    ...new Set([
      ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
      ...dynamic,
      ...reexported,
    ]),
  ]
}
