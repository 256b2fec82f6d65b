/** GatherElements: for each place of the indices, the element of its line along `axis` that the index names. */
import { axisOf } from '../axes.ts'
import { intOf } from '../graph.ts'
import { scatterElements } from '../indices.ts'
import type { Op } from '../op.ts'

export const GatherElements: Op = {
  infer: (context) => [{ type: context.input(0).type, shape: context.input(1).shape }],
  gradient: (context) => {
    const shape = context.shape(0)
    const axis = axisOf(context, intOf(context.node, 'axis', 0), shape.length)
    return [scatterElements(context.build, context.cotangent(0)!, context.input(1), axis, shape)]
  },
}
