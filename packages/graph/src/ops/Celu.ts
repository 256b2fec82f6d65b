/** Celu: max(0, x) + min(0, α(e^(x/α) - 1)) (α = 1 unless told). The derivative is continuous: 1 at 0. */
import { unary } from '../elementwise.ts'
import { floatOf } from '../graph.ts'

export const Celu = unary({
  // α > 0, as the paper has it (Barron, "Continuously Differentiable Exponential Linear Units", 2017).
  gradient: ({ x, dy, node, mul, exp, clip }) =>
    mul(dy, exp(clip(mul(1 / floatOf(node, 'alpha', 1), x), undefined, 0))),
})
