/**
 * ScatterElements: the data with elements replaced (or, with `reduction` = "add", increased) by updates, each in its line
 * along `axis` at its index. Other reductions have no gradient here.
 */
import { algebraOf } from '../algebra.ts'
import { axisOf } from '../axes.ts'
import { int, intOf, stringOf } from '../graph.ts'
import { scatterElements } from '../indices.ts'
import type { Op } from '../op.ts'
import { sizeOf } from '../tensor.ts'

export const ScatterElements: Op = {
  infer: (context) => [context.input(0)],
  gradient: (context) => {
    const { build, node } = context
    const shape = context.shape(0)
    const axis = axisOf(context, intOf(node, 'axis', 0), shape.length)
    const reduction = stringOf(node, 'reduction', 'none')
    if (reduction !== 'none' && reduction !== 'add') context.fail(`has no gradient with reduction "${reduction}".`)
    const dy = context.cotangent(0)!
    const updates = context.wants(2)
      ? build.add('GatherElements', [dy, context.input(1)], { axis: int(axis) })
      : undefined
    if (reduction === 'add' || !context.wants(0)) return [dy, undefined, updates]
    const { mul, sub, clip, number } = algebraOf(build, dy)
    const ones = build.add('Expand', [number(1), build.indices(context.shape(1))])
    const hits =
      sizeOf(context.shape(1)) === 0 ? undefined : scatterElements(build, ones, context.input(1), axis, shape)
    // Indices that repeat hit a place more than once.
    return [hits === undefined ? dy : mul(dy, sub(1, clip(hits, 0, 1))), undefined, updates]
  },
}
