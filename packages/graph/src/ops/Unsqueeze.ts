/** Unsqueeze: axes of size 1 put in; `axes` (input 1) are positions in the result. */
import { attributesToInputs, axesOf, integersOf, unknownSizes } from '../axes.ts'
import { isStatic, type Dimension } from '../graph.ts'
import type { InferContext, Op } from '../op.ts'
import { reshaped } from '../strided.ts'

export const Unsqueeze: Op = {
  infer: (context) => [{ type: context.input(0).type, shape: shapeOf(context) }],
  evaluate: (context) => {
    const value = context.value(0)
    const shape = shapeOf(context)
    return value !== undefined && isStatic(shape) ? [reshaped(value, shape)] : undefined
  },
  gradient: ({ build, cotangent, shape }) => [build.add('Reshape', [cotangent(0)!, build.indices(shape(0))])],
  upgrade: (context) => (context.opset < 13 ? attributesToInputs(context, ['axes']) : [context.node]),
}

function shapeOf(context: InferContext): readonly Dimension[] | undefined {
  const { shape } = context.input(0)
  const given = integersOf(context.value(1))
  const count = given?.length ?? context.input(1).shape?.[0]
  if (shape === undefined || typeof count !== 'number') return undefined
  const rank = shape.length + count
  if (given === undefined) return unknownSizes(rank)
  const axes = axesOf(context, given, rank)
  const rest = [...shape]
  return Array.from({ length: rank }, (_, axis) => (axes.includes(axis) ? 1 : rest.shift()))
}
