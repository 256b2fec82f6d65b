/** Erf: the error function, 2/√π ∫₀ˣ e^(-t²) dt. */
import { unary } from '../elementwise.ts'

export const Erf = unary({
  gradient: ({ x, dy, mul, exp, neg }) => mul(mul(dy, 2 / Math.sqrt(Math.PI)), exp(neg(mul(x, x)))),
})
