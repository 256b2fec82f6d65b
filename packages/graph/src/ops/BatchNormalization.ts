/**
 * BatchNormalization: each channel shifted by a mean and divided by a deviation, then scaled and shifted.
 *
 * Inputs X, scale, B, mean, var. In inference the statistics are those inputs; with `training_mode` they are X's own
 * over all axes but the channels', and outputs 1 and 2 are the running statistics,
 * input · momentum + current · (1 − momentum).
 */
import { algebraOf } from '../algebra.ts'
import { floatOf, intOf, int, type Node } from '../graph.ts'
import {
  axesButChannels,
  inverseDeviation,
  overChannels,
  standardise,
  standardisedCotangent,
  sumOver,
} from '../normalization.ts'
import type { Cotangents, GradientContext, Op } from '../op.ts'
import { sizeOf } from '../tensor.ts'

export const BatchNormalization: Op = {
  infer: (context) => {
    const x = context.input(0)
    const channels = x.shape?.[1]
    for (let index = 1; index < 5; index++) {
      const found = context.input(index).shape?.[0]
      if (typeof channels === 'number' && typeof found === 'number' && channels !== found) {
        context.fail(`input ${index} should have one number for each of ${channels} channels, found ${found}.`)
      }
    }
    return [x, context.input(3), context.input(4)]
  },
  gradient: (context) => (isTraining(context.node) ? trainingGradient(context) : inferenceGradient(context)),
  upgrade: ({ node, opset, fail }) => {
    if (opset >= 14) return [node]
    const { spatial, ...attributes } = node.attributes
    if (spatial?.kind === 'int' && spatial.value === 0) fail('spatial = 0 is not supported.')
    if (node.outputs.length === 1) return [{ ...node, attributes }]
    // Training had five outputs, of which the last two ("saved") served its own gradient.
    return [{ ...node, outputs: node.outputs.slice(0, 3), attributes: { ...attributes, training_mode: int(1) } }]
  },
}

const isTraining = (node: Node): boolean => intOf(node, 'training_mode', 0) === 1
const epsilonOf = (node: Node): number => floatOf(node, 'epsilon', 1e-5)

function inferenceGradient({ build, node, input, shape, cotangent, wants }: GradientContext): Cotangents {
  const dy = cotangent(0)!
  const rank = shape(0).length
  const axes = axesButChannels(rank)
  const { mul, neg, sub } = algebraOf(build, input(0))
  const inverse = inverseDeviation(build, input(4), epsilonOf(node))
  const factor = mul(input(1), inverse)
  const sum = (): string => sumOver(build, dy, axes)
  const correlation = (): string =>
    sumOver(build, mul(dy, sub(input(0), overChannels(build, input(3), rank))), axes)
  return [
    wants(0) ? mul(dy, overChannels(build, factor, rank)) : undefined,
    wants(1) ? mul(correlation(), inverse) : undefined,
    wants(2) ? sum() : undefined,
    wants(3) ? neg(mul(sum(), factor)) : undefined,
    wants(4) ? mul(mul(correlation(), mul(factor, mul(inverse, inverse))), -0.5) : undefined,
  ]
}

function trainingGradient({ build, node, input, shape, cotangent, wants }: GradientContext): Cotangents {
  const rank = shape(0).length
  const axes = axesButChannels(rank)
  const count = sizeOf(axes.map((axis) => shape(0)[axis]!))
  const momentum = floatOf(node, 'momentum', 0.9)
  const { add, mul } = algebraOf(build, input(0))
  const x = standardise(build, input(0), axes, epsilonOf(node))
  const [dy, dMean, dVariance] = [cotangent(0), cotangent(1), cotangent(2)]
  const parts: string[] = []
  if (dy !== undefined) {
    parts.push(standardisedCotangent(build, x, mul(dy, overChannels(build, input(1), rank))))
  }
  const share = (1 - momentum) / count
  if (dMean !== undefined) parts.push(mul(overChannels(build, dMean, rank), share))
  if (dVariance !== undefined) {
    parts.push(mul(mul(overChannels(build, dVariance, rank), 2 * share), x.centred))
  }
  const dx = parts.reduce<string | undefined>((sum, part) => (sum === undefined ? part : add(part, sum)), undefined)
  const alone = dy === undefined && dVariance === undefined && dx !== undefined
  return [
    // A mean's cotangent alone has the shape of the statistics and is broadcast.
    wants(0) ? (alone ? add(mul(x.centred, 0), dx) : dx) : undefined,
    wants(1) && dy !== undefined ? sumOver(build, mul(dy, x.normal), axes) : undefined,
    wants(2) && dy !== undefined ? sumOver(build, dy, axes) : undefined,
    wants(3) && dMean !== undefined ? mul(dMean, momentum) : undefined,
    wants(4) && dVariance !== undefined ? mul(dVariance, momentum) : undefined,
  ]
}
