/** Sin: the sine of an angle in radians. */
import { unary } from '../elementwise.ts'

export const Sin = unary({
  value: Math.sin,
  gradient: ({ x, dy, mul, apply }) => mul(dy, apply('Cos', x)),
})
