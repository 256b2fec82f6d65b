/**
 * `bundle/bundle.json` names the files of a bundle. It is written last and whole, and files are named by their content, so
 * that a bundle changes from one state to the next in one step, whatever is interrupted; a reader that has begun goes on
 * with what it has begun, because files are only removed one state later.
 */
import { z } from 'zod'
import type { CollectionFiles } from '../collection.ts'
import { CollectionError } from '../error.ts'

/** Counts changes that older versions of Reverie cannot read. */
export const bundleFormat = 1

/** Where the manifest lies in a collection. */
export const manifestPath = 'bundle/bundle.json'

const fileName = z.string().regex(/^(?:layouts\/|attachments\/)?[a-z0-9-]{1,60}-[0-9a-f]{12}\.(?:arrow|bin)$/)
const partName = z.string().regex(/^(?:layouts\/|attachments\/)?[a-z0-9-]{1,60}$/)

const manifestSchema = z.object({
  format: z.literal(bundleFormat),
  name: z.string(),
  /** Pieces; rows of all parts. */
  count: z.int().min(0),
  parts: z.record(partName, z.object({ file: fileName, bytes: z.int().min(0) })),
  /** Facts that whoever collects wishes to keep with it: JSON. */
  about: z.record(z.string(), z.json()),
  /** Files of the state before, which readers may still have open. */
  previous: z.array(fileName),
})

/** What `bundle/bundle.json` says. */
export type Manifest = z.infer<typeof manifestSchema>

/** A value of JSON. */
export type Json = Manifest['about'][string]

/** A name of a layout or an attachment. @throws CollectionError */
export function checkPartName(name: string): void {
  if (!partName.safeParse(name).success)
    throw new CollectionError(`"${name}" cannot name a part of a collection: use small letters, digits and "-".`)
}

/**
 * Reads the manifest.
 * @returns undefined when there is none
 * @throws CollectionError when it is damaged or of a newer version
 */
export async function readManifest(files: CollectionFiles): Promise<Manifest | undefined> {
  const bytes = await files.read(manifestPath)
  if (bytes === undefined) return undefined
  const value = parse(bytes)
  const format = (value as { format?: unknown } | null | undefined)?.format
  if (typeof format === 'number' && format > bundleFormat)
    throw new CollectionError(
      `This collection is of format ${format}, and this Reverie reads formats up to ${bundleFormat}: update Reverie.`,
    )
  const checked = manifestSchema.safeParse(value)
  if (checked.success) return checked.data
  const [issue] = checked.error.issues
  const where = issue === undefined || issue.path.length === 0 ? '' : ` at "${issue.path.join('.')}"`
  throw new CollectionError(`"${manifestPath}" is damaged${where} (${issue?.message ?? 'no JSON'}). Collect again.`)
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown
  } catch {
    return undefined
  }
}
