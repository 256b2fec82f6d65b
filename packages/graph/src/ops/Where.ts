/** Where: x where the condition holds, else y; all three broadcast. */
import { algebraOf } from '../algebra.ts'
import { sumTo } from '../broadcast.ts'
import { broadcastInputs, evaluateElements } from '../elementwise.ts'
import type { Op } from '../op.ts'

export const Where: Op = {
  infer: (context) => [{ type: context.input(1).type ?? context.input(2).type, shape: broadcastInputs(context) }],
  evaluate: (context) => evaluateElements(context, (condition, x, y) => (condition ? x : y), context.input(1).type),
  gradient: ({ build, input, cotangent, wants, shape }) => {
    const dy = cotangent(0)!
    const zero = algebraOf(build, dy).number(0)
    const where = (x: string, y: string): string => build.add('Where', [input(0), x, y])
    return [
      undefined,
      wants(1) ? sumTo(build, where(dy, zero), shape(1)) : undefined,
      wants(2) ? sumTo(build, where(zero, dy), shape(2)) : undefined,
    ]
  },
}
