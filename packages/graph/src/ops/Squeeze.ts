/** Squeeze: axes of size 1 taken out, those in `axes` (input 1) or all of them. */
import { attributesToInputs, axesOf, has, integersOf, unknownSizes } from '../axes.ts'
import { isStatic, type Dimension } from '../graph.ts'
import type { InferContext, Op } from '../op.ts'
import { reshaped } from '../strided.ts'

export const Squeeze: Op = {
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
  if (shape === undefined) return undefined
  if (!has(context.node, 1)) return isStatic(shape) ? shape.filter((size) => size !== 1) : undefined
  const given = integersOf(context.value(1))
  if (given === undefined) {
    const count = context.input(1).shape?.[0]
    return typeof count === 'number' ? unknownSizes(shape.length - count) : undefined
  }
  const axes = axesOf(context, given, shape.length)
  for (const axis of axes) {
    const size = shape[axis]
    if (typeof size === 'number' && size !== 1) context.fail(`axis ${axis} should have size 1, found ${size}.`)
  }
  return shape.filter((_, axis) => !axes.includes(axis))
}
