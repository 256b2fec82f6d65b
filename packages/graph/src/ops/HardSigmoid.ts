/** HardSigmoid: max(0, min(1, αx + β)), α = 0.2 and β = 0.5 unless told. Its derivative at the two kinks is 0. */
import { unary } from '../elementwise.ts'
import { floatOf } from '../graph.ts'

export const HardSigmoid = unary({
  value: (x, node) => Math.max(0, Math.min(1, floatOf(node, 'alpha', 0.2) * x + floatOf(node, 'beta', 0.5))),
  gradient: ({ y, dy, node, mul, inside }) => mul(mul(dy, floatOf(node, 'alpha', 0.2)), inside(y, 0, 1)),
})
