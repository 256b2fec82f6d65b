/**
 * Protobuf messages as tables of fields.
 *
 * A message is declared once, as a record of fields with their numbers; its TypeScript type, its decoder and its
 * encoder all follow from that table. The wire format itself (varints, tags, 64-bit integers as bigints) is
 * `@bufbuild/protobuf`'s. Fields that a table does not name are skipped, as protobuf asks, and repeated numbers are
 * read packed or not and written packed.
 */
import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire'

/** Protobuf's scalar types that ONNX uses, and what holds them. */
interface Scalars {
  int64: bigint
  uint64: bigint
  int32: number
  float: number
  double: number
  string: string
  bytes: Uint8Array
}

/** What a field holds: a scalar or a message. */
export type Kind = keyof Scalars | Message<Fields>
/** What holds a field's value. */
type Value<K> = K extends keyof Scalars ? Scalars[K] : K extends Message<infer F> ? Decoded<F> : never

/** One field of a message. */
export interface Field<K extends Kind = Kind, R extends boolean = boolean> {
  readonly number: number
  readonly kind: K
  readonly repeated: R
}

export type Fields = Readonly<Record<string, Field>>

/** The plain object of a message: absent fields are undefined, repeated ones empty arrays. */
export type Decoded<F extends Fields> = {
  [N in keyof F]: F[N] extends { readonly repeated: true } ? Value<F[N]['kind']>[] : Value<F[N]['kind']> | undefined
}

/** A declared message. */
export interface Message<F extends Fields> {
  readonly fields: F
}

/** The type of a declared message's objects. */
export type Of<M> = M extends Message<infer F> ? Decoded<F> : never

/** Declares a message. */
export const message = <F extends Fields>(fields: F): Message<F> => ({ fields })

/** Declares a field that is there once or not at all. */
export const optional = <const K extends Kind>(number: number, kind: K): Field<K, false> => ({
  number,
  kind,
  repeated: false,
})

/** Declares a field that is there any number of times. */
export const repeated = <const K extends Kind>(number: number, kind: K): Field<K, true> => ({
  number,
  kind,
  repeated: true,
})

const readers = {
  int64: (reader) => BigInt(reader.int64()),
  uint64: (reader) => BigInt(reader.uint64()),
  int32: (reader) => reader.int32(),
  float: (reader) => reader.float(),
  double: (reader) => reader.double(),
  string: (reader) => reader.string(true),
  bytes: (reader) => reader.bytes(),
} as const satisfies { [K in keyof Scalars]: (reader: BinaryReader) => Scalars[K] }

const wireTypes = {
  int64: WireType.Varint,
  uint64: WireType.Varint,
  int32: WireType.Varint,
  float: WireType.Bit32,
  double: WireType.Bit64,
  string: WireType.LengthDelimited,
  bytes: WireType.LengthDelimited,
} as const satisfies Record<keyof Scalars, WireType>

/**
 * Decodes a message. `bytes` fields are views of the given bytes.
 * @throws RangeError or Error of the protobuf library when the bytes end early or are not this message.
 */
export function decode<F extends Fields>(type: Message<F>, bytes: Uint8Array): Decoded<F> {
  return decodeUntyped(type, bytes) as Decoded<F>
}

function decodeUntyped(type: Message<Fields>, bytes: Uint8Array): Record<string, unknown> {
  const reader = new BinaryReader(bytes)
  const result: Record<string, unknown> = {}
  const byNumber = fieldsByNumber(type)
  for (const [name, field] of byNumber.values()) result[name] = field.repeated ? [] : undefined
  while (reader.pos < reader.len) {
    const [number, wireType] = reader.tag()
    const entry = byNumber.get(number)
    if (entry === undefined) {
      reader.skip(wireType, number)
      continue
    }
    const [name, field] = entry
    const { kind } = field
    if (field.repeated) readRepeated(reader, kind, wireType, name, result[name] as unknown[])
    else result[name] = readOne(reader, kind, wireType, name)
  }
  return result
}

function readOne(reader: BinaryReader, kind: Kind, wireType: WireType, name: string): unknown {
  const expected = typeof kind === 'string' ? wireTypes[kind] : WireType.LengthDelimited
  if (wireType !== expected) throw new Error(`field "${name}" has wire type ${wireType} instead of ${expected}`)
  return typeof kind === 'string' ? readers[kind](reader) : decodeUntyped(kind, reader.bytes())
}

function readRepeated(reader: BinaryReader, kind: Kind, wireType: WireType, name: string, into: unknown[]): void {
  if (!isPackable(kind) || wireType !== WireType.LengthDelimited) {
    into.push(readOne(reader, kind, wireType, name))
    return
  }
  const length = reader.uint32()
  const end = reader.pos + length
  if (end > reader.len) throw new RangeError('premature EOF')
  while (reader.pos < end) into.push(readers[kind](reader))
}

type Number = Exclude<keyof Scalars, 'string' | 'bytes'>

function isPackable(kind: Kind): kind is Number {
  return typeof kind === 'string' && kind !== 'string' && kind !== 'bytes'
}

const tables = new WeakMap<Message<Fields>, ReadonlyMap<number, readonly [string, Field]>>()

function fieldsByNumber(type: Message<Fields>): ReadonlyMap<number, readonly [string, Field]> {
  let table = tables.get(type)
  if (table === undefined) {
    table = new Map(Object.entries(type.fields).map((entry) => [entry[1].number, entry]))
    tables.set(type, table)
  }
  return table
}

/** What `encode` takes: fields that are absent or undefined are not written. */
export type Encodable<F extends Fields> = {
  readonly [N in keyof F]?:
    | (F[N] extends { readonly repeated: true } ? readonly Written<F[N]['kind']>[] : Written<F[N]['kind']>)
    | undefined
}
/** What a field's value is written from. */
type Written<K> = K extends keyof Scalars ? Scalars[K] : K extends Message<infer F> ? Encodable<F> : never

/** Encodes a message, its fields in the order of the table. */
export function encode<F extends Fields>(type: Message<F>, value: Encodable<F>): Uint8Array<ArrayBuffer> {
  const writer = new BinaryWriter()
  encodeInto(writer, type, value)
  return writer.finish()
}

function encodeInto(writer: BinaryWriter, type: Message<Fields>, value: Record<string, unknown>): void {
  for (const [name, field] of Object.entries(type.fields)) {
    const found = value[name]
    if (found === undefined) continue
    if (!field.repeated) writeOne(writer, field, found)
    else if (isPackable(field.kind)) writePacked(writer, field.number, field.kind, found as unknown[])
    else for (const item of found as unknown[]) writeOne(writer, field, item)
  }
}

function writePacked(writer: BinaryWriter, number: number, kind: Number, values: readonly unknown[]): void {
  if (values.length === 0) return
  writer.tag(number, WireType.LengthDelimited).fork()
  for (const value of values) (writer[kind] as (value: unknown) => BinaryWriter)(value)
  writer.join()
}

function writeOne(writer: BinaryWriter, { number, kind }: Field, value: unknown): void {
  if (typeof kind === 'string') {
    writer.tag(number, wireTypes[kind])
    ;(writer[kind] as (value: unknown) => BinaryWriter)(value)
    return
  }
  writer.tag(number, WireType.LengthDelimited).fork()
  encodeInto(writer, kind, value as Record<string, unknown>)
  writer.join()
}
