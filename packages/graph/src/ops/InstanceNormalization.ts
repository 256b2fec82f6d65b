/** InstanceNormalization: each channel of each picture standardised over its positions, then scaled and shifted. */
import { algebraOf } from '../algebra.ts'
import { floatOf } from '../graph.ts'
import { axesButChannels, overChannels, standardise, standardisedCotangent, sumOver } from '../normalization.ts'
import type { Op } from '../op.ts'

export const InstanceNormalization: Op = {
  infer: (context) => {
    const { shape } = context.input(0)
    const [channels, scales] = [shape?.[1], context.input(1).shape?.[0]]
    if (typeof channels === 'number' && typeof scales === 'number' && channels !== scales) {
      context.fail(`a scale of ${channels} channels was expected, found ${scales}.`)
    }
    return [context.input(0)]
  },
  gradient: ({ build, node, input, shape, cotangent, wants }) => {
    const dy = cotangent(0)!
    const { mul } = algebraOf(build, dy)
    const rank = shape(0).length
    const axes = axesButChannels(rank)
    const x = standardise(build, input(0), axes.slice(1), floatOf(node, 'epsilon', 1e-5))
    return [
      wants(0) ? standardisedCotangent(build, x, mul(dy, overChannels(build, input(1), rank))) : undefined,
      wants(1) ? sumOver(build, mul(dy, x.normal), axes) : undefined,
      wants(2) ? sumOver(build, dy, axes) : undefined,
    ]
  },
}
