/** Flatten: a matrix whose rows are the axes before `axis` (1 unless told) and whose columns are the rest. */
import { intOf, isStatic, type Dimension } from '../graph.ts'
import type { InferContext, Op } from '../op.ts'
import { reshaped } from '../strided.ts'
import { sizeOf } from '../tensor.ts'

export const Flatten: Op = {
  infer: (context) => [{ type: context.input(0).type, shape: shapeOf(context) }],
  evaluate: (context) => {
    const value = context.value(0)
    const shape = shapeOf(context)
    return value !== undefined && isStatic(shape) ? [reshaped(value, shape)] : undefined
  },
  gradient: ({ build, cotangent, shape }) => [build.add('Reshape', [cotangent(0)!, build.indices(shape(0))])],
}

function shapeOf(context: InferContext): readonly Dimension[] {
  const { shape } = context.input(0)
  if (shape === undefined) return [undefined, undefined]
  const axis = intOf(context.node, 'axis', 1)
  if (Math.abs(axis) > shape.length) context.fail(`axis ${axis} is outside of the input's ${shape.length} axes.`)
  const split = axis < 0 ? axis + shape.length : axis
  return [product(shape.slice(0, split)), product(shape.slice(split))]
}

function product(shape: readonly Dimension[]): Dimension {
  if (isStatic(shape)) return sizeOf(shape)
  const sizes = shape.filter((size) => size !== 1)
  return sizes.length === 1 ? sizes[0] : undefined
}
