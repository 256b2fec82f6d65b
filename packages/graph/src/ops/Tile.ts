/** Tile: the whole input repeated along each axis, as often as input 1 says. */
import { integersOf } from '../axes.ts'
import type { Dimension } from '../graph.ts'
import type { InferContext, Op } from '../op.ts'
import { strided, stridesOf } from '../strided.ts'

export const Tile: Op = {
  infer: (context) => {
    const { type, shape } = context.input(0)
    return [{ type, shape: shape && shapeOf(context, shape) }]
  },
  evaluate: (context) => {
    const value = context.value(0)
    const repeats = integersOf(context.value(1))
    if (value === undefined || repeats === undefined) return undefined
    // [r₀, d₀, r₁, d₁, …] with stride 0 along the repeats has the elements in the result's order.
    const own = stridesOf(value.shape)
    const shape = value.shape.flatMap((size, axis) => [repeats[axis]!, size])
    const tiled = strided(
      value,
      shape,
      own.flatMap((stride) => [0, stride]),
    )
    return [{ ...tiled, shape: value.shape.map((size, axis) => size * repeats[axis]!) }]
  },
  gradient: ({ build, cotangent, shape, outputShape }) => {
    const from = shape(0)
    const repeats = outputShape(0).map((size, axis) => size / from[axis]!)
    const tiled = repeats.flatMap((repeat, axis) => (repeat === 1 ? [] : [{ repeat, axis }]))
    if (tiled.length === 0) return [cotangent(0)]
    const apart = from.flatMap((size, axis) => (repeats[axis] === 1 ? [size] : [repeats[axis]!, size]))
    // The k-th repeated axis has moved by the k repeats before it.
    const axes = tiled.map(({ axis }, before) => axis + before)
    const summed = build.add('ReduceSum', [
      build.add('Reshape', [cotangent(0)!, build.indices(apart)]),
      build.indices(axes),
    ])
    return [build.add('Reshape', [summed, build.indices(from)])]
  },
}

function shapeOf(context: InferContext, shape: readonly Dimension[]): readonly Dimension[] {
  const repeats = integersOf(context.value(1))
  if (repeats === undefined) return shape.map(() => undefined)
  if (repeats.length !== shape.length) {
    context.fail(`${shape.length} axes need as many repeats, found [${repeats.join(', ')}].`)
  }
  return shape.map((size, axis) => {
    const repeat = repeats[axis]!
    if (repeat === 1) return size
    return typeof size === 'number' ? size * repeat : undefined
  })
}
