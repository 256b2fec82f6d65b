/** From the shelf to the person's own files. The recipe goes along in every format. */
import { fileOf, type Work } from './shelf.ts'

/** The formats on offer. */
export type SaveFormat = 'png' | 'jpeg' | 'webp'

const endings: Readonly<Record<SaveFormat, string>> = { png: 'png', jpeg: 'jpg', webp: 'webp' }

/** Saves a work as a download. */
export async function save(work: Work, format: SaveFormat): Promise<void> {
  const kept = await fileOf(work)
  const { convert } = await import('../workers/pictures.ts')
  const bytes = format === 'png' ? kept : await convert(kept, format)
  const address = URL.createObjectURL(new Blob([bytes], { type: `image/${format}` }))
  const link = Object.assign(document.createElement('a'), { href: address, download: `${work.name}.${endings[format]}` })
  link.click()
  // The download has begun with the click; a moment's grace for slow browsers.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
