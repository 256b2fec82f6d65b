/** Tensors and value types between ONNX's messages and Reverie's data. */
import { GraphError, type Dimension, type ValueInfo } from '../graph.ts'
import { sizeOf, storageOf, type DataType, type Tensor, type TensorData } from '../tensor.ts'
import {
  ELEMENT_TYPES,
  type TensorMessage,
  type ValueMessage,
  type tensorMessage,
  type valueMessage,
} from './messages.ts'
import type { Encodable, Message } from './wire.ts'

type Writable<M> = M extends Message<infer F> ? Encodable<F> : never

const supported = new Set<string | undefined>([
  'float32',
  'float64',
  'float16',
  'bfloat16',
  'int8',
  'uint8',
  'int16',
  'uint16',
  'int32',
  'uint32',
  'int64',
  'uint64',
  'bool',
  'string',
] satisfies DataType[])

/** @throws GraphError naming an element type that is not supported. */
export function elementType(code: number | undefined, subject: string): DataType {
  const name = ELEMENT_TYPES[code ?? 0]
  if (!supported.has(name)) {
    throw new GraphError(
      `${subject} has elements of type ${name ?? `number ${code ?? 0}`}, which is not supported.`,
    )
  }
  return name as DataType
}

/** ONNX's number of an element type. */
export function elementCode(type: DataType): number {
  return ELEMENT_TYPES.indexOf(type)
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** @throws GraphError when bytes are not UTF-8: strings in memory are text, so other bytes could not be kept. */
export function textOf(bytes: Uint8Array, subject: string): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw new GraphError(`${subject} holds a string that is not UTF-8.`)
  }
}

/**
 * The tensor of a message, its elements copied out of the file.
 * @param subject how messages name it: `Tensor "weight"`
 * @throws GraphError for external data, segments, unsupported types and data that do not fill the shape.
 */
export function tensorFrom(message: TensorMessage, subject: string): Tensor {
  if (message.dataLocation === 1 || message.externalData.length > 0) {
    const file = message.externalData.find(({ key }) => key === 'location')?.value
    throw new GraphError(
      `${subject} keeps its data outside the file${file === undefined ? '' : `, in "${file}"`}: ` +
        `save the model again with its weights inside.`,
    )
  }
  if (message.segment !== undefined)
    throw new GraphError(`${subject} is stored in segments, which is not supported.`)
  const type = elementType(message.dataType, subject)
  const shape = message.dims.map(Number)
  if (shape.some((size) => size < 0)) throw new GraphError(`${subject} has a negative size: [${shape.join(', ')}].`)
  const size = sizeOf(shape)
  const data =
    message.rawData !== undefined
      ? fromRaw(message.rawData, type, subject, size)
      : fromFields(message, type, subject)
  if (data.length !== size) {
    throw new GraphError(`${subject} of shape [${shape.join(', ')}] needs ${size} elements, found ${data.length}.`)
  }
  return { type, shape, data }
}

function fromRaw(raw: Uint8Array, type: DataType, subject: string, size: number): TensorData {
  if (type === 'string') throw new GraphError(`${subject} stores strings as raw bytes, which ONNX does not allow.`)
  const Storage = storageOf(type)
  if (raw.length !== size * Storage.BYTES_PER_ELEMENT) {
    throw new GraphError(`${subject} needs ${size * Storage.BYTES_PER_ELEMENT} bytes of data, found ${raw.length}.`)
  }
  // Copied: file offsets are seldom aligned for a view, and a view would keep the whole file in memory.
  const data = new Storage(new Uint8Array(raw).buffer)
  return data
}

function fromFields(message: TensorMessage, type: DataType, subject: string): TensorData {
  if (type === 'string') return message.stringData.map((bytes) => textOf(bytes, subject))
  if (type === 'float32') return Float32Array.from(message.floatData)
  if (type === 'float64') return Float64Array.from(message.doubleData)
  if (type === 'int64') return BigInt64Array.from(message.int64Data)
  if (type === 'uint64') return BigUint64Array.from(message.uint64Data)
  if (type === 'uint32') return Uint32Array.from(message.uint64Data, Number)
  return storageOf(type).from(message.int32Data)
}

const encoder = new TextEncoder()
export const bytesOf = (text: string): Uint8Array => encoder.encode(text)

/** The message of a tensor; numbers as raw bytes. */
export function tensorTo(value: Tensor, name?: string): Writable<typeof tensorMessage> {
  const base = { dims: value.shape.map(BigInt), dataType: elementCode(value.type), name }
  if (Array.isArray(value.data)) return { ...base, stringData: value.data.map(bytesOf) }
  const { buffer, byteOffset, byteLength } = value.data
  return { ...base, rawData: new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength) }
}

/** @throws GraphError for values that are not tensors. */
export function valueFrom(message: ValueMessage): ValueInfo {
  const name = message.name ?? ''
  const { type } = message
  if (type === undefined) return { name, type: undefined, shape: undefined }
  for (const kind of ['sequence', 'map', 'sparseTensor', 'optional'] as const) {
    if (type[kind] === undefined) continue
    const kindName = kind === 'sparseTensor' ? 'sparse tensor' : kind
    throw new GraphError(`Value "${name}" is of type ${kindName}: only tensors are supported.`)
  }
  const { tensor } = type
  if (tensor === undefined) return { name, type: undefined, shape: undefined }
  return {
    name,
    type:
      tensor.elementType === undefined || tensor.elementType === 0
        ? undefined
        : elementType(tensor.elementType, `Value "${name}"`),
    shape: tensor.shape?.dimensions.map(({ size, symbol }): Dimension => {
      // Some exporters write -1 for a size that is free.
      if (size !== undefined) return size < 0n ? undefined : Number(size)
      return symbol || undefined
    }),
  }
}

/** The message of a value's name and type. */
export function valueTo({ name, type, shape }: ValueInfo): Writable<typeof valueMessage> {
  if (type === undefined) return { name }
  const dimensions = shape?.map((dimension) => {
    if (typeof dimension === 'number') return { size: BigInt(dimension) }
    return dimension === undefined ? {} : { symbol: dimension }
  })
  return {
    name,
    type: {
      tensor: { elementType: elementCode(type), shape: dimensions === undefined ? undefined : { dimensions } },
    },
  }
}
