/** Elu: x above 0, α(eˣ - 1) below (α = 1 unless told). At 0 the derivative is α. */
import { unary } from '../elementwise.ts'
import { exponentialBelow } from '../exponential.ts'
import { floatOf } from '../graph.ts'

export const Elu = unary({
  gradient: (context) => context.mul(context.dy, exponentialBelow(context, floatOf(context.node, 'alpha', 1))),
})
