/** Tanh: the hyperbolic tangent. */
import { unary } from '../elementwise.ts'

export const Tanh = unary({
  value: Math.tanh,
  gradient: ({ y, dy, mul, sub }) => mul(dy, sub(1, mul(y, y))),
})
