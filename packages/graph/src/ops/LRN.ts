/**
 * LRN (Krizhevsky et al., 2012): y = x / s^β, s = bias + α/n · the sum of squares over a window of n neighbouring
 * channels, of which ⌊(n−1)/2⌋ come before.
 *
 * dx = dy s^−β − 2αβ x ⟨dy x s^(−β−1)⟩, where ⟨·⟩ is the mean over the channels whose windows hold this one: the same
 * window mirrored. Means over channels are average pools over [N, 1, C, H·W].
 */
import { algebraOf } from '../algebra.ts'
import type { Builder } from '../builder.ts'
import { floatOf, intOf, ints } from '../graph.ts'
import type { Op } from '../op.ts'
import { sizeOf } from '../tensor.ts'

export const LRN: Op = {
  infer: (context) => {
    if (intOf(context.node, 'size', 0) < 1) context.fail('needs the attribute "size", at least 1.')
    return [context.input(0)]
  },
  gradient: ({ build, node, input, cotangent }) => {
    const x = input(0)
    const dy = cotangent(0)!
    const [alpha, beta, bias] = [
      floatOf(node, 'alpha', 1e-4),
      floatOf(node, 'beta', 0.75),
      floatOf(node, 'bias', 1),
    ]
    const size = intOf(node, 'size', 1)
    const [before, after] = [Math.floor((size - 1) / 2), Math.ceil((size - 1) / 2)]
    const { add, sub, mul, div, number } = algebraOf(build, x)
    const sums = add(mul(windowMean(build, mul(x, x), before, after), alpha), bias)
    const direct = mul(dy, build.add('Pow', [sums, number(-beta)]))
    const shared = windowMean(build, div(mul(direct, x), sums), after, before)
    return [sub(direct, mul(mul(x, shared), 2 * alpha * beta))]
  },
}

/** The mean over `before` channels before each, itself and `after` channels behind it; missing ones count as 0. */
export function windowMean(build: Builder, value: string, before: number, after: number): string {
  const shape = build.shape(value)
  const [batch, channels] = shape as [number, number]
  const flat = build.add('Reshape', [value, build.indices([batch, 1, channels, sizeOf(shape.slice(2))])])
  const padded = build.add('Pad', [flat, build.indices([0, 0, before, 0, 0, 0, after, 0])])
  const means = build.add('AveragePool', [padded], { kernel_shape: ints([before + 1 + after, 1]) })
  return build.add('Reshape', [means, build.indices(shape)])
}
