/**
 * GroupNormalization: the channels in `num_groups` groups, each standardised over its channels and positions, then
 * scaled and shifted: by one number a channel (opset 21) or one a group (opset 18).
 */
import { algebraOf } from '../algebra.ts'
import type { Builder } from '../builder.ts'
import { floatOf, intOf } from '../graph.ts'
import { axesButChannels, overChannels, standardise, standardisedCotangent, sumOver } from '../normalization.ts'
import type { GradientContext, Op } from '../op.ts'
import { expanded } from '../reductions.ts'
import { sizeOf } from '../tensor.ts'

export const GroupNormalization: Op = {
  infer: (context) => {
    const groups = intOf(context.node, 'num_groups', 0)
    const channels = context.input(0).shape?.[1]
    if (groups < 1) context.fail('needs the attribute "num_groups", at least 1.')
    if (typeof channels === 'number' && channels % groups !== 0) {
      context.fail(`${channels} channels do not divide into ${groups} groups.`)
    }
    return [context.input(0)]
  },
  gradient: (context) => {
    const { build, node, input, shape, cotangent, wants } = context
    const dy = cotangent(0)!
    const { mul } = algebraOf(build, dy)
    const groups = intOf(node, 'num_groups', 0)
    const size = shape(0)
    const grouped = [size[0]!, groups, sizeOf(size) / size[0]! / groups]
    const reshape = (value: string, to: readonly number[]): string =>
      build.add('Reshape', [value, build.indices(to)])
    const x = standardise(build, reshape(input(0), grouped), [2], floatOf(node, 'epsilon', 1e-5))
    const scale = overChannels(build, perChannel(build, input(1), size[1]!, groups), size.length)
    const g = reshape(mul(dy, scale), grouped)
    return [
      wants(0) ? reshape(standardisedCotangent(build, x, g), size) : undefined,
      wants(1) ? perParameter(context, mul(dy, reshape(x.normal, size)), 1) : undefined,
      wants(2) ? perParameter(context, dy, 2) : undefined,
    ]
  },
}

/** One number a group repeated for each of its channels; as it is where there is one a channel already. */
export function perChannel(build: Builder, vector: string, channels: number, groups: number): string {
  if (build.shape(vector)[0] === channels) return vector
  const column = build.add('Reshape', [vector, build.indices([groups, 1])])
  const table = expanded(build, column, [groups, channels / groups])
  return build.add('Reshape', [table, build.indices([channels])])
}

/** A cotangent summed to one number a channel or a group, as the scale or bias has it. */
function perParameter({ build, shape, node }: GradientContext, value: string, index: number): string {
  const size = shape(0)
  const sums = sumOver(build, value, axesButChannels(size.length))
  if (shape(index)[0] === size[1]) return sums
  const groups = intOf(node, 'num_groups', 0)
  const table = build.add('Reshape', [sums, build.indices([groups, size[1]! / groups])])
  return sumOver(build, table, [1])
}
