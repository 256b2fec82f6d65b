/** Sqrt: √x. The derivative is infinite at 0. */
import { unary } from '../elementwise.ts'

export const Sqrt = unary({
  value: Math.sqrt,
  gradient: ({ y, dy, mul, div }) => div(mul(dy, 0.5), y),
})
