/**
 * Selu: γx above 0, γα(eˣ - 1) below (Klambauer et al., "Self-Normalizing Neural Networks", 2017, whose α and γ are the
 * defaults). At 0 the derivative is γα.
 */
import { unary } from '../elementwise.ts'
import { exponentialBelow } from '../exponential.ts'
import { floatOf } from '../graph.ts'

export const Selu = unary({
  gradient: (context) => {
    const alpha = floatOf(context.node, 'alpha', 1.67326319217681884765625)
    const gamma = floatOf(context.node, 'gamma', 1.05070102214813232421875)
    return context.mul(context.mul(context.dy, gamma), exponentialBelow(context, alpha))
  },
})
