/**
 * Arrow IPC files, as far as a bundle needs them: columns of texts, lists of texts, numbers, bytes, and rows of numbers of
 * one length. What is read may come from anywhere, so types, lengths and counts are checked before a value is used; Arrow's
 * own reader would hand out shortened arrays of a shortened file.
 */
import {
  Binary,
  Bool,
  Field,
  FixedSizeList,
  Float16,
  Float32,
  Float64,
  Int32,
  List,
  makeData,
  makeVector,
  RecordBatch,
  Schema,
  Struct,
  Table,
  tableFromIPC,
  tableToIPC,
  Utf8,
  vectorFromArray,
  type Data,
  type DataType,
  type Vector,
} from 'apache-arrow'
import { CollectionError } from '../error.ts'

/** Columns by name, all of one length. */
export type Columns = Readonly<Record<string, Vector>>

/** A column of texts. */
export const texts = (values: readonly string[]): Vector => vectorFromArray(values, new Utf8())

/** A column of lists of texts. */
export const textLists = (values: readonly (readonly string[])[]): Vector =>
  vectorFromArray(values, new List(new Field('item', new Utf8(), true)))

/** A column of bytes; null where there are none. */
export const byteStrings = (values: readonly (Uint8Array | null)[]): Vector => vectorFromArray(values, new Binary())

/** A column of truths. */
export const truths = (values: readonly boolean[]): Vector => vectorFromArray(values, new Bool())

/** A column of whole numbers; null where there is none. */
export const wholeNumbers = (values: readonly (number | null)[]): Vector => vectorFromArray(values, new Int32())

/** A column of numbers, as the array's type is. */
export const numbers = (values: Float32Array | Float64Array | Int32Array | Uint32Array | BigUint64Array): Vector =>
  makeVector(values) as Vector

/** A column of rows of `length` numbers each, given one after the other. 16 bits are halves. */
export function numberRows(values: Float32Array | Float64Array | Int32Array | Uint16Array, length: number): Vector {
  const item = new Field('item', typeOf(values), false)
  const child = makeData({ type: item.type, length: values.length, nullCount: 0, data: values } as never)
  const count = length === 0 ? 0 : values.length / length
  return makeVector(makeData({ type: new FixedSizeList(length, item), length: count, nullCount: 0, child }))
}

function typeOf(values: Float32Array | Float64Array | Int32Array | Uint16Array): DataType {
  if (values instanceof Float32Array) return new Float32()
  if (values instanceof Float64Array) return new Float64()
  return values instanceof Int32Array ? new Int32() : new Float16()
}

/** The bytes of an Arrow IPC file. Texts about the whole go with the schema. */
export function encodeTable(columns: Columns, about: ReadonlyMap<string, string> = new Map()): Uint8Array {
  const fields = Object.entries(columns).map(([name, { type, nullCount }]) => new Field(name, type, nullCount > 0))
  const children = Object.values(columns).map(({ data: [chunk] }) => chunk as Data)
  const data = makeData({ type: new Struct(fields), length: children[0]?.length ?? 0, nullCount: 0, children })
  return tableToIPC(new Table(new RecordBatch(new Schema(fields, new Map(about)), data)), 'file')
}

/** A table that was read and whose columns can be asked for. */
export interface ReadTable {
  readonly count: number
  readonly about: ReadonlyMap<string, string>
  texts(name: string): string[]
  textLists(name: string): string[][]
  byteStrings(name: string): (Uint8Array | null)[]
  truths(name: string): boolean[]
  wholeNumbers(name: string): (number | null)[]
  numbers<Kind extends NumberKind>(name: string, kind: Kind): InstanceType<(typeof arrays)[Kind]>
  /** Rows of numbers, one after the other; `length` is asked for, or comes from the file. */
  numberRows<Kind extends RowKind>(name: string, kinds: readonly Kind[], length?: number): NumberRows<Kind>
}

/** Rows of numbers as they are stored: halves as their bits. */
interface NumberRows<Kind extends RowKind> {
  readonly kind: Kind
  readonly length: number
  readonly values: InstanceType<(typeof arrays)[Kind]>
}

const arrays = {
  Float16: Uint16Array,
  Float32: Float32Array,
  Float64: Float64Array,
  Int32: Int32Array,
  Uint32: Uint32Array,
  Uint64: BigUint64Array,
} as const

type NumberKind = 'Float64' | 'Int32' | 'Uint32' | 'Uint64'
type RowKind = 'Float16' | 'Float32' | 'Float64' | 'Int32'

