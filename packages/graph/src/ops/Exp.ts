/** Exp: eˣ. */
import { unary } from '../elementwise.ts'

export const Exp = unary({
  value: Math.exp,
  gradient: ({ y, dy, mul }) => mul(dy, y),
})
