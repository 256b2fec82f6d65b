/**
 * TIFF 6.0 and BigTIFF: XMP in tag 700 of the first directory. Nothing in the file moves, since offsets are everywhere:
 * the packet and a new copy of the directory are appended, and the header points to the copy.
 */
import { concat, hasText, numberBytes, readNumber } from '../bytes.ts'
import type { Container } from '../container.ts'
import { RecipeError } from '../error.ts'
import { textOfXmp, xmpElement, xmpPacket } from '../xmp.ts'

const xmpTag = 700
const typeByte = 1

/** Field types whose values are bytes: BYTE and UNDEFINED. */
type ByteType = 1 | 7

interface Layout {
  readonly little: boolean
  /** Bytes of an offset, of an entry, of the count of entries; where the header keeps the first directory's offset. */
  readonly word: 4 | 8
  readonly entrySize: 12 | 20
  readonly countSize: 2 | 8
  readonly pointer: 4 | 8
}

interface Directory {
  readonly entries: Uint8Array[]
  /** Offset of the next directory, as it stands in the file. */
  readonly next: Uint8Array
}

export const tiff: Container = {
  title: 'TIFF',
  matches: (bytes) => ['II*\0', 'MM\0*', 'II+\0', 'MM\0+'].some((signature) => hasText(bytes, 0, signature)),
  embed: (bytes, content) => setTiffTag(bytes, xmpTag, typeByte, xmpPacket(xmpElement(content))),
  extract: (bytes) => {
    const layout = layoutOf(bytes)
    const { little, word } = layout
    const entry = directoryOf(bytes, layout)?.entries.find((other) => readNumber(other, 0, 2, little) === xmpTag)
    if (entry === undefined) return undefined
    const length = readNumber(entry, 4, word, little)
    const start = length <= word ? bytes.length : readNumber(entry, 4 + word, word, little)
    return start + length <= bytes.length ? textOfXmp(bytes.subarray(start, start + length)) : undefined
  },
}

/**
 * The TIFF with a tag of bytes in its first directory, in place of any of that number.
 * @param data more than eight bytes, so that they never fit into the entry itself
 * @throws RecipeError when the directory is damaged
 */
export function setTiffTag(bytes: Uint8Array, tag: number, type: ByteType, data: Uint8Array): Uint8Array {
  const layout = layoutOf(bytes)
  const { little, word, countSize, pointer } = layout
  const directory = directoryOf(bytes, layout)
  if (directory === undefined) throw new RecipeError('The TIFF has a damaged directory: write the picture again.')
  const number = (value: number, size: number) => numberBytes(value, size, little)
  // Offsets are even.
  const body = concat([bytes, new Uint8Array(bytes.length % 2)])
  const padded = concat([data, new Uint8Array(data.length % 2)])
  const entry = concat([number(tag, 2), number(type, 2), number(data.length, word), number(body.length, word)])
  const tagOf = (other: Uint8Array) => readNumber(other, 0, 2, little)
  const entries = [...directory.entries.filter((other) => tagOf(other) !== tag), entry]
  entries.sort((one, other) => tagOf(one) - tagOf(other))
  const place = body.length + padded.length
  if (word === 4 && place + entries.length * 12 + 6 > 0xffff_ffff)
    throw new RecipeError('The TIFF is too large for more metadata (over 4 GB): write it as BigTIFF or PNG.')
  const file = concat([body, padded, number(entries.length, countSize), ...entries, directory.next])
  file.set(number(place, word), pointer)
  return file
}

function layoutOf(bytes: Uint8Array): Layout {
  const little = hasText(bytes, 0, 'II')
  const big = readNumber(bytes, 2, 2, little) === 43
  return big
    ? { little, word: 8, entrySize: 20, countSize: 8, pointer: 8 }
    : { little, word: 4, entrySize: 12, countSize: 2, pointer: 4 }
}

function directoryOf(
  bytes: Uint8Array,
  { little, word, entrySize, countSize, pointer }: Layout,
): Directory | undefined {
  const start = readNumber(bytes, pointer, word, little)
  const first = start + countSize
  const end = first + readNumber(bytes, start, countSize, little) * entrySize
  if (!(end + word <= bytes.length)) return undefined
  const entries: Uint8Array[] = []
  for (let at = first; at < end; at += entrySize) entries.push(bytes.subarray(at, at + entrySize))
  return { entries, next: bytes.subarray(end, end + word) }
}