/**
 * Reads an Arrow IPC file.
 * @param subject what it is, for errors: `bundle/imprints-….arrow`
 * @throws CollectionError when it is none, is cut off or holds other columns than are asked for
 */
export function decodeTable(bytes: Uint8Array, subject: string): ReadTable {
  const damaged = (why: string): CollectionError =>
    new CollectionError(`"${subject}" is damaged: ${why}. Make it again by collecting again.`)
  let table: Table
  try {
    // In its own buffer and aligned, since columns become arrays of wider numbers.
    table = tableFromIPC(bytes.byteOffset % 8 === 0 ? bytes : bytes.slice())
  } catch (cause) {
    throw damaged(
      `it is not an Arrow file or is cut off (${cause instanceof Error ? cause.message : String(cause)})`,
    )
  }
  const count = table.numRows
  // Two columns of rows without any numbers take no bytes; no more rows than that are believed.
  if (count > bytes.length) throw damaged(`it says that it has ${count} rows and has ${bytes.length} bytes`)
  const column = (name: string, type: RegExp): Vector => {
    const found = table.getChild(name)
    if (found === null) throw damaged(`the column "${name}" is missing; it has ${namesOf(table)}`)
    if (!type.test(String(found.type))) throw damaged(`the column "${name}" holds ${String(found.type)}`)
    if (found.length !== count) throw damaged(`the column "${name}" has ${found.length} of ${count} rows`)
    return found
  }
  const every = <Value>(name: string, type: RegExp, nulls: boolean): Value[] => {
    const found = column(name, type)
    try {
      const values = Array.from({ length: count }, (_, row) => found.get(row) as Value)
      if (nulls || !values.some((value) => value === null || value === undefined)) return values
    } catch (cause) {
      throw damaged(`the column "${name}" cannot be read (${String(cause)})`)
    }
    throw damaged(`the column "${name}" has rows without a value`)
  }
  /** Chunks one after the other: other writers cut tables into several. */
  const joined = (name: string, parts: readonly ArrayBufferView[], kind: keyof typeof arrays, length: number) => {
    const [first] = parts
    if (parts.length === 1 && first instanceof arrays[kind] && first.length === length) return first
    const values = new arrays[kind](length)
    let at = 0
    for (const part of parts) {
      if (!(part instanceof arrays[kind]) || at + part.length > length)
        throw damaged(`"${name}" has a wrong length`)
      values.set(part as never, at)
      at += part.length
    }
    if (at !== length) throw damaged(`the column "${name}" ends after ${at} of ${length} values`)
    return values
  }
  return {
    count,
    about: table.schema.metadata,
    texts: (name) => every<string>(name, /^Utf8$/, false),
    textLists: (name) =>
      every<Iterable<string>>(name, /^List<Utf8>$/, false).map((list) => Array.from(list, (text) => text ?? '')),
    byteStrings: (name) => every<Uint8Array | null>(name, /^Binary$/, true),
    truths: (name) => every<boolean>(name, /^Bool$/, false),
    wholeNumbers: (name) => every<number | null>(name, /^Int32$/, true),
    numbers: (name, kind) => {
      const { data } = column(name, new RegExp(`^${kind}$`))
      const parts = data.map((chunk) => (chunk.values as Float64Array).subarray(0, chunk.length))
      return joined(name, parts, kind, count) as InstanceType<(typeof arrays)[typeof kind]>
    },
    numberRows: (name, kinds, wished) => {
      const found = column(name, new RegExp(`^FixedSizeList\\[\\d+\\]<(${kinds.join('|')})>$`))
      const type = found.type as FixedSizeList
      const length = type.listSize
      if (wished !== undefined && length !== wished)
        throw damaged(`the column "${name}" has rows of ${length} numbers instead of ${wished}`)
      const kind = String(type.valueType) as (typeof kinds)[number]
      const parts = found.data.map((chunk) => {
        const [child] = chunk.children
        const from = chunk.offset * length
        return (child?.values as Float32Array | undefined)?.subarray(from, from + chunk.length * length)
      })
      const values = joined(name, parts as Float32Array[], kind, count * length)
      return { kind, length, values: values as InstanceType<(typeof arrays)[typeof kind]> }
    },
  }
}

const namesOf = (table: Table): string =>
  table.schema.fields.length === 0
    ? 'none'
    : table.schema.fields.map(({ name }) => `"${name.slice(0, 40)}"`).join(', ')
