/** Thumbnails in the page: by address where the source has them, else from bytes that are let go once they are decoded. */
import type { PictureSide } from '../format/paths.ts'
import type { MapSource } from '../sources/source.ts'
import { make } from './element.ts'

/** An image element of a picture. `alt` is empty where its title stands beside it. */
export function thumbnail(source: MapSource, row: number, side: PictureSide, alt = ''): HTMLImageElement {
  const image = make('img', { alt, loading: 'lazy', decoding: 'async', draggable: 'false' })
  const address = source.address?.(row, side)
  if (address !== undefined) image.src = address
  else {
    // A picture that cannot be read has an empty place.
    source.picture(row, side, new AbortController().signal).then(
      (blob) => show(image, blob),
      () => undefined,
    )
  }
  return image
}

function show(image: HTMLImageElement, blob: Blob): void {
  const url = URL.createObjectURL(blob)
  const free = (): void => URL.revokeObjectURL(url)
  image.addEventListener('load', free, { once: true })
  image.addEventListener('error', free, { once: true })
  image.loading = 'eager'
  image.src = url
}
