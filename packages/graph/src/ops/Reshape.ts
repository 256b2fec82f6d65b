/**
 * Reshape: the same elements in another shape. In `shape` (input 1), 0 copies the size of the input's axis (unless
 * `allowzero`) and one -1 stands for what remains.
 */
import { unknownSizes } from '../axes.ts'
import { intOf, isStatic, type Dimension } from '../graph.ts'
import type { InferContext, Op } from '../op.ts'
import { reshaped } from '../strided.ts'
import { numbersOf, sizeOf } from '../tensor.ts'

export const Reshape: Op = {
  infer: (context) => [{ type: context.input(0).type, shape: shapeOf(context) }],
  evaluate: (context) => {
    const value = context.value(0)
    const shape = shapeOf(context)
    return value !== undefined && isStatic(shape) ? [reshaped(value, shape)] : undefined
  },
  gradient: ({ build, cotangent, shape }) => [build.add('Reshape', [cotangent(0)!, build.indices(shape(0))])],
}

function shapeOf(context: InferContext): readonly Dimension[] | undefined {
  const input = context.input(0).shape
  const given = context.value(1)
  if (given === undefined) {
    const length = context.input(1).shape?.[0]
    return typeof length === 'number' ? unknownSizes(length) : undefined
  }
  const requested = numbersOf(given)
  const copies = intOf(context.node, 'allowzero', 0) === 0
  const shape = requested.map((size, axis): Dimension => {
    if (size === 0 && copies) {
      return input === undefined || axis < input.length
        ? input?.[axis]
        : context.fail(`shape [${requested.join(', ')}] copies axis ${axis}, which the input does not have.`)
    }
    return size === -1 ? undefined : size
  })
  const free = requested.indexOf(-1)
  if (free < 0) {
    if (isStatic(shape) && isStatic(input) && sizeOf(shape) !== sizeOf(input)) misfit(context, requested, input)
    return shape
  }
  return shape.with(free, remaining(context, shape, free, input, requested))
}

/** The size that -1 stands for. Axes that are copied cancel out, so that it is known though the batch size is not. */
function remaining(
  context: InferContext,
  shape: readonly Dimension[],
  free: number,
  input: readonly Dimension[] | undefined,
  requested: readonly number[],
): Dimension {
  if (input === undefined) return undefined
  const others = shape.filter((_, axis) => axis !== free)
  const left = [...input]
  const right: Dimension[] = []
  for (const [at, size] of others.entries()) {
    const axis = at < free ? at : at + 1
    const copied = requested[axis] === 0 || typeof size === 'string'
    const match = copied ? left.indexOf(size, requested[axis] === 0 ? axis - (input.length - left.length) : 0) : -1
    if (match >= 0) left.splice(match, 1)
    else right.push(size)
  }
  if (right.length === 0 && left.length === 1) return left[0]
  if (!isStatic(left) || !isStatic(right)) return undefined
  const size = sizeOf(left) / sizeOf(right)
  return Number.isInteger(size) ? size : misfit(context, requested, input)
}

function misfit(context: InferContext, requested: readonly number[], input: readonly Dimension[]): never {
  return context.fail(
    `an input of shape [${input.map((size) => size ?? '?').join(', ')}] does not fit shape [${requested.join(', ')}].`,
  )
}
