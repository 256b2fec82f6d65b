import type { HeaderFacts } from '../header.ts'
import { numberAt, textAt } from '../reader.ts'

interface Box {
  readonly type: string
  readonly data: Uint8Array
}

/**
 * HEIF (ISO 23008-12), the container of AVIF and HEIC: the properties of the largest item. Rotation (`irot`) is the
 * decoder's part, so the orientation is 1. Whole when the boxes fill the file.
 */
export function heifHeader(bytes: Uint8Array): HeaderFacts | undefined {
  const boxes = [...boxesOf(bytes)]
  const meta = boxes.find((box) => box.type === 'meta')
  const properties = find(find([...boxesOf(meta?.data.subarray(4))], 'iprp'), 'ipco')
  let width = 0
  let height = 0
  let depth = 8
  let components = 3
  let alpha = false
  let profile: Uint8Array | undefined
  for (const { type, data } of properties) {
    if (type === 'ispe' && numberAt(data, 4, 4) * numberAt(data, 8, 4) > width * height) {
      width = numberAt(data, 4, 4)
      height = numberAt(data, 8, 4)
    }
    if (type === 'pixi' && (data[4] ?? 0) >= components) {
      components = data[4] ?? 3
      depth = data[5] ?? 8
    }
    if (type === 'av1C') depth = Math.max(depth, (data[2] ?? 0) & 0x40 ? ((data[2] ?? 0) & 0x20 ? 12 : 10) : 8)
    if (type === 'auxC' && textAt(data, 4, 43).includes('alpha')) alpha = true
    if (type === 'auxC' && textAt(data, 4, 43).includes('hevc:2015:auxid:1')) alpha = true
    if (type === 'colr' && /prof|rICC/.test(textAt(data, 0, 4))) profile ??= data.subarray(4)
  }
  if (width === 0) return undefined
  const end = boxes.at(-1)
  return { width, height, depth, color: 'rgb', alpha, orientation: 1, profile, whole: end?.type !== 'cut off' }
}

/** The boxes in order; one that reaches past the end is given as "cut off". */
function* boxesOf(bytes: Uint8Array = new Uint8Array()): Generator<Box> {
  for (let at = 0; at + 8 <= bytes.length;) {
    let head = 8
    let size = numberAt(bytes, at, 4)
    if (size === 1) {
      size = numberAt(bytes, at + 8, 8)
      head = 16
    }
    if (size === 0) size = bytes.length - at
    if (!(size >= head && at + size <= bytes.length)) {
      yield { type: 'cut off', data: new Uint8Array() }
      return
    }
    yield { type: textAt(bytes, at + 4, 4), data: bytes.subarray(at + head, at + size) }
    at += size
  }
}

function find(boxes: readonly Box[], type: string): Box[] {
  return [...boxesOf(boxes.find((box) => box.type === type)?.data)]
}
