/** Constants rearranged: the content of Transpose, Expand, Slice and their kind where their input is constant. */
import { sizeOf, storageOf, type Tensor } from './tensor.ts'

/** Row-major strides of a shape, in elements. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = shape.map(() => 1)
  let stride = 1
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride
    stride *= shape[axis]!
  }
  return strides
}

/** A tensor of another shape whose elements are chosen by their index in the source. */
export function pick(source: Tensor, shape: readonly number[], indices: ArrayLike<number>): Tensor {
  const size = sizeOf(shape)
  if (source.type === 'string') {
    const data = source.data as string[]
    return { type: 'string', shape: [...shape], data: Array.from({ length: size }, (_, at) => data[indices[at]!]!) }
  }
  // The storage is the same on both sides, so that 64-bit integers and half floats pass through as they are.
  const data = new (storageOf(source.type))(size) as Float32Array
  const from = source.data as Float32Array
  for (let at = 0; at < size; at++) data[at] = from[indices[at]!]!
  return { type: source.type, shape: [...shape], data }
}

/** Source indices of a strided walk: `start + Σ position·stride` for each position of `shape`, in row-major order. */
export function walk(shape: readonly number[], strides: readonly number[], start = 0): Float64Array {
  let indices = new Float64Array([start])
  shape.forEach((size, axis) => {
    const next = new Float64Array(indices.length * size)
    for (let at = 0; at < next.length; at++) {
      next[at] = indices[Math.floor(at / size)]! + (at % size) * strides[axis]!
    }
    indices = next
  })
  return indices
}

/** A tensor whose elements lie in another by strides. */
export function strided(source: Tensor, shape: readonly number[], strides: readonly number[], start = 0): Tensor {
  return pick(source, shape, walk(shape, strides, start))
}

/** The same elements in another shape. */
export function reshaped(source: Tensor, shape: readonly number[]): Tensor {
  return { ...source, shape: [...shape] }
}
