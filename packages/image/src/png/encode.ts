/**
 * PNG as a stream: rows come in bands from top to bottom, pieces of the file go out, and only a few bands are held in
 * between, so that a picture larger than the memory can be written. Whoever draws the pieces sets the pace: the next
 * band is asked for when there is room for it.
 *
 * What differs between Node and browsers is how zlib's stream is made (`deflate-node.ts`, `deflate-web.ts`).
 */
import { pngChunk } from '@reverie/recipe'
import { ImageError } from '../error.ts'
import type { Raster } from '../raster.ts'
import { joinBytes } from '../reader.ts'
import { createFilter, rowBytes, type RowLayout } from './filter.ts'
import { pngHead, type PngHeader } from './head.ts'

/** Some rows of a picture: the raster's first row is row `top` of the picture. */
export interface Band {
  readonly top: number
  readonly raster: Raster
}

/** Bands from top to bottom, or one that is the whole picture. */
export type Bands = AsyncIterable<Band> | Iterable<Band>

/** Filtered rows in pieces to one zlib stream (RFC 1950) in pieces. A piece is not touched after it was given. */
export type Deflate = (
  pieces: AsyncIterable<Uint8Array<ArrayBuffer>>,
  layout: RowLayout,
) => AsyncIterable<Uint8Array>

/** Filtered bytes that are deflated at once: enough that starting costs nothing, and little enough that all threads have some. */
const pieceBytes = 1 << 18

/**
 * Writes a PNG in pieces.
 * @throws ImageError when the header is not a PNG's, or bands are not of its width, channels and depth, leave out rows or
 *   come in another order
 */
export async function* pngPieces(
  header: PngHeader,
  bands: Bands,
  deflate: Deflate,
): AsyncGenerator<Uint8Array, void, void> {
  yield pngHead(header)
  for await (const piece of deflate(filtered(header, bands), header)) yield pngChunk('IDAT', piece)
  yield pngChunk('IEND', new Uint8Array(0))
}

/** The filtered rows of all bands, in pieces that do not depend on where bands begin. */
async function* filtered(header: PngHeader, bands: Bands): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
  const most = Math.max(1, Math.round(pieceBytes / (rowBytes(header) + 1)))
  const filter = createFilter(header, Math.min(most, header.height))
  let done = 0
  for await (const { top, raster } of bands) {
    check(header, done, top, raster)
    for (let from = 0; from < raster.height;) {
      const rows = Math.min(most - filter.held, raster.height - from)
      filter.add(raster, from, rows)
      from += rows
      done += rows
      if (filter.held === most || done === header.height) yield filter.take()
    }
  }
  if (done < header.height)
    throw new ImageError(`The PNG has ${header.height} rows, and the bands ended after ${done}: give all of them.`)
}

function check(header: PngHeader, done: number, top: number, raster: Raster): void {
  const { width, height, channels, depth, data } = raster
  if (width !== header.width || channels !== header.channels || depth !== header.depth)
    throw new ImageError(
      `The bands of this PNG are ${layout(header)}, and the one at row ${top} is ${layout(raster)}: give bands of one kind.`,
    )
  if (top !== done)
    throw new ImageError(
      `The next band of the PNG begins at row ${done}, found one at row ${top}: give bands from top to bottom, without gaps.`,
    )
  if (top + height > header.height)
    throw new ImageError(
      `The PNG has ${header.height} rows, and the band at row ${top} reaches to row ${top + height}: give no more rows than the header says.`,
    )
  if (data.length !== width * height * channels)
    throw new ImageError(
      `A band of ${width} × ${height} with ${channels} channels has ${width * height * channels} values, found ${data.length}.`,
    )
}

function layout({ width, channels, depth }: Pick<Raster, 'width' | 'channels' | 'depth'>): string {
  return `${width} wide with ${channels} channels of ${depth === 'float' ? 'floats' : `${depth} bits`}`
}

/** A whole raster of 8 or 16 bits as a PNG file that says it is sRGB and nothing else. */
export async function wholePng(raster: Raster, deflate: Deflate): Promise<Uint8Array> {
  const { width, height, channels, depth } = raster
  const header = { width, height, channels, depth: depth === 16 ? 16 : 8 } as const
  const pieces: Uint8Array[] = []
  for await (const piece of pngPieces(header, [{ top: 0, raster }], deflate)) pieces.push(piece)
  return joinBytes(pieces)
}
