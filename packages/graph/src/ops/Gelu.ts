/**
 * Gelu: x·Φ(x) with the normal distribution's Φ, or with `approximate` = "tanh" x/2·(1 + tanh(√(2/π)(x + 0.044715x³)))
 * (Hendrycks and Gimpel, "Gaussian Error Linear Units", 2016).
 */
import { unary, type UnaryContext } from '../elementwise.ts'
import { stringOf } from '../graph.ts'

const CUBIC = 0.044715

export const Gelu = unary({
  gradient: (context) => {
    const derivative = stringOf(context.node, 'approximate', 'none') === 'tanh' ? tanhDerivative : exactDerivative
    return context.mul(context.dy, derivative(context))
  },
})

/** Φ(x) + x·φ(x). */
function exactDerivative({ x, add, mul, exp, apply }: UnaryContext): string {
  const distribution = add(0.5, mul(0.5, apply('Erf', mul(x, Math.SQRT1_2))))
  const density = mul(1 / Math.sqrt(2 * Math.PI), exp(mul(-0.5, mul(x, x))))
  return add(distribution, mul(x, density))
}

/** (1 + t)/2 + x/2·(1 - t²)·√(2/π)(1 + 3·0.044715x²), where t is the tanh. */
function tanhDerivative({ x, add, sub, mul, apply }: UnaryContext): string {
  const scale = Math.sqrt(2 / Math.PI)
  const square = mul(x, x)
  const t = apply('Tanh', mul(x, add(scale, mul(scale * CUBIC, square))))
  const slope = mul(mul(x, sub(1, mul(t, t))), add(0.5 * scale, mul(1.5 * scale * CUBIC, square)))
  return add(mul(0.5, add(1, t)), slope)
}
