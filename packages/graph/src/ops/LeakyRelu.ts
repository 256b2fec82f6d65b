/** LeakyRelu: x above 0, αx below (α = 0.01 unless told). At 0 the derivative is α. */
import { unary } from '../elementwise.ts'
import { floatOf } from '../graph.ts'

export const LeakyRelu = unary({
  gradient: ({ x, dy, node, add, mul, positive }) => {
    const alpha = floatOf(node, 'alpha', 0.01)
    return mul(dy, add(alpha, mul(1 - alpha, positive(x))))
  },
})
