/** Layers that move, pad, cut or repeat elements, and those that do nothing when a network is not trained. */
import { ints, sizeOf, string, tensor } from '@reverie/graph'
import type { LayerContext, LayerRule } from '../layer.ts'
import { requireChannelsLast } from '../spatial.ts'
import { channelsFirst, channelsLast, type Size, type Value } from '../value.ts'

const identity: LayerRule = (_, [input]) => input!

export const Dropout = identity
export const SpatialDropout1D = identity
export const SpatialDropout2D = identity
export const AlphaDropout = identity
export const GaussianDropout = identity
export const GaussianNoise = identity
export const ActivityRegularization = identity

export const Flatten: LayerRule = (context, [input]) => {
  requireChannelsLast(context)
  const value = channelsLast(context.build, input!)
  const rest = value.shape.slice(1)
  const name = context.add('Reshape', [value.name, context.build.indices([0, -1])])
  return { name, shape: [value.shape[0]!, product(rest)], layout: 'last' }
}

export const Reshape: LayerRule = (context, [input]) => {
  const value = channelsLast(context.build, input!)
  // TensorFlow.js writes a free size as null, Keras as -1.
  const target = context.sizes('target_shape', []).map((size) => size ?? -1)
  const name = context.add('Reshape', [value.name, context.build.indices([0, ...target])])
  const whole = product(value.shape.slice(1))
  const known = sizeOf(target.filter((size) => size !== -1))
  const shape = target.map((size): Size => (size !== -1 ? size : whole === null ? null : whole / known))
  return { name, shape: [value.shape[0]!, ...shape], layout: 'last' }
}

export const Permute: LayerRule = (context, [input]) => {
  const value = channelsLast(context.build, input!)
  const order = [0, ...context.sizes('dims', [])]
  const name = context.add('Transpose', [value.name], { perm: ints(order) })
  return { name, shape: order.map((axis) => value.shape[axis]!), layout: 'last' }
}

export const RepeatVector: LayerRule = (context, [input]) => {
  const times = context.number('n', 1)
  const column = context.add('Unsqueeze', [input!.name, context.build.indices([1])], {}, 'column')
  const name = context.add('Expand', [column, context.build.indices([1, times, 1])])
  return { name, shape: [input!.shape[0]!, times, input!.shape[1]!], layout: 'last' }
}

export const ZeroPadding2D: LayerRule = (context, [input]) => {
  requireChannelsLast(context)
  const value = channelsFirst(context.build, input!)
  const [rows, columns] = sides(context, 'padding')
  const pads = [0, 0, rows[0], columns[0], 0, 0, rows[1], columns[1]]
  const name = context.add('Pad', [value.name, context.build.indices(pads)], { mode: string('constant') })
  return { ...value, name, shape: grown(value, rows[0] + rows[1], columns[0] + columns[1]) }
}

export const Cropping2D: LayerRule = (context, [input]) => {
  requireChannelsLast(context)
  const value = channelsFirst(context.build, input!)
  const [rows, columns] = sides(context, 'cropping')
  const name = context.add('Slice', [
    value.name,
    context.build.indices([rows[0], columns[0]]),
    context.build.indices([endOf(rows[1]), endOf(columns[1])]),
    context.build.indices([2, 3]),
  ])
  return { ...value, name, shape: grown(value, -rows[0] - rows[1], -columns[0] - columns[1]) }
}

/** Where a slice ends that leaves out so many places: counted from the end, or beyond it for none. */
const endOf = (cut: number): number => (cut === 0 ? 2 ** 31 - 1 : -cut)

/**
 * Enlarges by whole factors. Keras interpolates between the centres of pixels; TensorFlow.js, and so the networks that
 * it saved, between their corners.
 */
export const UpSampling2D: LayerRule = (context, [input]) => {
  requireChannelsLast(context)
  const value = channelsFirst(context.build, input!)
  const factors = context.sizes('size', [2, 2])
  const interpolation = context.text('interpolation', 'nearest')
  if (interpolation !== 'nearest' && interpolation !== 'bilinear') {
    context.fail(`interpolation "${interpolation}" is not one of nearest, bilinear.`)
  }
  const scales = context.build.constant(tensor('float32', [4], [1, 1, ...factors]), 'scales')
  const corners = interpolation === 'nearest' || context.dialect === 'tfjs'
  const name = context.add('Resize', [value.name, '', scales], {
    mode: string(interpolation === 'nearest' ? 'nearest' : 'linear'),
    coordinate_transformation_mode: string(corners ? 'asymmetric' : 'half_pixel'),
    nearest_mode: string('floor'),
  })
  const shape = value.shape.map((size, axis): Size =>
    size === null || axis === 0 || axis === 3 ? size : size * factors[axis - 1]!,
  )
  return { ...value, name, shape }
}

type Sides = readonly [number, number]

/** Keras' three forms: one number, one for each axis, or [[top, bottom], [left, right]]. */
function sides(context: LayerContext, key: string): readonly [Sides, Sides] {
  const entry = context.entry(key) ?? 1
  const [rows, columns] = Array.isArray(entry) ? (entry as unknown[]) : [entry, entry]
  const pair = (side: unknown): Sides =>
    Array.isArray(side) ? (side as unknown as Sides) : [Number(side), Number(side)]
  return [pair(rows), pair(columns)]
}

function grown(value: Value, rows: number, columns: number): Size[] {
  const by = [0, rows, columns, 0]
  return value.shape.map((size, axis) => (size === null ? null : size + by[axis]!))
}

function product(sizes: readonly Size[]): Size {
  return sizes.some((size) => size === null) ? null : sizeOf(sizes as number[])
}
