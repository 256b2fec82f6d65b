/** Expand: broadcast to the shape in input 1 (a size there may also be 1: the larger one holds). */
import { unknownSizes } from '../axes.ts'
import { broadcastShapes, sumTo } from '../broadcast.ts'
import { isStatic, type Dimension } from '../graph.ts'
import type { InferContext, Op } from '../op.ts'
import { strided, stridesOf } from '../strided.ts'
import { numbersOf } from '../tensor.ts'

export const Expand: Op = {
  infer: (context) => [{ type: context.input(0).type, shape: shapeOf(context) }],
  evaluate: (context) => {
    const value = context.value(0)
    const shape = shapeOf(context)
    if (value === undefined || !isStatic(shape) || context.value(1) === undefined) return undefined
    const lead = shape.length - value.shape.length
    const own = stridesOf(value.shape)
    return [
      strided(
        value,
        shape,
        shape.map((_, axis) => (axis < lead || value.shape[axis - lead] === 1 ? 0 : own[axis - lead]!)),
      ),
    ]
  },
  gradient: ({ build, cotangent, shape }) => [sumTo(build, cotangent(0)!, shape(0))],
}

function shapeOf(context: InferContext): readonly Dimension[] | undefined {
  const { shape } = context.input(0)
  const given = context.value(1)
  if (given === undefined) {
    const length = context.input(1).shape?.[0]
    if (typeof length !== 'number' || shape === undefined) return undefined
    return unknownSizes(Math.max(length, shape.length))
  }
  try {
    return broadcastShapes(shape, numbersOf(given))
  } catch (error) {
    return context.fail(error instanceof RangeError ? error.message : String(error))
  }
}
