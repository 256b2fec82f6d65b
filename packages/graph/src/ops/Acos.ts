/** Acos: the arc cosine, in radians, for -1 ≤ x ≤ 1. The derivative is infinite at both ends. */
import { unary } from '../elementwise.ts'

export const Acos = unary({
  value: Math.acos,
  gradient: ({ x, dy, mul, div, sub, neg, apply }) => neg(div(dy, apply('Sqrt', sub(1, mul(x, x))))),
})
