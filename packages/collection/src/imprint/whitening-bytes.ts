/** A whitening as bytes: two sizes (uint32), then the mean and the projection (float32), all little-endian. */
import { CollectionError } from '../error.ts'
import type { Whitening } from './whitening.ts'

/** Under this name a bundle keeps the whitening of its collection. */
export const whiteningAttachment = 'whitening'

/** Bytes that `decodeWhitening` reads. */
export function encodeWhitening({ dimensions, kept, mean, projection }: Whitening): Uint8Array {
  const bytes = new Uint8Array(8 + 4 * (mean.length + projection.length))
  const view = new DataView(bytes.buffer)
  view.setUint32(0, dimensions, true)
  view.setUint32(4, kept, true)
  let at = 8
  for (const values of [mean, projection])
    for (const value of values) {
      view.setFloat32(at, value, true)
      at += 4
    }
  return bytes
}

/** @throws CollectionError when the bytes are none of a whitening */
export function decodeWhitening(bytes: Uint8Array): Whitening {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [dimensions, kept] = bytes.length < 8 ? [0, 0] : [view.getUint32(0, true), view.getUint32(4, true)]
  if (dimensions === 0 || bytes.length !== 8 + 4 * (dimensions + dimensions * kept))
    throw new CollectionError('The whitening of the collection is damaged: collect again.')
  const numbers = (start: number, length: number): Float32Array =>
    Float32Array.from({ length }, (_, index) => view.getFloat32(8 + 4 * (start + index), true))
  return { dimensions, kept, mean: numbers(0, dimensions), projection: numbers(dimensions, dimensions * kept) }
}
