/** Normalisation with stored statistics or those of the value itself, and rescaling. */
import { float, int } from '@reverie/graph'
import type { LayerContext, LayerRule } from '../layer.ts'
import { channelsFirst, channelsLast, type Value } from '../value.ts'

export const BatchNormalization: LayerRule = (context, [input]) => {
  const rank = input!.shape.length
  const axis = lastAxis(context.entry('axis') ?? -1, rank)
  if (axis !== rank - 1)
    context.fail(`normalises axis ${axis} of ${rank}; only the last, the channels, is supported.`)
  const value = channelsFirst(context.build, input!)
  const channels = input!.shape.at(-1)!
  const scaled = context.flag('scale', true)
  const centred = context.flag('center', true)
  let position = 0
  const vector = (name: string, present: boolean, otherwise: number): string => {
    const values = present
      ? context.weight(name, position++).values
      : Array.from({ length: channels }, () => otherwise)
    return context.floats(values, [values.length], name)
  }
  const gamma = vector('gamma', scaled, 1)
  const beta = vector('beta', centred, 0)
  const mean = vector('moving_mean', true, 0)
  const variance = vector('moving_variance', true, 1)
  const name = context.add('BatchNormalization', [value.name, gamma, beta, mean, variance], {
    epsilon: float(context.number('epsilon', 1e-3)),
  })
  return { ...value, name }
}

export const LayerNormalization: LayerRule = (context, [input]) => {
  const value = channelsLast(context.build, input!)
  const rank = value.shape.length
  const entry = context.entry('axis') ?? -1
  const axes = (Array.isArray(entry) ? (entry as number[]) : [Number(entry)]).map((axis) => lastAxis(axis, rank))
  const first = Math.min(...axes)
  if (axes.length !== rank - first) context.fail(`normalises axes ${axes.join(', ')}; they must be the last ones.`)
  const shape = value.shape.slice(first)
  if (shape.some((size) => size === null)) context.fail('needs known sizes along the axes it normalises.')
  const sizes = shape as number[]
  const count = sizes.reduce((product, size) => product * size, 1)
  const scaled = context.flag('scale', true)
  const gamma = scaled ? context.weight('gamma', 0).values : new Float32Array(count).fill(1)
  const inputs = [value.name, context.floats(gamma, sizes, 'gamma')]
  if (context.flag('center', true)) {
    inputs.push(context.floats(context.weight('beta', scaled ? 1 : 0).values, sizes, 'beta'))
  }
  const name = context.add('LayerNormalization', inputs, {
    axis: int(first),
    epsilon: float(context.number('epsilon', 1e-3)),
  })
  return { ...value, name }
}

export const Rescaling: LayerRule = (context, [input]) => {
  const numbers = (key: string, fallback: number): number[] => {
    const entry = context.entry(key) ?? fallback
    return Array.isArray(entry) ? (entry as number[]) : [Number(entry)]
  }
  return affine(context, input!, numbers('scale', 1), numbers('offset', 0))
}

/** (x − mean) / max(√variance, ε), by channel. */
export const Normalization: LayerRule = (context, [input]) => {
  const stated = (key: string): number[] | undefined => {
    const entry = context.entry(key)
    if (entry === undefined || entry === null) return undefined
    return Array.isArray(entry) ? (entry.flat(Infinity) as number[]) : [Number(entry)]
  }
  const mean = stated('mean') ?? [...context.weight('mean', 0).values]
  const variance = stated('variance') ?? [...context.weight('variance', 1).values]
  const scale = variance.map((each) => 1 / Math.max(Math.sqrt(each), 1e-7))
  const offset = scale.map((each, index) => -each * mean[index % mean.length]!)
  return affine(context, input!, scale, offset)
}

/** scale · x + offset, with one number for all channels or one for each. */
function affine(context: LayerContext, value: Value, scale: readonly number[], offset: readonly number[]): Value {
  const vector = (values: readonly number[], part: string): string => {
    const ones = value.layout === 'first' ? value.shape.slice(1, -1).map(() => 1) : []
    return values.length === 1
      ? context.build.scalar(values[0]!)
      : context.floats(values, [values.length, ...ones], part)
  }
  const moved = offset.some((each) => each !== 0)
  const scaled = context.add('Mul', [value.name, vector(scale, 'scale')], {}, moved ? 'scaled' : undefined)
  return { ...value, name: moved ? context.add('Add', [scaled, vector(offset, 'offset')]) : scaled }
}

function lastAxis(axis: unknown, rank: number): number {
  const number = Number(Array.isArray(axis) ? axis[0] : axis)
  return number < 0 ? number + rank : number
}
