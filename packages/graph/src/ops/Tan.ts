/** Tan: the tangent of an angle in radians. */
import { unary } from '../elementwise.ts'

export const Tan = unary({
  value: Math.tan,
  gradient: ({ y, dy, mul, add }) => mul(dy, add(1, mul(y, y))),
})
