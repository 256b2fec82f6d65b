/**
 * LayerNormalization: x standardised over the axes from `axis` on, then scaled and, where a bias is given, shifted.
 * The mean and the inverse deviation are outputs 1 and 2 where they are asked for.
 */
import { algebraOf } from '../algebra.ts'
import { axisOf } from '../axes.ts'
import { sumTo } from '../broadcast.ts'
import { floatOf, intOf } from '../graph.ts'
import { standardise, standardisedCotangent } from '../normalization.ts'
import type { Op } from '../op.ts'
import { sizeOf } from '../tensor.ts'

export const LayerNormalization: Op = {
  infer: (context) => {
    const x = context.input(0)
    if (x.shape === undefined)
      return [x, { type: 'float32', shape: undefined }, { type: 'float32', shape: undefined }]
    const first = axisOf(context, intOf(context.node, 'axis', -1), x.shape.length)
    const statistics = { type: 'float32', shape: x.shape.map((size, axis) => (axis < first ? size : 1)) } as const
    return [x, statistics, statistics]
  },
  gradient: (context) => {
    const { build, node, input, shape, cotangent, wants } = context
    const rank = shape(0).length
    const first = axisOf(context, intOf(node, 'axis', -1), rank)
    const axes = Array.from({ length: rank - first }, (_, index) => first + index)
    const x = standardise(build, input(0), axes, floatOf(node, 'epsilon', 1e-5))
    const { add, mul, div, sub } = algebraOf(build, input(0))
    const [dy, dMean, dInverse] = [cotangent(0), cotangent(1), cotangent(2)]
    const count = sizeOf(shape(0).slice(first))
    const parts: string[] = []
    if (dy !== undefined) parts.push(standardisedCotangent(build, x, mul(dy, input(1))))
    // ∂μ/∂x = 1/n; ∂(σ² + ε)^(−1/2)/∂x = −(x − μ) (σ² + ε)^(−3/2) / n
    if (dMean !== undefined) parts.push(div(add(dMean, mul(x.centred, 0)), count))
    if (dInverse !== undefined) {
      const cubed = mul(mul(x.inverse, x.inverse), dInverse)
      parts.push(sub(0, div(mul(mul(cubed, x.inverse), x.centred), count)))
    }
    return [
      wants(0) ? parts.reduce((sum, part) => add(sum, part)) : undefined,
      wants(1) && dy !== undefined ? sumTo(build, mul(dy, x.normal), shape(1)) : undefined,
      wants(2) && dy !== undefined ? sumTo(build, dy, shape(2)) : undefined,
    ]
  },
}
