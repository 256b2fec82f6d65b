/** Atanh: the inverse hyperbolic tangent, for -1 < x < 1. */
import { unary } from '../elementwise.ts'

export const Atanh = unary({
  value: Math.atanh,
  gradient: ({ x, dy, mul, div, sub }) => div(dy, sub(1, mul(x, x))),
})
