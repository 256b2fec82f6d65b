/** ReduceMin: the smallest element over some axes. Ties send the cotangent to every minimum. */
import { reduction } from '../reductions.ts'

export const ReduceMin = reduction({
  value: (elements) => elements.reduce((smallest, element) => Math.min(smallest, element), Infinity),
  gradient: ({ x, y, dy, mul, sub, attained }) => mul(dy, attained(sub(y, x))),
})
