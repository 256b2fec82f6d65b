/** Trilu: the upper (or with `upper` = 0 the lower) triangle of the last two axes, zeros elsewhere; `k` (input 1) moves the diagonal. */
import { constantIntegers, has } from '../axes.ts'
import { algebraOf } from '../algebra.ts'
import { intOf } from '../graph.ts'
import type { Op } from '../op.ts'
import { tensor, type DataType } from '../tensor.ts'

export const Trilu: Op = {
  infer: (context) => [context.input(0)],
  gradient: (context) => {
    const { build, node } = context
    const dy = context.cotangent(0)!
    const [rows, columns] = context.shape(0).slice(-2) as [number, number]
    const diagonal = has(node, 1) ? constantIntegers(context, 1, 'diagonals')[0]! : 0
    const upper = intOf(node, 'upper', 1) === 1
    const mask = Array.from({ length: rows * columns }, (_, at) => {
      const offset = (at % columns) - Math.floor(at / columns) - diagonal
      return (upper ? offset >= 0 : offset <= 0) ? 1 : 0
    })
    const type = build.type(dy).type as Exclude<DataType, 'string'>
    return [algebraOf(build, dy).mul(dy, build.constant(tensor(type, [rows, columns], mask), 'triangle'))]
  },
}
