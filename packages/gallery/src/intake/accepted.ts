/** What pictures a gallery takes, in a sentence. */
import type { GalleryConfig } from '../config/schema.ts'

/** @returns `JPEG or PNG, at most 10 MB, sides of 16 to 4,096 pixels.` */
export function formatsOf({ formats, maxBytes, minSide, maxSide }: GalleryConfig['pictures']): string {
  const names = formats.map((format) => (format === 'webp' ? 'WebP' : format.toUpperCase()))
  const listed = names.length === 1 ? names[0]! : `${names.slice(0, -1).join(', ')} or ${names.at(-1)!}`
  const size = maxBytes >= 1e6 ? `${Math.floor(maxBytes / 1e5) / 10} MB` : `${Math.floor(maxBytes / 1e3)} kB`
  return `${listed}, at most ${size}, sides of ${minSide} to ${maxSide.toLocaleString('en')} pixels.`
}
