/** ReduceSumSquare: the sum of squares over some axes. */
import { reduction } from '../reductions.ts'

export const ReduceSumSquare = reduction({
  value: (elements) => elements.reduce((sum, element) => sum + element * element, 0),
  gradient: ({ x, dy, mul }) => mul(mul(dy, 2), x),
})
