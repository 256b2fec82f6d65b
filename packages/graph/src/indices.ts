/** Indices that are known only when the graph runs, as matrices of zeros and ones. */
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

/**
 * The matrix [size, indices] with a 1 where the column's index is the row's number, else 0, in the float type of
 * `like`. Indices may be negative. Comparisons are made in int32, which every provider has.
 */
export function indexMatrix(build: Builder, indices: string, size: number, like: string): string {
  const row = build.add('Reshape', [indices, build.indices([1, sizeOf(build.shape(indices))])])
  return indexMask(build, row, size, [size, 1], like)
}

/**
 * 1 where an index, counted from 0, equals the number of its place on the axis of `numbers` (the shape of the numbers
 * 0 to size - 1, which broadcasts with the indices).
 */
export function indexMask(
  build: Builder,
  indices: string,
  size: number,
  numbers: readonly number[],
  like: string,
): string {
  const narrow = build.add('Cast', [indices], { to: int(elementCode('int32')) })
  const range = (start: number): string =>
    build.constant(tensor('int32', numbers, Array.from({ length: size }, (_, at) => start + at)))
  const cast = (value: string): string => castLike(build, value, like)
  // An index equals its number, or the number minus the size where it counts from the end.
  const forward = cast(build.add('Equal', [narrow, range(0)]))
  const backward = cast(build.add('Equal', [narrow, range(-size)]))
  return build.add('Add', [forward, backward])
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
  const mask = indexMask(build, build.add('Reshape', [indices, apart]), size, numbers, values)
  const spread = build.add('Mul', [build.add('Reshape', [values, apart]), mask])
  const summed = build.add('ReduceSum', [spread, build.indices([axis + 1])], { keepdims: int(0) })
  const missing = shape.map((whole, other) => (other === axis ? 0 : whole - from[other]!))
  if (missing.every((count) => count === 0)) return summed
  return build.add('Pad', [summed, build.indices([...shape.map(() => 0), ...missing])])
}

/**
 * The numbers, in row-major order of [..batch, ..sizes], of the places that index tuples name.
 * @param indices [..batch, .., sizes.length], negative ones counting from the end
 */
export function flatIndices(
  build: Builder,
  indices: string,
  sizes: readonly number[],
  batch: readonly number[],
): string {
  const places = build.shape(indices).slice(0, -1)
  const last = build.indices([places.length])
  let flat: string | undefined
  const narrow = build.add('Cast', [indices], { to: int(elementCode('int32')) })
  const scalar = (value: number): string => build.constant(tensor('int32', [], [value]))
  sizes.forEach((size, axis) => {
    const column = build.add('Slice', [narrow, build.indices([axis]), build.indices([axis + 1]), last])
    const isNegative = build.add('Less', [column, scalar(0)])
    const index = build.add('Where', [isNegative, build.add('Add', [column, scalar(size)]), column])
    flat = flat === undefined ? index : build.add('Add', [build.add('Mul', [flat, scalar(size)]), index])
  })
  if (flat === undefined || batch.length === 0) return flat ?? indices
  // Each batch has its own block of numbers.
  const block = sizeOf(sizes)
  const offsets = Array.from({ length: sizeOf(batch) }, (_, at) => at * block)
  const shape = [...batch, ...places.slice(batch.length).map(() => 1), 1]
  return build.add('Add', [flat, build.constant(tensor('int32', shape, offsets))])
}
