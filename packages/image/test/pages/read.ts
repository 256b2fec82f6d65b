/** Reads files in the page: `{ name: bytes }` to `{ name: picture or message }`. */
import type { Picture } from '@reverie/image'
import { readImage } from '@reverie/image/web'

export default async function read(files: Record<string, Uint8Array>): Promise<Record<string, Picture | string>> {
  const results: Record<string, Picture | string> = {}
  for (const [name, bytes] of Object.entries(files))
    results[name] = await readImage(bytes, { name }).catch((error: unknown) => String(error))
  return results
}
