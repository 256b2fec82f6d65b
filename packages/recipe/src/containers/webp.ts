/**
 * WebP (RFC 9649): a chunk `XMP ` at the end of the RIFF, announced by a flag in the extended header `VP8X`, which a
 * simple file is given.
 */
import { concat, hasText, latin1, numberBytes, readNumber, textAt } from '../bytes.ts'
import type { Container } from '../container.ts'
import { RecipeError } from '../error.ts'
import { textOfXmp, xmpElement, xmpPacket } from '../xmp.ts'

const flags = { ICCP: 32, 'XMP ': 4 } as const
const alphaFlag = 16

interface Chunk {
  readonly type: string
  readonly data: Uint8Array
}

export const webp: Container = {
  title: 'WebP',
  matches: (bytes) => hasText(bytes, 0, 'RIFF') && hasText(bytes, 8, 'WEBP'),
  embed: (bytes, content) => setWebpChunk(bytes, 'XMP ', xmpPacket(xmpElement(content))),
  extract: (bytes) => {
    for (const { type, data } of chunksOf(bytes)) if (type === 'XMP ') return textOfXmp(data)
    return undefined
  },
}

/**
 * The WebP with a chunk of metadata, in place of any of that type, and with the extended header that announces it.
 * @throws RecipeError when the file does not begin with a picture
 */
export function setWebpChunk(bytes: Uint8Array, type: 'ICCP' | 'XMP ', data: Uint8Array): Uint8Array {
  const chunks = [...chunksOf(bytes)].filter((chunk) => chunk.type !== type)
  const first = chunks[0]
  if (first === undefined) throw new RecipeError('The WebP has no pixels: write the picture again.')
  const header = Uint8Array.from(first.type === 'VP8X' ? first.data : extendedHeader(first))
  header[0] = (header[0] ?? 0) | flags[type]
  const rest = first.type === 'VP8X' ? chunks.slice(1) : chunks
  const added = { type, data }
  const body = concat([
    latin1('WEBP'),
    ...[{ type: 'VP8X', data: header }, ...(type === 'ICCP' ? [added, ...rest] : [...rest, added])].map(chunkBytes),
  ])
  return concat([latin1('RIFF'), numberBytes(body.length, 4, true), body])
}

function* chunksOf(bytes: Uint8Array): Generator<Chunk> {
  let at = 12
  while (at + 8 <= bytes.length) {
    const length = readNumber(bytes, at + 4, 4, true)
    if (at + 8 + length > bytes.length) return
    yield { type: textAt(bytes, at, 4), data: bytes.subarray(at + 8, at + 8 + length) }
    at += 8 + length + (length % 2)
  }
}

function chunkBytes({ type, data }: Chunk): Uint8Array {
  return concat([latin1(type), numberBytes(data.length, 4, true), data, new Uint8Array(data.length % 2)])
}

/** The extended header of a simple file: flags, three reserved bytes, width − 1 and height − 1 in 24 bits each. */
function extendedHeader({ type, data }: Chunk): Uint8Array {
  const lossless = type === 'VP8L' && data[0] === 0x2f && data.length >= 5
  if (!lossless && !(type === 'VP8 ' && hasText(data, 3, '\x9d\x01\x2a') && data.length >= 10))
    throw new RecipeError(`The WebP begins with a chunk "${type}" that is not a picture: write the picture again.`)
  const bits = readNumber(data, 1, 4, true)
  const width = lossless ? (bits & 0x3fff) + 1 : readNumber(data, 6, 2, true) & 0x3fff
  const height = lossless ? ((bits >>> 14) & 0x3fff) + 1 : readNumber(data, 8, 2, true) & 0x3fff
  const alpha = lossless && (bits >>> 28) & 1 ? alphaFlag : 0
  return concat([Uint8Array.of(alpha, 0, 0, 0), numberBytes(width - 1, 3, true), numberBytes(height - 1, 3, true)])
}
