/** Transpose: axes in another order, the reverse one unless `perm` tells. */
import { axesOf } from '../axes.ts'
import { ints, intsOf } from '../graph.ts'
import type { InferContext, GradientContext, Op } from '../op.ts'
import { strided, stridesOf } from '../strided.ts'

export const Transpose: Op = {
  infer: (context) => {
    const { type, shape } = context.input(0)
    if (shape === undefined) return [{ type, shape: intsOf(context.node, 'perm')?.map(() => undefined) }]
    return [{ type, shape: order(context, shape.length).map((axis) => shape[axis]) }]
  },
  evaluate: (context) => {
    const value = context.value(0)
    if (value === undefined) return undefined
    const perm = order(context, value.shape.length)
    const strides = stridesOf(value.shape)
    return [
      strided(
        value,
        perm.map((axis) => value.shape[axis]!),
        perm.map((axis) => strides[axis]!),
      ),
    ]
  },
  gradient: (context) => {
    const perm = order(context, context.shape(0).length)
    const inverse = perm.map((_, axis) => perm.indexOf(axis))
    return [context.build.add('Transpose', [context.cotangent(0)!], { perm: ints(inverse) })]
  },
}

function order(context: InferContext | GradientContext, rank: number): readonly number[] {
  const perm = intsOf(context.node, 'perm') ?? Array.from({ length: rank }, (_, axis) => rank - 1 - axis)
  if (perm.length !== rank) context.fail(`perm [${perm.join(', ')}] should order all ${rank} axes of the input.`)
  return axesOf(context, perm, rank)
}
