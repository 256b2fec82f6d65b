/** `collection.json`: what a collection is made from and with. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeFileAtomic } from '@reverie/recipe/node'
import { z } from 'zod'
import { CollectionError } from '../error.ts'

/** Counts changes that older versions of Reverie cannot read. */
const format = 1

const schema = z.object({
  format: z.literal(format),
  name: z.string().min(1),
  /** What the imprints are made with; never changes, since imprints of two networks cannot be compared. */
  model: z.object({
    id: z.string(),
    sha256: z.string(),
    dimensions: z.int().min(1),
    /** Where a person's own network lies, relative to the collection. */
    file: z.string().optional(),
  }),
  sources: z.array(z.object({ name: z.string().min(1), kind: z.string(), location: z.string() })),
  /** Whether the bundle is made from what the tables hold now. */
  bundled: z.boolean(),
})

/** What `collection.json` says. Locations of folders and files are relative to it where they can be. */
export type Description = Omit<z.infer<typeof schema>, 'format'>

const fileName = 'collection.json'

/**
 * Reads what a folder says of itself.
 * @returns undefined when it holds no collection
 * @throws CollectionError when the file is damaged or of a newer version
 */
export async function readDescription(folder: string): Promise<Description | undefined> {
  const path = join(folder, fileName)
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
    throw error
  })
  if (text === undefined) return undefined
  const value = parse(text)
  const newer = (value as { format?: unknown } | undefined)?.format
  if (typeof newer === 'number' && newer > format)
    throw new CollectionError(`"${path}" is of format ${newer}, and this Reverie reads ${format}: update Reverie.`)
  const checked = schema.safeParse(value)
  if (checked.success) return checked.data
  throw new CollectionError(
    `"${path}" is damaged (${checked.error.issues[0]?.message ?? 'no JSON'}): put back a copy of it, or collect into another folder.`,
  )
}

/** Writes it, whole or not at all. */
export async function writeDescription(folder: string, description: Description): Promise<void> {
  const text = `${JSON.stringify({ format, ...description }, undefined, 2)}\n`
  await writeFileAtomic(join(folder, fileName), new TextEncoder().encode(text))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
