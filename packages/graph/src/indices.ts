/**
 * Indices that are known only when the graph runs.
 *
 * WebGPU has no arithmetic, comparisons or reshapes of int64, but it gathers by int64. So indices become floats by
 * gathering from a constant ramp (exact below 2^24), and what scatters elsewhere is a product with a mask of zeros and
 * ones here: 1 where an index equals the number of a place.
 */
import { algebraOf } from './algebra.ts'
import type { Builder } from './builder.ts'
import { int } from './graph.ts'
import { elementCode } from './onnx/tensors.ts'
import { sizeOf, tensor } from './tensor.ts'

/** Whether an index, perhaps negative, names one of `size` elements. */
export function isIndex(index: number, size: number): boolean {
  return index >= -size && index < size
}

/** A value in the type of another. */
export function castLike(build: Builder, value: string, like: string): string {
  return build.add('Cast', [value], { to: int(elementCode(build.type(like).type ?? 'float32')) })
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, at) => from + at)

/** Indices into an axis as float32, counted from 0 where they were negative; of the same shape. */
export function placesOf(build: Builder, indices: string, size: number): string {
  return build.add('Gather', [build.constant(tensor('float32', [size], range(0, size)), 'ramp'), indices], {
    axis: int(0),
  })
}

/**
 * 1 where a place equals the number of its position on an axis, else 0, in the float type of `like`.
 * @param places float32 numbers from 0
 * @param shape of the axis' positions, `size` at one axis and 1 elsewhere; broadcasts with the places
 */
export function placeMask(build: Builder, places: string, shape: readonly number[], like: string): string {
  const size = sizeOf(shape)
  return castLike(
    build,
    build.add('Equal', [places, build.constant(tensor('float32', shape, range(0, size)))]),
    like,
  )
}

/** The matrix [size, places] with a 1 where the column's place is the row's number, else 0, in the type of `like`. */
export function placeMatrix(build: Builder, places: string, size: number, like: string): string {
  const row = build.add('Reshape', [places, build.indices([1, sizeOf(build.shape(places))])])
  return placeMask(build, row, [size, 1], like)
}

/**
 * Adds each element of `values` to the place of its line along `axis` that its index names: the adjoint of
 * GatherElements, as a sum over values times mask. Memory grows with the size of the axis.
 * @param indices of the shape of `values`; on other axes than `axis` it may be smaller than `shape`
 * @param shape of the result
 */
export function scatterElements(
  build: Builder,
  values: string,
  indices: string,
  axis: number,
  shape: readonly number[],
): string {
  const from = build.shape(values)
  const size = shape[axis]!
  // [.., k, ..] → [.., 1, k, ..], so that the numbers of the axis stand before it.
  const apart = build.indices(from.toSpliced(axis, 0, 1))
  const numbers = [...from, 1].map((_, other) => (other === axis ? size : 1))
  const places = build.add('Reshape', [placesOf(build, indices, size), apart])
  const mask = placeMask(build, places, numbers, values)
  const spread = build.add('Mul', [build.add('Reshape', [values, apart]), mask])
  const summed = build.add('ReduceSum', [spread, build.indices([axis + 1])], { keepdims: int(0) })
  const missing = shape.map((whole, other) => (other === axis ? 0 : whole - from[other]!))
  if (missing.every((count) => count === 0)) return summed
  return build.add('Pad', [summed, build.indices([...shape.map(() => 0), ...missing])])
}

/**
 * The places, in row-major order of [..batch, ..sizes], that index tuples name, as float32.
 * @param indices [..batch, .., sizes.length], negative ones counting from the end
 */
export function flatPlaces(
  build: Builder,
  indices: string,
  sizes: readonly number[],
  batch: readonly number[],
): string {
  const lead = build.shape(indices).slice(0, -1)
  const { add, mul, positive } = algebraOf(build, build.scalar(0))
  // One table for all axes keeps the sign of each index: −1 is gathered from the end of the table.
  const most = Math.max(...sizes)
  const table = build.constant(tensor('float32', [2 * most], [...range(0, most), ...range(-most, 0)]), 'table')
  const signed = build.add('Gather', [table, indices], { axis: int(0) })
  const counted = add(signed, mul(positive(mul(-1, signed)), row(sizes)))
  const strides = sizes.map((_, axis) => sizeOf(sizes.slice(axis + 1)))
  const flat = build.add('ReduceSum', [mul(counted, row(strides)), build.indices([lead.length])])
  if (batch.length === 0) return flat
  // Each batch has its own block of places.
  const offsets = range(0, sizeOf(batch)).map((at) => at * sizeOf(sizes))
  const shape = [...batch, ...lead.slice(batch.length).map(() => 1), 1]
  return add(flat, build.constant(tensor('float32', shape, offsets)))

  function row(values: readonly number[]): string {
    return build.constant(tensor('float32', [values.length], values))
  }
}
