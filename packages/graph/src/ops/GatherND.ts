/**
 * GatherND: slices of the data at the places that the last axis of the indices spells out, after `batch_dims` leading axes
 * that both share.
 */
import { intOf, type Dimension } from '../graph.ts'
import { flatPlaces, placeMatrix } from '../indices.ts'
import type { Op } from '../op.ts'
import { productAlong } from '../select.ts'
import { sizeOf } from '../tensor.ts'

export const GatherND: Op = {
  infer: (context) => {
    const { type, shape } = context.input(0)
    const indices = context.input(1).shape
    const depth = indices?.at(-1)
    if (shape === undefined || indices === undefined || typeof depth !== 'number')
      return [{ type, shape: undefined }]
    const batch = intOf(context.node, 'batch_dims', 0)
    const rest: readonly Dimension[] = shape.slice(batch + depth)
    return [{ type, shape: [...indices.slice(0, -1), ...rest] }]
  },
  gradient: (context) => {
    const { build, node } = context
    const shape = context.shape(0)
    const places = context.shape(1)
    const batch = intOf(node, 'batch_dims', 0)
    const depth = places.at(-1)!
    // The leading axes become one, and each place of the indices one number on it.
    const lead = shape.slice(0, batch + depth)
    const rows = flatPlaces(build, context.input(1), shape.slice(batch, batch + depth), places.slice(0, batch))
    const slices = [sizeOf(places.slice(0, -1)), sizeOf(shape.slice(batch + depth))]
    const dy = build.add('Reshape', [context.cotangent(0)!, build.indices(slices)])
    const summed = productAlong(build, placeMatrix(build, rows, sizeOf(lead), dy), dy, 0)
    return [build.add('Reshape', [summed, build.indices(shape)])]
  },
}
