/**
 * ONNX: an entry of the model's `metadata_props` (onnx.proto: ModelProto, field 14) with the key `reverie`. Fields of a
 * protocol buffer may come in any order, so it is appended, and no tensor moves.
 */
import { concat, fromUtf8, utf8 } from '../bytes.ts'
import type { Container } from '../container.ts'
import { RecipeError } from '../error.ts'

const key = 'reverie'
const metadata = 14
/** Tags of the fields that come next in files: producer (2, 3), domain (4), version (5), documentation (6), graph (7), opsets (8). */
const followers = new Set([0x12, 0x1a, 0x22, 0x28, 0x32, 0x3a, 0x42])

/** A field: its number and where it lies, and its content when that has a length. */
interface Field {
  readonly number: number
  readonly start: number
  readonly end: number
  readonly data?: Uint8Array
}

export const onnx: Container = {
  title: 'ONNX',
  // A model begins with its format's version (field 1, a small number), and another of its fields follows.
  matches: (bytes) => bytes[0] === 0x08 && bytes[1]! < 0x20 && followers.has(bytes[2] ?? 0),
  embed: (bytes, { text }) => {
    const { fields, end } = fieldsOf(bytes)
    if (end < bytes.length) throw new RecipeError('The ONNX file is cut off or damaged: write the network again.')
    const kept = fields.filter((field) => entryOf(field)?.key !== key)
    const entry = concat([delimited(1, utf8(key)), delimited(2, utf8(text))])
    return concat([...kept.map(({ start, end: to }) => bytes.subarray(start, to)), delimited(metadata, entry)])
  },
  extract: (bytes) => {
    for (const field of fieldsOf(bytes).fields) {
      const entry = entryOf(field)
      if (entry?.key === key) return entry.value
    }
    return undefined
  },
}

function entryOf({ number, data }: Field): { key: string; value: string } | undefined {
  if (number !== metadata || data === undefined) return undefined
  const { fields } = fieldsOf(data)
  const text = (wanted: number): string =>
    fromUtf8(fields.find((field) => field.number === wanted)?.data ?? new Uint8Array())
  return { key: text(1), value: text(2) }
}

/** The fields of a message as far as they are whole, and where they end. */
function fieldsOf(bytes: Uint8Array): { fields: Field[]; end: number } {
  const fields: Field[] = []
  let at = 0
  while (at < bytes.length) {
    const start = at
    const tag = varint(bytes, at)
    const value = tag === undefined ? undefined : contentOf(bytes, tag.value % 8, tag.end)
    if (tag === undefined || value === undefined || value.end > bytes.length) break
    at = value.end
    fields.push({ ...value, number: Math.floor(tag.value / 8), start })
  }
  return { fields, end: at }
}

/** What follows a tag, by its wire type: a number, eight bytes, a length with as many bytes, four bytes. */
function contentOf(bytes: Uint8Array, type: number, at: number): { end: number; data?: Uint8Array } | undefined {
  if (type === 0) return varint(bytes, at)
  if (type === 1 || type === 5) return { end: at + (type === 1 ? 8 : 4) }
  const length = type === 2 ? varint(bytes, at) : undefined
  if (length === undefined) return undefined
  const end = length.end + length.value
  return { end, data: bytes.subarray(length.end, end) }
}

function varint(bytes: Uint8Array, at: number): { value: number; end: number } | undefined {
  let value = 0
  for (let index = 0; index < 10; index++) {
    const byte = bytes[at + index]
    if (byte === undefined) return undefined
    value += (byte & 0x7f) * 2 ** (7 * index)
    if (byte < 0x80) return { value, end: at + index + 1 }
  }
  return undefined
}

function delimited(number: number, data: Uint8Array): Uint8Array {
  const length: number[] = []
  for (let rest = data.length; ; rest = Math.floor(rest / 128)) {
    length.push((rest % 128) + (rest >= 128 ? 128 : 0))
    if (rest < 128) break
  }
  return concat([Uint8Array.of(number * 8 + 2, ...length), data])
}
