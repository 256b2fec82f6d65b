import type { HeaderFacts } from '../header.ts'
import { numberAt, textAt } from '../reader.ts'
import { orientationOf } from './exif.ts'

const tag = {
  width: 256,
  height: 257,
  bits: 258,
  photometric: 262,
  stripOffsets: 273,
  orientation: 274,
  samples: 277,
  stripCounts: 279,
  tileOffsets: 324,
  tileCounts: 325,
  extraSamples: 338,
  profile: 34675,
} as const

/** Bytes of a value by TIFF's field types (16 to 18 are BigTIFF's). */
const typeSizes: Readonly<Record<number, number>> = {
  1: 1,
  2: 1,
  3: 2,
  4: 4,
  6: 1,
  7: 1,
  8: 2,
  9: 4,
  13: 4,
  16: 8,
  17: 8,
  18: 8,
}

interface Field {
  readonly at: number
  readonly count: number
  readonly size: number
}

/** TIFF 6.0 and BigTIFF: the first directory; whole when all it points to is inside the file. */
export function tiffHeader(bytes: Uint8Array): HeaderFacts | undefined {
  const little = textAt(bytes, 0, 2) === 'II'
  const number = (at: number, size: number) => numberAt(bytes, at, size, little)
  const big = number(2, 2) === 43
  const [word, entrySize, countSize] = big ? [8, 20, 8] : [4, 12, 2]
  const directory = number(big ? 8 : 4, word)
  const entries = number(directory, countSize)
  if (Number.isNaN(entries)) return undefined
  const fields = new Map<number, Field>()
  for (let index = 0; index < entries; index++) {
    const entry = directory + countSize + index * entrySize
    if (!(entry + entrySize <= bytes.length)) return undefined
    const size = typeSizes[number(entry + 2, 2)]
    const count = number(entry + 4, word)
    if (size === undefined) continue
    const inline = size * count <= word
    fields.set(number(entry, 2), { at: inline ? entry + 4 + word : number(entry + 4 + word, word), count, size })
  }
  const value = (id: number, otherwise: number, index = 0): number => {
    const field = fields.get(id)
    return field === undefined || index >= field.count
      ? otherwise
      : number(field.at + index * field.size, field.size)
  }
  const icc = fields.get(tag.profile)
  const photometric = value(tag.photometric, 2)
  return {
    width: value(tag.width, Number.NaN),
    height: value(tag.height, Number.NaN),
    depth: value(tag.bits, 1),
    color: photometric <= 1 ? 'grey' : photometric === 5 ? 'cmyk' : photometric > 6 ? 'other' : 'rgb',
    alpha:
      value(tag.extraSamples, 0) > 0 ||
      value(tag.samples, 1) === (photometric <= 1 ? 2 : photometric === 5 ? 5 : 4),
    orientation: orientationOf(value(tag.orientation, 1)),
    profile: icc === undefined ? undefined : bytes.subarray(icc.at, icc.at + icc.count),
    whole:
      [...fields.values()].every(({ at, count, size }) => at + count * size <= bytes.length) &&
      hasPixels(bytes.length, fields, value),
  }
}

/** Whether every strip or tile is inside the file. */
function hasPixels(
  length: number,
  fields: Map<number, Field>,
  value: (id: number, or: number, at?: number) => number,
): boolean {
  const tiled = fields.has(tag.tileOffsets)
  const offsets = tiled ? tag.tileOffsets : tag.stripOffsets
  const counts = tiled ? tag.tileCounts : tag.stripCounts
  const parts = fields.get(offsets)?.count ?? 0
  for (let part = 0; part < parts; part++)
    if (!(value(offsets, Number.NaN, part) + value(counts, 0, part) <= length)) return false
  return parts > 0
}
