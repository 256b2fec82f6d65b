/** Asinh: the inverse hyperbolic sine. */
import { unary } from '../elementwise.ts'

export const Asinh = unary({
  value: Math.asinh,
  gradient: ({ x, dy, mul, div, add, apply }) => div(dy, apply('Sqrt', add(1, mul(x, x)))),
})
