/** Pictures in the browser: bytes to rasters and back, in pages and workers. */
import { createWebDecoder } from './decode-web.ts'
import { createWebEncoder } from './encode-web.ts'
import { deflateByBrowser } from './png/deflate-web.ts'
import { pngPieces, type Bands } from './png/encode.ts'
import type { PngHeader } from './png/head.ts'
import { createReader } from './read.ts'
import { createVipsLoader } from './vips-web.ts'
import { createWriter } from './write.ts'

const loadVips = createVipsLoader()

/**
 * Reads a whole picture file: PNG, JPEG, WebP, AVIF, TIFF or GIF of any kind, upright and in sRGB, to the same raster as
 * in Node (`decode-web.ts` says how near).
 * @throws ImageError when it is not a picture, damaged, or of more pixels than `maxPixels`
 */
export const readImage = createReader(createWebDecoder(loadVips))

/**
 * Writes a raster as a file's bytes, with the recipe in it and no other metadata.
 * @throws ImageError when the format or quality is unknown or the browser cannot write it
 */
export const writeImage = createWriter(createWebEncoder(loadVips))

/**
 * A PNG in pieces, from bands of rows: for pictures of any size, in memory of a few bands.
 * @throws ImageError when the header is not a PNG's, or bands are not of its width, channels and depth, leave out rows or
 *   come in another order
 */
export function encodePng(header: PngHeader, bands: Bands): AsyncGenerator<Uint8Array, void, void> {
  return pngPieces(header, bands, deflateByBrowser)
}

/** Pieces that are gathered before they are handed to the browser, which may keep them on the disk. */
const gathered = 8 << 20

/**
 * A PNG from bands of rows as a file of type `image/png`.
 * @throws ImageError as `encodePng`
 */
export async function pngBlob(header: PngHeader, bands: Bands): Promise<Blob> {
  const type = 'image/png'
  const parts: Blob[] = []
  let pieces: BlobPart[] = []
  let held = 0
  for await (const piece of encodePng(header, bands)) {
    pieces.push(piece as Uint8Array<ArrayBuffer>)
    held += piece.length
    if (held < gathered) continue
    parts.push(new Blob(pieces))
    pieces = []
    held = 0
  }
  return new Blob([...parts, ...pieces], { type })
}
