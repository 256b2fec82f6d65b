/** Cos: the cosine of an angle in radians. */
import { unary } from '../elementwise.ts'

export const Cos = unary({
  value: Math.cos,
  gradient: ({ x, dy, mul, neg, apply }) => neg(mul(dy, apply('Sin', x))),
})
