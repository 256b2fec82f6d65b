/** From the Studio to the person's own files. */

/** Hands bytes to the browser as a download of that name. */
export function download(bytes: Blob, name: string): void {
  const address = URL.createObjectURL(bytes)
  Object.assign(document.createElement('a'), { href: address, download: name }).click()
  // The download has begun with the click; a moment's grace for slow browsers.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
