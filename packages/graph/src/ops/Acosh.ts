/** Acosh: the inverse hyperbolic cosine, for x ≥ 1. The derivative is infinite at 1. */
import { unary } from '../elementwise.ts'

export const Acosh = unary({
  value: Math.acosh,
  gradient: ({ x, dy, mul, div, sub, apply }) => div(dy, apply('Sqrt', sub(mul(x, x), 1))),
})
