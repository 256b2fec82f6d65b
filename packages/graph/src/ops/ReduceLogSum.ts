/** ReduceLogSum: the logarithm of the sum over some axes. */
import { reduction } from '../reductions.ts'

export const ReduceLogSum = reduction({
  value: (elements) => Math.log(elements.reduce((sum, element) => sum + element, 0)),
  gradient: ({ y, dy, mul, exp, neg }) => mul(dy, exp(neg(y))),
})
