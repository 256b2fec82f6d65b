/**
 * DequantizeLinear: y = (x − zero point) · scale, with one scale for the tensor, one for each place along `axis`, or
 * one for each `block_size` places along it.
 *
 * The scale has a gradient, taken as dy · y / scale so that no integers are computed with.
 */
import { algebraOf } from '../algebra.ts'
import { axisOf } from '../axes.ts'
import { plainNumbers } from '../casts.ts'
import { toHalf } from '../half.ts'
import { intOf } from '../graph.ts'
import type { InferContext, Op } from '../op.ts'
import { stridesOf } from '../strided.ts'
import type { Tensor } from '../tensor.ts'

export const DequantizeLinear: Op = {
  infer: (context) => [{ type: context.input(1).type, shape: context.input(0).shape }],
  evaluate: (context) => {
    const [x, scale] = [context.value(0), context.value(1)]
    const zero = context.optional(2) === undefined ? 'none' : context.value(2)
    if (x === undefined || scale === undefined || zero === undefined) return undefined
    if (scale.type !== 'float32' && scale.type !== 'float16') return undefined
    return [dequantised(context, x, scale, zero === 'none' ? undefined : zero)]
  },
  gradient: (context) => {
    const { build, input, output, cotangent, shape, node, fail } = context
    if (intOf(node, 'block_size', 0) !== 0) return fail('its gradient with blocks is not supported.')
    const { mul, div } = algebraOf(build, output(0))
    const scales = shape(1)
    const rank = shape(0).length
    const axis = scales.length === 0 ? -1 : axisOf(context, intOf(node, 'axis', 1), rank)
    const axes = shape(0).flatMap((_, other) => (other === axis ? [] : [other]))
    const parts = mul(cotangent(0)!, output(0))
    const sums = axes.length === 0 ? parts : build.add('ReduceSum', [parts, build.indices(axes)])
    return [undefined, div(build.add('Reshape', [sums, build.indices(scales)]), input(1))]
  },
}

function dequantised(context: InferContext, x: Tensor, scale: Tensor, zero: Tensor | undefined): Tensor {
  const rank = x.shape.length
  const [numbers, scales] = [plainNumbers(x), plainNumbers(scale)]
  const zeros = zero && plainNumbers(zero)
  const result = new Float32Array(numbers.length)
  const place = scaleIndex(context, x.shape, scale.shape, rank)
  for (let index = 0; index < result.length; index++) {
    const at = place(index)
    result[index] = (numbers[index]! - (zeros?.[at] ?? 0)) * scales[at]!
  }
  const data = scale.type === 'float16' ? Uint16Array.from(result, toHalf) : result
  return { type: scale.type, shape: x.shape, data }
}

/** Which scale belongs to an element. */
function scaleIndex(
  context: InferContext,
  shape: readonly number[],
  scales: readonly number[],
  rank: number,
): (index: number) => number {
  if (scales.length === 0 || (scales.length === 1 && scales[0] === 1)) return () => 0
  const axis = axisOf(context, intOf(context.node, 'axis', 1), rank)
  const stride = stridesOf(shape)[axis]!
  const size = shape[axis]!
  if (scales.length === 1) {
    if (scales[0] !== size) context.fail(`${size} scales were expected for axis ${axis}, found ${scales[0]}.`)
    return (index) => Math.floor(index / stride) % size
  }
  const block = intOf(context.node, 'block_size', 0)
  const blocks = scales[axis]!
  if (block < 1 || blocks !== Math.ceil(size / block)) {
    context.fail(`scales of shape [${scales.join(', ')}] do not fit blocks of ${block} on axis ${axis}.`)
  }
  return (index) => {
    const along = Math.floor(index / stride) % size
    return (Math.floor(index / stride / size) * blocks + Math.floor(along / block)) * stride + (index % stride)
  }
}
