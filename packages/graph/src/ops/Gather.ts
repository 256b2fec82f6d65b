/** Gather: the elements of an axis that `indices` (any shape, negative ones from the end) name; the shape of the indices takes the axis' place. */
import { axisOf } from '../axes.ts'
import { intOf } from '../graph.ts'
import { isIndex, placeMatrix, placesOf } from '../indices.ts'
import type { Op } from '../op.ts'
import { productAlong, scatterAlong } from '../select.ts'
import { pick, stridesOf, walk } from '../strided.ts'
import { numbersOf, sizeOf } from '../tensor.ts'

export const Gather: Op = {
  infer: (context) => {
    const data = context.input(0)
    const indices = context.input(1)
    if (data.shape === undefined || indices.shape === undefined) return [{ type: data.type, shape: undefined }]
    const axis = axisOf(context, intOf(context.node, 'axis', 0), data.shape.length)
    const size = data.shape[axis]
    const bad =
      typeof size === 'number' && context.value(1) && numbersOf(context.value(1)!).find((at) => !isIndex(at, size))
    if (typeof bad === 'number')
      context.fail(`index ${bad} is outside of axis ${axis}, which has ${String(size)} elements.`)
    return [{ type: data.type, shape: data.shape.toSpliced(axis, 1, ...indices.shape) }]
  },
  evaluate: (context) => {
    const [data, indices] = [context.value(0), context.value(1)]
    if (data === undefined || indices === undefined) return undefined
    const axis = axisOf(context, intOf(context.node, 'axis', 0), data.shape.length)
    const size = data.shape[axis]!
    const chosen = numbersOf(indices).map((index) => (index < 0 ? index + size : index))
    const strides = stridesOf(data.shape)
    const starts = walk(data.shape.slice(0, axis), strides.slice(0, axis))
    const rest = walk(data.shape.slice(axis + 1), strides.slice(axis + 1))
    const places = [...starts].flatMap((start) =>
      chosen.flatMap((index) => Array.from(rest, (offset) => start + index * strides[axis]! + offset)),
    )
    return [pick(data, data.shape.toSpliced(axis, 1, ...indices.shape), places)]
  },
  gradient: (context) => {
    const { build } = context
    const shape = context.shape(0)
    const axis = axisOf(context, intOf(context.node, 'axis', 0), shape.length)
    const size = shape[axis]!
    const count = sizeOf(context.shape(1))
    const flat = build.add('Reshape', [context.cotangent(0)!, build.indices(shape.with(axis, count))])
    const indices = context.value(1)
    if (indices !== undefined) {
      const sources = numbersOf(indices).map((index) => (index < 0 ? index + size : index))
      return [scatterAlong(build, flat, axis, sources, size)]
    }
    return [
      productAlong(build, placeMatrix(build, placesOf(build, context.input(1), size), size, flat), flat, axis),
    ]
  },
}
