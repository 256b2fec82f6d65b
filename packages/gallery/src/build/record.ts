/**
 * What a build made of a work: `generated/<uid>/build.json` beside the files. It is written again after each file, so that
 * an interrupted build goes on where it was; a file that it does not name, or whose key is another, is made again.
 */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { writeFileAtomic } from '@reverie/recipe/node'
import { z } from 'zod'
import { readWhole } from './read-whole.ts'

/** The folder of generated works in a gallery's folder. It is no part of the repository. */
export const generatedFolder = 'generated'

const hash = z.string().regex(/^[0-9a-f]{64}$/)

const name = z.string().regex(/^[a-z0-9][\w.-]{0,199}$/)

const generatedSchema = z.strictObject({
  /** Its name in the folder of its work: `dreamy-ada-sun.jpg`. */
  file: name,
  generator: z.string(),
  /** Hash of all that decides about its bytes: generator, instrument and version, parameters, seed, inputs, models. */
  key: hash,
  sha256: hash,
  bytes: z.int(),
  width: z.int(),
  height: z.int(),
  /** What went into it, by port: works of the gallery by their uid, files made before by their name. */
  parents: z.array(
    z.strictObject({ port: z.string(), uid: z.string(), file: z.string().optional(), sha256: hash }),
  ),
  /** Files beside it that its recipe needs and nobody looks at: what a frame of a zoom was made from. */
  between: z.array(z.strictObject({ file: name, sha256: hash, bytes: z.int() })).optional(),
})

const buildRecordSchema = z.strictObject({
  version: z.literal(1),
  uid: z.string(),
  generated: z.array(generatedSchema),
})

/** A file that was made of a work. */
export type Generated = z.infer<typeof generatedSchema>

/** What was made of a work, in the order in which it was made. */
export type BuildRecord = z.infer<typeof buildRecordSchema>

/** The path of a file that was made of a work, from the gallery's folder. */
export const generatedPath = (uid: string, file: string): string => `${generatedFolder}/${uid}/${file}`

/** The works that have a folder of generated works. */
export async function generatedUids(root: string): Promise<string[]> {
  const entries = await readdir(join(root, generatedFolder), { withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isDirectory()).map(({ name: uid }) => uid)
}

/** No record is longer, in bytes. */
export const mostRecordBytes = 8_000_000

/** The record of a work, if there is one that can be read. */
export async function readRecord(root: string, uid: string): Promise<BuildRecord | undefined> {
  const bytes = await readWhole(join(root, generatedPath(uid, 'build.json')), mostRecordBytes)
  return bytes === undefined ? undefined : parseRecord(new TextDecoder().decode(bytes), uid)
}

/** The record of a work in a text, if it can be read. */
export function parseRecord(text: string, uid: string): BuildRecord | undefined {
  try {
    const { data } = buildRecordSchema.safeParse(JSON.parse(text))
    return data?.uid === uid ? data : undefined
  } catch {
    return undefined
  }
}

/** Writes the record of a work; whole or not at all. */
export async function writeRecord(root: string, record: BuildRecord): Promise<void> {
  const text = `${JSON.stringify(record, null, 2)}\n`
  await writeFileAtomic(join(root, generatedPath(record.uid, 'build.json')), new TextEncoder().encode(text))
}
