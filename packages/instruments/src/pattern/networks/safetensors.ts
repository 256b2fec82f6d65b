/**
 * safetensors files (https://huggingface.co/docs/safetensors): eight bytes with the length of a JSON header, the header,
 * which gives each tensor's type, shape and place, and the numbers.
 *
 * Weights of dense layers are looked for as PyTorch's state dictionaries have them: `<layer>.weight` of shape [out, in], or
 * [out, in, 1, 1] of a 1 × 1 convolution, and `<layer>.bias`. Neither their order nor any activation is in the file: layers
 * go by the numbers in their names, and first and last by what they are called.
 */
import { numbersOf, type DataType, type Tensor } from '@reverie/graph'
import { InstrumentError } from '../../instrument.ts'
import type { PatternNetwork } from '../network.ts'
import { chainOf, refuseSize, type MatrixLayer } from './chain.ts'
import { isObject, parseJson } from './parse-json.ts'
import { refuse, type ReadNetworkOptions } from './reading.ts'
import { shown } from './recurrent.ts'

const types: Readonly<Record<string, { readonly type: DataType; readonly bytes: number }>> = {
  F64: { type: 'float64', bytes: 8 },
  F32: { type: 'float32', bytes: 4 },
  F16: { type: 'float16', bytes: 2 },
  BF16: { type: 'bfloat16', bytes: 2 },
}

/** Whether a file begins as such files do. */
export function isSafetensors(bytes: Uint8Array): boolean {
  if (bytes.length < 10 || bytes[8] !== 0x7b) return false
  // A header beyond 4 GB is none.
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true) === 0
}

/** @throws InstrumentError with all that is wrong with the file. */
export function readSafetensors(bytes: Uint8Array, subject: string, options: ReadNetworkOptions): PatternNetwork {
  const tensors = tensorsOf(bytes, subject)
  const layers = layersOf(tensors, options)
  return chainOf(layers, options, { preset: 'cppn-tensorflow', arithmetic: 'float32' })
}

function tensorsOf(bytes: Uint8Array, subject: string): Map<string, Tensor> {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true)
  if (8 + length > bytes.length) {
    throw new InstrumentError(
      `Its header should have ${length} bytes, and the file has ${bytes.length}: it is cut short. Fetch or save it again.`,
    )
  }
  const header = parseJson(bytes.subarray(8, 8 + length), `The header of ${subject}`)
  if (!isObject(header)) throw new InstrumentError(`Its header should be an object, found ${shown(header)}.`)
  const data = bytes.subarray(8 + length)
  const problems: string[] = []
  const tensors = new Map<string, Tensor>()
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') continue
    try {
      tensors.set(name, tensorOf(name, entry, data))
    } catch (error) {
      if (!(error instanceof InstrumentError)) throw error
      problems.push(error.message)
    }
  }
  if (problems.length > 0) refuse(problems.slice(0, 20))
  return tensors
}

function tensorOf(name: string, entry: unknown, data: Uint8Array): Tensor {
  const { dtype, shape, data_offsets: offsets } = isObject(entry) ? entry : {}
  const form = typeof dtype === 'string' && Object.hasOwn(types, dtype) ? types[dtype] : undefined
  if (form === undefined) {
    throw new InstrumentError(
      `Tensor "${name}" is of type ${shown(dtype)}; ${Object.keys(types).join(', ')} are read. Save it as F32.`,
    )
  }
  if (!isSizes(shape))
    throw new InstrumentError(`Tensor "${name}" should have a shape of whole numbers, found ${shown(shape)}.`)
  if (!isSizes(offsets) || offsets.length !== 2) {
    throw new InstrumentError(`Tensor "${name}" should have two data_offsets, found ${shown(offsets)}.`)
  }
  const [start, end] = offsets as [number, number]
  const size = shape.reduce((product, each) => product * each, 1)
  if (end - start !== size * form.bytes) {
    throw new InstrumentError(
      `Tensor "${name}" of shape [${shape.join(', ')}] needs ${size * form.bytes} bytes, found ${end - start} from ${start} to ${end}.`,
    )
  }
  if (end > data.length) {
    throw new InstrumentError(
      `Tensor "${name}" ends at byte ${end} of ${data.length}: the file is cut short. Fetch or save it again.`,
    )
  }
  const copy = new Uint8Array(data.subarray(start, end)).buffer
  const storage = { float64: Float64Array, float32: Float32Array, float16: Uint16Array, bfloat16: Uint16Array }
  return { type: form.type, shape, data: new storage[form.type as keyof typeof storage](copy) }
}

