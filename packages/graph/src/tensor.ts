/**
 * Tensors as plain data: an element type, a shape, and a typed array in row-major order.
 *
 * `bool` is stored as one byte an element, `float16` and `bfloat16` as their 16 bits, 64-bit integers as
 * bigints (ONNX keeps shapes and indices in int64).
 */
import { fromBrain, fromHalf, toBrain, toHalf } from './half.ts'

/** Element types, by the names ONNX Runtime's JavaScript API uses. */
export type DataType =
  | 'float32'
  | 'float64'
  | 'float16'
  | 'bfloat16'
  | 'int8'
  | 'uint8'
  | 'int16'
  | 'uint16'
  | 'int32'
  | 'uint32'
  | 'int64'
  | 'uint64'
  | 'bool'
  | 'string'

/** Storage of a tensor's elements. */
export type TensorData =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | string[]

/** A constant tensor: `data.length` is the product of `shape`. */
export interface Tensor {
  readonly type: DataType
  readonly shape: readonly number[]
  readonly data: TensorData
}

const storage = {
  float32: Float32Array,
  float64: Float64Array,
  float16: Uint16Array,
  bfloat16: Uint16Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
  bool: Uint8Array,
} as const satisfies Record<Exclude<DataType, 'string'>, unknown>

/** The typed array that stores a numeric type. */
export function storageOf<T extends Exclude<DataType, 'string'>>(type: T): (typeof storage)[T] {
  return storage[type]
}

/** Number of elements of a shape; 1 for a scalar (`[]`). */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, dimension) => product * dimension, 1)
}

/** Whether gradients can flow through values of this type. */
export function isFloat(type: DataType | undefined): boolean {
  return type === 'float32' || type === 'float64' || type === 'float16'
}

/**
 * A tensor from numbers: `tensor('float32', [2, 2], [1, 2, 3, 4])`; a single number fills the shape.
 * @throws RangeError when the number of elements does not fit the shape.
 */
export function tensor(
  type: Exclude<DataType, 'string'>,
  shape: readonly number[],
  values: ArrayLike<number> | number,
): Tensor {
  const size = sizeOf(shape)
  const length = typeof values === 'number' ? size : values.length
  if (length !== size) {
    throw new RangeError(`A tensor of shape [${shape.join(', ')}] holds ${size} elements, found ${length}.`)
  }
  const at = typeof values === 'number' ? () => values : (index: number) => values[index]!
  if (type === 'int64' || type === 'uint64') {
    const data = new (storageOf(type))(size)
    for (let index = 0; index < size; index++) data[index] = BigInt(at(index))
    return { type, shape: [...shape], data }
  }
  const bits = type === 'float16' ? toHalf : type === 'bfloat16' ? toBrain : (value: number) => value
  const data = new (storageOf(type))(size) as Float32Array
  for (let index = 0; index < size; index++) data[index] = bits(at(index))
  return { type, shape: [...shape], data }
}

/** The elements of a numeric tensor as JavaScript numbers (int64 beyond 2^53 loses its last bits). */
export function numbersOf(value: Tensor): number[] {
  const number = value.type === 'float16' ? fromHalf : value.type === 'bfloat16' ? fromBrain : Number
  return Array.from(value.data as ArrayLike<number>, (element) => number(element))
}
