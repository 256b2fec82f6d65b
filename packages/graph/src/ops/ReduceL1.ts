/** ReduceL1: the sum of absolute values over some axes. Its derivative at 0 is taken as 0. */
import { reduction } from '../reductions.ts'

export const ReduceL1 = reduction({
  value: (elements) => elements.reduce((sum, element) => sum + Math.abs(element), 0),
  gradient: ({ x, dy, mul, step }) => mul(dy, step(x, -1, 1)),
})