const isSizes = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && (size as number) >= 0)

function layersOf(tensors: ReadonlyMap<string, Tensor>, options: ReadNetworkOptions): MatrixLayer[] {
  const weights = [...tensors.keys()].filter((name) => isMatrix(tensors.get(name)!) && /(^|\.)weight$/.test(name))
  const biases = new Map(weights.map((name) => [name, name.replace(/weight$/, 'bias')]))
  const used = new Set([...weights, ...biases.values()])
  const others = [...tensors].filter(([name]) => !used.has(name))
  if (others.length > 0 || weights.length === 0) {
    const list = others.slice(0, 12).map(([name, { shape }]) => `"${name}" [${shape.join(', ')}]`)
    refuse([
      weights.length === 0
        ? 'It has no dense layers: "<layer>.weight" of shape [out, in], with "<layer>.bias" or without, was expected.'
        : `It has tensors that are no weights or biases of dense layers, "<layer>.weight" [out, in] and "<layer>.bias" [out].`,
      ...(list.length > 0 ? [`Found: ${list.join(', ')}${others.length > 12 ? ', …' : ''}.`] : []),
    ])
  }
  return ordered(weights, options.order).map((name) => {
    const { shape } = tensors.get(name)!
    const [rows, columns] = shape as [number, number]
    const isOut = options.layout !== 'in-out'
    const [units, inputs] = isOut ? [rows, columns] : [columns, rows]
    refuseSize(units, inputs, name)
    const values = numbersOf(tensors.get(name)!)
    const bias = tensors.get(biases.get(name)!)
    if (bias !== undefined && (bias.shape.length !== 1 || bias.shape[0] !== units)) {
      throw new InstrumentError(
        `"${biases.get(name)}" should be of shape [${units}], found [${bias.shape.join(', ')}].`,
      )
    }
    return {
      name,
      units,
      inputs,
      weights: Float32Array.from(isOut ? values : transposed(values, rows, columns)),
      ...(bias === undefined ? {} : { bias: Float32Array.from(numbersOf(bias)) }),
    }
  })
}

const isMatrix = ({ shape }: Tensor): boolean => shape.length >= 2 && shape.slice(2).every((size) => size === 1)

/** The columns of a matrix of rows × columns as rows. */
export function transposed(values: ArrayLike<number>, rows: number, columns: number): Float32Array {
  return Float32Array.from(
    { length: rows * columns },
    (_, at) => values[(at % rows) * columns + Math.floor(at / rows)]!,
  )
}

/** First what is called first, last what is called last, between them by number and name. */
function ordered(names: readonly string[], order: readonly string[] | undefined): readonly string[] {
  if (order !== undefined) {
    const full = order.map((name) => (names.includes(name) ? name : `${name}.weight`))
    const missing = full.filter((name) => !names.includes(name))
    const left = names.filter((name) => !full.includes(name))
    if (missing.length + left.length === 0) return full
    throw new InstrumentError(`The order should name each of ${names.join(', ')} once, found ${order.join(', ')}.`)
  }
  const rank = (name: string): number =>
    /(^|[._])(in|input|inputs|first|embed)(?=[._\d])/i.test(name)
      ? 0
      : /(^|[._])(out|output|outputs|final|last|head|rgb|color)(?=[._\d])/i.test(name)
        ? 2
        : 1
  const byName = new Intl.Collator('en', { numeric: true }).compare
  return [...names].sort((left, right) => rank(left) - rank(right) || byName(left, right))
}
