/** Atan: the arc tangent, in radians. */
import { unary } from '../elementwise.ts'

export const Atan = unary({
  value: Math.atan,
  gradient: ({ x, dy, mul, div, add }) => div(dy, add(1, mul(x, x))),
})
