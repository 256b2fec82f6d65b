/** Indices that are known only when the graph runs, as matrices of zeros and ones. */
import type { Builder } from './builder.ts'
import { int } from './graph.ts'
import { sizeOf, tensor } from './tensor.ts'

/** Whether an index, perhaps negative, names one of `size` elements. */
export function isIndex(index: number, size: number): boolean {
  return index >= -size && index < size
}

/** ONNX's numbers of the element types. */
const ELEMENT_TYPES = { float32: 1, float16: 10, float64: 11 } as const

/** The number that Cast knows a value's float type by. */
export function elementType(build: Builder, like: string): number {
  return ELEMENT_TYPES[build.type(like).type as keyof typeof ELEMENT_TYPES] ?? ELEMENT_TYPES.float32
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
  const narrow = build.add('Cast', [indices], { to: int(6) })
  const range = (start: number): string =>
    build.constant(tensor('int32', numbers, Array.from({ length: size }, (_, at) => start + at)))
  const cast = (value: string): string => build.add('Cast', [value], { to: int(elementType(build, like)) })
  // An index equals its number, or the number minus the size where it counts from the end.
  const forward = cast(build.add('Equal', [narrow, range(0)]))
  const backward = cast(build.add('Equal', [narrow, range(-size)]))
  return build.add('Add', [forward, backward])
}
