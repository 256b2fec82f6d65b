/**
 * What was fetched, in a folder: a file an address, named by the address's hash, and beside it what the server said of it.
 * A fetch that was stopped left nothing or a whole file, so that going on is asking for what is not there.
 */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeFileAtomic } from '@reverie/recipe/node'
import { z } from 'zod'

const schema = z.object({
  address: z.string(),
  /** Where redirects led. */
  final: z.string(),
  type: z.string(),
  etag: z.string(),
  modified: z.string(),
  bytes: z.int(),
  sha256: z.string(),
})

/** What is known of something that was fetched. */
export type Facts = Omit<z.infer<typeof schema>, 'bytes' | 'sha256'>

/** Something that was fetched. */
export interface Kept {
  readonly facts: Facts
  readonly bytes: Uint8Array
}

/** Keeps what was fetched. */
export interface FetchCache {
  get(address: string): Promise<Kept | undefined>
  put(facts: Facts, bytes: Uint8Array): Promise<void>
}

const hashOf = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex')

/** Keeps what was fetched in a folder, which is made when something is kept. */
export function folderCache(folder: string): FetchCache {
  const place = (address: string): string => {
    const name = hashOf(address).slice(0, 32)
    return join(folder, name.slice(0, 2), name)
  }
  return {
    get: async (address) => {
      try {
        const path = place(address)
        const { bytes: length, sha256, ...facts } = schema.parse(JSON.parse(await readFile(`${path}.json`, 'utf8')))
        const bytes = await readFile(path)
        const whole = facts.address === address && bytes.length === length && hashOf(bytes) === sha256
        return whole ? { facts, bytes: new Uint8Array(bytes.buffer, bytes.byteOffset, length) } : undefined
      } catch {
        return undefined // not there, or damaged: it is fetched again
      }
    },
    put: async (facts, bytes) => {
      const path = place(facts.address)
      await writeFileAtomic(path, bytes)
      const text = JSON.stringify({ ...facts, bytes: bytes.length, sha256: hashOf(bytes) }, null, 2)
      await writeFileAtomic(`${path}.json`, new TextEncoder().encode(`${text}\n`))
    },
  }
}
