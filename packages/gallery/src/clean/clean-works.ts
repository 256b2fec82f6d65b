/** Cleans the pictures of a gallery in place. The originals go into the input store, so that nothing is lost. */
import { openInputStore, writeFileAtomic } from '@reverie/recipe/node'
import { join } from 'node:path'
import { openGallery } from '../check/gallery.ts'
import { readEntry } from '../check/tree.ts'
import { cleanPicture } from './clean-picture.ts'

/** A picture that was cleaned. */
export interface Cleaned {
  /** Path from the gallery's folder. */
  readonly file: string
  /** SHA-256 of the file as it was, by which the input store has it. */
  readonly original: string
}

/** What to clean. */
export interface CleanOptions {
  readonly folder: string
  /** Files, as `checkGallery` takes them; all unless said. */
  readonly only?: readonly string[] | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Cleans pictures.
 * @returns those that were changed
 * @throws GalleryError when the folder is no gallery
 */
export async function cleanWorks({ folder, only, signal }: CleanOptions): Promise<Cleaned[]> {
  const { root, config, pairs, judged, close } = await openGallery({ folder, only })
  await close()
  const store = await openInputStore()
  const cleaned: Cleaned[] = []
  for (const entry of pairs.flatMap(({ pictures }) => pictures)) {
    signal?.throwIfAborted()
    if (!judged(entry.path) || entry.bytes > config.pictures.maxBytes) continue
    const bytes = await readEntry(root, entry)
    const clean = bytes === undefined ? undefined : await cleanPicture(bytes)
    if (bytes === undefined || clean === undefined) continue
    const original = await store.put(bytes, entry.name)
    await writeFileAtomic(join(root, entry.path), clean)
    cleaned.push({ file: entry.path, original })
  }
  return cleaned
}
