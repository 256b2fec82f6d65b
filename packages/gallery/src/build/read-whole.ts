/** Reads what a submission may have put there: no links, no pipes, no more than is expected. */
import { constants } from 'node:fs'
import { open } from 'node:fs/promises'

/**
 * Reads a file.
 * @param most bytes
 * @returns undefined when there is none, it is longer, or it is no file
 */
export async function readWhole(path: string, most = Number.POSITIVE_INFINITY): Promise<Uint8Array | undefined> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    try {
      const facts = await file.stat()
      if (!facts.isFile() || facts.size > most) return undefined
      return new Uint8Array(await file.readFile())
    } finally {
      await file.close()
    }
  } catch {
    return undefined
  }
}
