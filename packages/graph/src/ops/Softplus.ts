/** Softplus: ln(1 + eˣ). */
import { unary } from '../elementwise.ts'

export const Softplus = unary({
  value: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  gradient: ({ x, dy, mul, apply }) => mul(dy, apply('Sigmoid', x)),
})
