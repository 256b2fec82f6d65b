/** ReduceL2: the Euclidean norm over some axes. Its derivative where all elements are 0 is taken as 0. */
import { reduction } from '../reductions.ts'

export const ReduceL2 = reduction({
  value: (elements) => Math.sqrt(elements.reduce((sum, element) => sum + element * element, 0)),
  gradient: ({ x, y, dy, add, mul, div, neg, attained }) => mul(div(dy, add(y, attained(neg(y)))), x),
})
