/** Boxes of the ISO base media file format (ISO 14496-12), the container of AVIF, HEIC and MP4. */
import { concat, latin1, numberBytes, readNumber, textAt } from '../bytes.ts'

/** A box: its type and where it lies in the bytes it was read from. */
export interface Box {
  readonly type: string
  readonly start: number
  readonly end: number
  /** What follows the header. */
  readonly data: Uint8Array
}

/** The boxes in order, as far as they are whole. */
export function boxesOf(bytes: Uint8Array): Box[] {
  const boxes: Box[] = []
  for (let at = 0; at + 8 <= bytes.length;) {
    const stated = readNumber(bytes, at, 4)
    const head = stated === 1 ? 16 : 8
    const size = stated === 1 ? readNumber(bytes, at + 8, 8) : stated === 0 ? bytes.length - at : stated
    if (!(size >= head && at + size <= bytes.length)) break
    boxes.push({
      type: textAt(bytes, at + 4, 4),
      start: at,
      end: at + size,
      data: bytes.subarray(at + head, at + size),
    })
    at += size
  }
  return boxes
}

/** The content of the first box of a type along a path of types. */
export function boxAt(bytes: Uint8Array, ...path: string[]): Uint8Array | undefined {
  let data: Uint8Array | undefined = bytes
  for (const type of path)
    data = data === undefined ? undefined : boxesOf(data).find((box) => box.type === type)?.data
  return data
}

/** A box of a type and parts of content. */
export function box(type: string, ...parts: Uint8Array[]): Uint8Array {
  const data = concat(parts)
  return concat([numberBytes(data.length + 8, 4), latin1(type), data])
}
