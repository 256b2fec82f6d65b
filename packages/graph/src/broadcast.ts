/** Broadcasting (ONNX's multidirectional rule): shapes forward, sums backward. */
import type { Builder } from './builder.ts'
import { int, type Dimension } from './graph.ts'

/**
 * The shape to which shapes broadcast; undefined when the rank of one is unknown.
 * @throws RangeError when two sizes differ and neither is 1.
 */
export function broadcastShapes(
  ...shapes: readonly (readonly Dimension[] | undefined)[]
): readonly Dimension[] | undefined {
  let result: readonly Dimension[] = []
  for (const shape of shapes) {
    if (shape === undefined) return undefined
    const rank = Math.max(result.length, shape.length)
    const left = result
    result = Array.from({ length: rank }, (_, axis) =>
      broadcastDimension(at(left, axis - (rank - left.length)), at(shape, axis - (rank - shape.length))),
    )
  }
  return result
}

function at(shape: readonly Dimension[], axis: number): Dimension {
  return axis < 0 ? 1 : shape[axis]
}

function broadcastDimension(left: Dimension, right: Dimension): Dimension {
  if (left === 1) return right
  if (right === 1) return left
  if (left === right) return left
  if (typeof left === 'number' && typeof right === 'number') {
    throw new RangeError(`Sizes ${left} and ${right} do not broadcast: they must be equal, or one of them 1.`)
  }
  // One is a number above 1 and the other a symbol: the symbol can only stand for that number.
  return typeof left === 'number' ? left : typeof right === 'number' ? right : undefined
}

/** Sums a cotangent of a broadcast result back to the shape of one operand. */
export function sumTo(build: Builder, cotangent: string, shape: readonly number[]): string {
  const from = build.shape(cotangent)
  const lead = from.length - shape.length
  const axes = from.flatMap((size, axis) => (axis < lead || (shape[axis - lead] === 1 && size !== 1) ? [axis] : []))
  if (axes.length === 0) return cotangent
  const summed = build.add('ReduceSum', [cotangent, build.indices(axes)], { keepdims: int(1) })
  return lead === 0 ? summed : build.add('Reshape', [summed, build.indices(shape)])
}
