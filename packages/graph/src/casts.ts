/** Conversion of constants between element types, as ONNX's Cast does it. */
import { fromBrain, fromHalf, toBrain, toHalf } from './half.ts'
import { int, type Attributes } from './graph.ts'
import { elementCode } from './onnx/tensors.ts'
import { storageOf, type DataType, type Tensor } from './tensor.ts'

/**
 * A tensor converted to another type; undefined where the conversion is not done here: strings, and numbers that do
 * not fit the integers asked for, for which ONNX leaves the result open.
 */
export function cast(value: Tensor, type: DataType): Tensor | undefined {
  if (value.type === type) return value
  if (value.type === 'string' || type === 'string') return undefined
  const numbers = plainNumbers(value)
  const { shape } = value
  if (type === 'bool') return { type, shape, data: Uint8Array.from(numbers, (number) => Number(number !== 0)) }
  if (type === 'float16') return { type, shape, data: Uint16Array.from(numbers, toHalf) }
  if (type === 'bfloat16') return { type, shape, data: Uint16Array.from(numbers, toBrain) }
  if (type === 'float32') return { type, shape, data: Float32Array.from(numbers) }
  if (type === 'float64') return { type, shape, data: Float64Array.from(numbers) }
  const [low, high] = range[type]
  const whole = new Float64Array(numbers.length)
  for (let index = 0; index < numbers.length; index++) {
    const number = Math.trunc(numbers[index]!)
    if (!(number >= low && number <= high)) return undefined
    whole[index] = number
  }
  if (type === 'int64') return { type, shape, data: BigInt64Array.from(whole, BigInt) }
  if (type === 'uint64') return { type, shape, data: BigUint64Array.from(whole, BigInt) }
  return { type, shape, data: storageOf(type).from(whole) }
}

const SAFE = Number.MAX_SAFE_INTEGER

/** 64-bit integers only as far as numbers hold them exactly. */
const range = {
  int8: [-128, 127],
  uint8: [0, 255],
  int16: [-32_768, 32_767],
  uint16: [0, 65_535],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  uint32: [0, 2 ** 32 - 1],
  int64: [-SAFE, SAFE],
  uint64: [0, SAFE],
} as const

/** The elements as numbers, whatever they are stored as. */
export function plainNumbers(value: Tensor): ArrayLike<number> {
  const { data, type } = value
  if (type === 'float16') return Float32Array.from(data as Uint16Array, fromHalf)
  if (type === 'bfloat16') return Float32Array.from(data as Uint16Array, fromBrain)
  if (type === 'int64' || type === 'uint64') return Float64Array.from(data as BigInt64Array, Number)
  return data as Float32Array
}

/** The attribute `to` of a Cast. */
export const castTo = (type: DataType): Attributes => ({ to: int(elementCode(type)) })
