/** A collection's files on a web server. */
import type { CollectionFiles } from '../collection.ts'
import { CollectionError } from '../error.ts'
import { checkFilePath } from './path.ts'

/**
 * Files of the collection at an address.
 * @param base the collection's folder, absolute or, in a page, relative to it; with or without a slash at its end
 * @param signal stops what is being fetched
 */
export function fetchedFiles(base: string | URL, signal?: AbortSignal): CollectionFiles {
  const address = String(base).replace(/\/?$/, '/')
  return {
    read: async (path) => {
      const parts = checkFilePath(path).split('/')
      const response = await fetch(address + parts.map(encodeURIComponent).join('/'), signal ? { signal } : {})
      if (response.status === 404 || response.status === 410) return undefined
      if (!response.ok)
        throw new CollectionError(`"${response.url}" was answered with ${response.status} ${response.statusText}.`)
      // Servers of single-page apps answer everything with their page.
      if ((response.headers.get('content-type') ?? '').startsWith('text/html')) {
        await response.body?.cancel()
        return undefined
      }
      return new Uint8Array(await response.arrayBuffer())
    },
  }
}
