/** ThresholdedRelu: x above α (1 unless told), else 0. */
import { unary } from '../elementwise.ts'
import { floatOf } from '../graph.ts'

export const ThresholdedRelu = unary({
  gradient: ({ x, dy, node, mul, sub, positive }) => mul(dy, positive(sub(x, floatOf(node, 'alpha', 1)))),
})
