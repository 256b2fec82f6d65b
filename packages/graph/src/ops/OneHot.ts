/** OneHot: for each index a vector of `depth` elements along a new axis, off everywhere but on at the index; values are [off, on]. */
import { axisOf } from '../axes.ts'
import { algebraOf } from '../algebra.ts'
import { int, intOf } from '../graph.ts'
import { placeMask, placesOf } from '../indices.ts'
import type { GradientContext, InferContext, Op } from '../op.ts'
import { numbersOf } from '../tensor.ts'

export const OneHot: Op = {
  infer: (context) => {
    const { type } = context.input(2)
    const { shape } = context.input(0)
    if (shape === undefined) return [{ type, shape }]
    const depth = context.value(1)
    return [{ type, shape: shape.toSpliced(axis(context, shape.length + 1), 0, depth && numbersOf(depth)[0]) }]
  },
  gradient: (context) => {
    if (!context.wants(2)) return []
    const { build } = context
    const dy = context.cotangent(0)!
    const shape = context.outputShape(0)
    const at = axis(context, shape.length)
    const numbers = shape.map((size, other) => (other === at ? size : 1))
    const places = placesOf(build, context.input(0), shape[at]!)
    const on = placeMask(build, build.add('Reshape', [places, build.indices(shape.with(at, 1))]), numbers, dy)
    const { mul, sub } = algebraOf(build, dy)
    const axes = build.indices(shape.map((_, other) => other))
    const sum = (value: string): string =>
      build.add('Reshape', [build.add('ReduceSum', [value, axes]), build.indices([1])])
    const cotangents = [sum(mul(dy, sub(1, on))), sum(mul(dy, on))]
    return [undefined, undefined, build.add('Concat', cotangents, { axis: int(0) })]
  },
}

function axis(context: InferContext | GradientContext, rank: number): number {
  return axisOf(context, intOf(context.node, 'axis', -1), rank)
}
