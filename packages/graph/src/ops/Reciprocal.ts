/** Reciprocal: 1 / x. */
import { unary } from '../elementwise.ts'

export const Reciprocal = unary({
  value: (x) => 1 / x,
  gradient: ({ y, dy, mul, neg }) => neg(mul(dy, mul(y, y))),
})
