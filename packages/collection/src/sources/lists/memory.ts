/** What feeds have told before: a feed tells of its last entries only, and a picture is not removed when it falls out. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeFileAtomic } from '@reverie/recipe/node'
import { z } from 'zod'
import type { Entry } from './entry.ts'

/** Remembers entries of lists. */
export interface Memory {
  /** Adds what a list tells now. @returns all that it has told, in the order in which it was told first */
  add(location: string, entries: readonly Entry[]): Promise<readonly Entry[]>
}

const schema = z.array(
  z.object({
    where: z.string(),
    about: z.object({
      title: z.string().optional(),
      author: z.string().optional(),
      link: z.string().optional(),
      license: z.string().optional(),
      tags: z.array(z.string()).optional(),
      year: z.number().nullable().optional(),
    }),
  }),
)

/** Remembers in a folder, a file a list. */
export function folderMemory(folder: string): Memory {
  return {
    add: async (location, entries) => {
      const name = createHash('sha256').update(location).digest('hex').slice(0, 32)
      const path = join(folder, `${name}.list.json`)
      const before = await readFile(path, 'utf8').then(
        (text) => schema.safeParse(JSON.parse(text)).data ?? [],
        () => [],
      )
      // Feeds have the newest first; what is new goes to the end, the oldest of it first.
      const all = new Map([...before, ...entries.toReversed()].map((entry) => [entry.where, entry as Entry]))
      await writeFileAtomic(path, new TextEncoder().encode(`${JSON.stringify([...all.values()], null, 1)}\n`))
      return [...all.values()]
    },
  }
}
