/** Neg: -x. */
import { unary } from '../elementwise.ts'

export const Neg = unary({
  value: (x) => -x,
  gradient: ({ dy, neg }) => neg(dy),
})
