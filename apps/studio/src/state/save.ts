/** From the shelf to the person's own files. The recipe goes along in every format. */
import { download } from '../files/download.ts'
import { fileOf, type Work } from './shelf.ts'

/** The formats on offer. */
export type SaveFormat = 'png' | 'jpeg' | 'webp'

const endings: Readonly<Record<SaveFormat, string>> = { png: 'png', jpeg: 'jpg', webp: 'webp' }

/** Saves a work as a download. */
export async function save(work: Work, format: SaveFormat): Promise<void> {
  const kept = await fileOf(work)
  // A film stays what it is.
  const written: SaveFormat = work.kind === 'film' ? 'webp' : format
  const bytes = work.kind === 'film' ? kept : await inFormat(kept, written)
  download(new Blob([bytes], { type: `image/${written}` }), `${work.name}.${endings[written]}`)
}

async function inFormat(kept: Blob, format: SaveFormat): Promise<Blob> {
  if (kept.type === `image/${format}`) return kept
  const { convert } = await import('../workers/pictures.ts')
  return convert(kept, format)
}
