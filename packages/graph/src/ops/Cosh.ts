/** Cosh: the hyperbolic cosine. */
import { unary } from '../elementwise.ts'

export const Cosh = unary({
  value: Math.cosh,
  gradient: ({ x, dy, mul, apply }) => mul(dy, apply('Sinh', x)),
})
