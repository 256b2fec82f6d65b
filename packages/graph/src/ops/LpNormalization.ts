/** LpNormalization: x divided by its norm, the sum of absolute values (p = 1) or the Euclidean one, along an axis. */
import { algebraOf } from '../algebra.ts'
import { axisOf } from '../axes.ts'
import { int, intOf } from '../graph.ts'
import type { Op } from '../op.ts'

export const LpNormalization: Op = {
  infer: (context) => {
    const { shape } = context.input(0)
    if (shape !== undefined) axisOf(context, intOf(context.node, 'axis', -1), shape.length)
    const p = intOf(context.node, 'p', 2)
    if (p !== 1 && p !== 2) context.fail(`p should be 1 or 2, found ${p}.`)
    return [context.input(0)]
  },
  gradient: (context) => {
    const { build, node, input, output, cotangent, shape } = context
    const [x, y, dy] = [input(0), output(0), cotangent(0)!]
    const p = intOf(node, 'p', 2)
    const axes = build.indices([axisOf(context, intOf(node, 'axis', -1), shape(0).length)])
    const { add, sub, mul, div, neg, attained, step } = algebraOf(build, x)
    const reduce = (op: string, value: string): string => build.add(op, [value, axes], { keepdims: int(1) })
    const norm = reduce(p === 1 ? 'ReduceL1' : 'ReduceL2', x)
    // ∂‖x‖/∂x is the sign of x for p = 1 and y itself for p = 2.
    const slope = p === 1 ? step(x, -1, 1) : y
    const along = mul(slope, reduce('ReduceSum', mul(dy, y)))
    return [div(sub(dy, along), add(norm, attained(neg(norm))))]
  },
}
