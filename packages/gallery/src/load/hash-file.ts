/** Hashes files of any size. */
import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { open } from 'node:fs/promises'

/**
 * SHA-256 and length of a file, which is read in pieces.
 * @returns undefined when there is no file: nothing else is read, and no link followed
 */
export async function hashFile(path: string): Promise<{ sha256: string; bytes: number } | undefined> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    () => undefined,
  )
  if (file === undefined) return undefined
  try {
    if (!(await file.stat()).isFile()) return undefined
    const hash = createHash('sha256')
    let bytes = 0
    for await (const piece of file.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>) {
      hash.update(piece)
      bytes += piece.length
    }
    return { sha256: hash.digest('hex'), bytes }
  } finally {
    await file.close()
  }
}
