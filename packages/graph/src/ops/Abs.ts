/** Abs: |x|. At 0 the derivative is 0. */
import { unary } from '../elementwise.ts'

export const Abs = unary({
  value: Math.abs,
  gradient: ({ x, dy, mul, step }) => mul(dy, step(x, -1, 1)),
})
