/** Layers that are activations. */
import { float } from '@reverie/graph'
import { activate, clip, softmax } from '../activation.ts'
import type { LayerRule } from '../layer.ts'
import { channelsLast } from '../value.ts'

export const Activation: LayerRule = (context, [input]) => activate(context, input!)

/** f(x) = max_value above it, x from the threshold on, negative_slope · (x − threshold) below. */
export const ReLU: LayerRule = (context, [input]) => {
  const { build } = context
  const slope = context.number('negative_slope', 0)
  const threshold = context.number('threshold', 0)
  const highest = context.number('max_value', Infinity)
  const bounded = Number.isFinite(highest)
  const part = bounded ? 'unbounded' : undefined
  if (slope === 0 && threshold === 0) {
    const name = bounded ? clip(context, input!.name, 0, highest) : context.add('Relu', [input!.name])
    return { ...input!, name }
  }
  const over = (): string => {
    if (threshold === 0) return context.add('LeakyRelu', [input!.name], { alpha: float(slope) }, part)
    const difference = context.add('Sub', [input!.name, build.scalar(threshold)], {}, 'difference')
    const below = context.add('Mul', [difference, build.scalar(slope)], {}, 'below')
    const isBelow = context.add('Less', [input!.name, build.scalar(threshold)], {}, 'is_below')
    return context.add('Where', [isBelow, below, input!.name], {}, part)
  }
  const name = bounded ? context.add('Min', [over(), build.scalar(highest)]) : over()
  return { ...input!, name }
}

export const LeakyReLU: LayerRule = (context, [input]) => {
  const slope = context.number('alpha', context.number('negative_slope', 0.3))
  return { ...input!, name: context.add('LeakyRelu', [input!.name], { alpha: float(slope) }) }
}

/** A learned slope for each element, or shared along some axes. */
export const PReLU: LayerRule = (context, [input]) => {
  const { values, shape } = context.weight('alpha', 0)
  const shared = shape.slice(0, -1).every((size) => size === 1)
  // A slope for each channel keeps channels first; a slope for each position is in Keras' order.
  if (shared && input!.layout === 'first') {
    const slope = context.floats(values, [values.length, ...shape.slice(0, -1).map(() => 1)], 'alpha')
    return { ...input!, name: context.add('PRelu', [input!.name, slope]) }
  }
  const value = channelsLast(context.build, input!)
  return { ...value, name: context.add('PRelu', [value.name, context.floats(values, shape, 'alpha')]) }
}

export const ELU: LayerRule = (context, [input]) => ({
  ...input!,
  name: context.add('Elu', [input!.name], { alpha: float(context.number('alpha', 1)) }),
})

export const Softmax: LayerRule = (context, [input]) => {
  const axis = context.entry('axis') ?? -1
  const axes = Array.isArray(axis) ? (axis as number[]) : [Number(axis)]
  if (axes.length !== 1) context.fail(`a softmax over ${axes.length} axes at once is not supported.`)
  return { ...input!, name: softmax(context, input!, axes[0]!) }
}

/** f(x) = x above theta, else 0. */
export const ThresholdedReLU: LayerRule = (context, [input]) => {
  const { build } = context
  const above = context.add('Greater', [input!.name, build.scalar(context.number('theta', 1))], {}, 'above')
  return { ...input!, name: context.add('Where', [above, input!.name, build.scalar(0)]) }
}
