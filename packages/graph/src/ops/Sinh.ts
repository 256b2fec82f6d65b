/** Sinh: the hyperbolic sine. */
import { unary } from '../elementwise.ts'

export const Sinh = unary({
  value: Math.sinh,
  gradient: ({ x, dy, mul, apply }) => mul(dy, apply('Cosh', x)),
})
