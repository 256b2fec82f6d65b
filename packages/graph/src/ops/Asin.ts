/** Asin: the arc sine, in radians, for -1 ≤ x ≤ 1. The derivative is infinite at both ends. */
import { unary } from '../elementwise.ts'

export const Asin = unary({
  value: Math.asin,
  gradient: ({ x, dy, mul, div, sub, apply }) => div(dy, apply('Sqrt', sub(1, mul(x, x)))),
})
