/** Fetches pictures of submissions politely, and of the public Internet alone unless a person allows more. */
import { createFetcher, type Fetcher } from '@reverie/collection/node'

/** Fetching for submissions. Close it when done. */
export interface PictureFetcher {
  readonly lists: Fetcher
  readonly fetchPicture: (address: string, signal: AbortSignal) => Promise<Uint8Array>
  close(): Promise<void>
}

/** No gallery takes larger pictures, in bytes; its own limit is told afterwards. */
const mostBytes = 200_000_000
const accept = 'image/avif, image/webp, image/png, image/jpeg, image/gif, image/*;q=0.8, */*;q=0.1'

/** @param options.allowPrivate whether addresses of private networks may be asked */
export function openPictureFetcher({
  allowPrivate = false,
}: { readonly allowPrivate?: boolean | undefined } = {}): PictureFetcher {
  const lists = createFetcher({ allowPrivate, attempts: 3, seconds: 60, maxBytes: mostBytes })
  return {
    lists,
    fetchPicture: async (address, signal) => (await lists.fetch(address, accept, signal)).bytes,
    close: () => lists.close(),
  }
}
