/** Softsign: x / (1 + |x|). */
import { unary } from '../elementwise.ts'

export const Softsign = unary({
  value: (x) => x / (1 + Math.abs(x)),
  gradient: ({ x, dy, mul, div, add, apply }) => {
    const scale = add(1, apply('Abs', x))
    return div(dy, mul(scale, scale))
  },
})
