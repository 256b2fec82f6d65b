/** ReduceLogSumExp: log Σ exp(x) over some axes. */
import { reduction } from '../reductions.ts'

export const ReduceLogSumExp = reduction({
  value: (elements) => {
    const largest = Math.max(...elements)
    return largest + Math.log(elements.reduce((sum, element) => sum + Math.exp(element - largest), 0))
  },
  gradient: ({ x, y, dy, mul, exp, sub }) => mul(dy, exp(sub(x, y))),
})
