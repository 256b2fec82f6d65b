/** Sigmoid: 1 / (1 + e⁻ˣ). */
import { unary } from '../elementwise.ts'

export const Sigmoid = unary({
  value: (x) => 1 / (1 + Math.exp(-x)),
  gradient: ({ y, dy, mul, sub }) => mul(dy, mul(y, sub(1, y))),
})
