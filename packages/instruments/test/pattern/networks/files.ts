/** Files of networks as bytes, for tests. */
import type { NetworkFile } from '../../../src/pattern/networks/reading.ts'

const utf8 = new TextEncoder()

/** Numbers that differ from each other, exact in half precision. */
export const numbers = (count: number): number[] =>
  Array.from({ length: count }, (_, index) => (index - count / 2) / 8)

/** A matrix as recurrent.js saves it; `object` as typed arrays become. */
export function matrix(n: number, d: number, kind: 'array' | 'object' = 'array') {
  const w = numbers(n * d)
  return { n, d, w: kind === 'array' ? w : Object.fromEntries(w.entries()) }
}

export const textFile = (text: string, name = 'network.json'): NetworkFile => ({ name, bytes: utf8.encode(text) })

export const jsonFile = (json: unknown, name?: string): NetworkFile => textFile(JSON.stringify(json), name)

interface Storage {
  readonly dtype: string
  readonly bytes: number
  readonly set: (view: DataView, at: number, value: number) => void
}

const float32: Storage = { dtype: 'F32', bytes: 4, set: (view, at, value) => view.setFloat32(at, value, true) }

/** A safetensors file. */
export function tensorsFile(
  tensors: Readonly<Record<string, { readonly shape: readonly number[]; readonly values: readonly number[] }>>,
  { dtype, bytes, set }: Storage = float32,
): NetworkFile {
  const header: Record<string, unknown> = { __metadata__: { format: 'pt' } }
  const values: number[] = []
  for (const [name, { shape, values: own }] of Object.entries(tensors)) {
    const start = values.length * bytes
    values.push(...own)
    header[name] = { dtype, shape, data_offsets: [start, values.length * bytes] }
  }
  const data = new DataView(new ArrayBuffer(values.length * bytes))
  values.forEach((value, index) => set(data, index * bytes, value))
  return tensorsFrom(header, new Uint8Array(data.buffer))
}

/** A safetensors file from its header and its data, which need not fit. */
export function tensorsFrom(header: unknown, data: Uint8Array): NetworkFile {
  const text = utf8.encode(typeof header === 'string' ? header : JSON.stringify(header))
  const bytes = new Uint8Array(8 + text.length + data.length)
  new DataView(bytes.buffer).setUint32(0, text.length, true)
  bytes.set(text, 8)
  bytes.set(data, 8 + text.length)
  return { name: 'network.safetensors', bytes }
}

/** A `.npy` file, version 1. */
export function arrayFile(name: string, shape: readonly number[], descr = '<f4', order = 'False'): NetworkFile {
  const width = descr.endsWith('8') ? 8 : 4
  const values = numbers(shape.reduce((product, size) => product * size, 1))
  const header = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': (${shape.join(', ')},), }`
  const text = utf8.encode(header.padEnd(117) + '\n')
  const bytes = new Uint8Array(10 + text.length + values.length * width)
  bytes.set([0x93, ...utf8.encode('NUMPY'), 1, 0, text.length % 256, text.length >> 8])
  bytes.set(text, 10)
  const view = new DataView(bytes.buffer, 10 + text.length)
  values.forEach((value, index) =>
    width === 8 ? view.setFloat64(index * 8, value, true) : view.setFloat32(index * 4, value, true),
  )
  return { name, bytes }
}
