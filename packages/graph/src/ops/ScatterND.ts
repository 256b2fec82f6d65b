/**
 * ScatterND: the data with slices replaced (or, with `reduction` = "add", increased) by updates at the places that the last
 * axis of the indices spells out. Other reductions have no gradient here.
 */
import { algebraOf } from '../algebra.ts'
import { int, stringOf } from '../graph.ts'
import { flatPlaces, placeMatrix } from '../indices.ts'
import type { GradientContext, Op } from '../op.ts'
import { sizeOf } from '../tensor.ts'

export const ScatterND: Op = {
  infer: (context) => [context.input(0)],
  gradient: (context) => {
    const { build, node } = context
    const reduction = stringOf(node, 'reduction', 'none')
    if (reduction !== 'none' && reduction !== 'add') context.fail(`has no gradient with reduction "${reduction}".`)
    const dy = context.cotangent(0)!
    const updates = context.wants(2) ? build.add('GatherND', [dy, context.input(1)]) : undefined
    const kept =
      reduction === 'add' || !context.wants(0) ? dy : algebraOf(build, dy).mul(dy, untouched(context, dy))
    return [kept, undefined, updates]
  },
}

/** 1 where nothing is written, else 0; of a shape that broadcasts with the data. */
function untouched(context: GradientContext, like: string): string {
  const { build } = context
  const shape = context.shape(0)
  const depth = context.shape(1).at(-1)!
  const rows = sizeOf(shape.slice(0, depth))
  const places = flatPlaces(build, context.input(1), shape.slice(0, depth), [])
  const hits = build.add('ReduceSum', [placeMatrix(build, places, rows, like), build.indices([1])], {
    keepdims: int(0),
  })
  const { sub, clip } = algebraOf(build, like)
  const sizes = build.indices([...shape.slice(0, depth), ...shape.slice(depth).map(() => 1)])
  return build.add('Reshape', [sub(1, clip(hits, 0, 1)), sizes])
}
