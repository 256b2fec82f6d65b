/** ReduceMax: the largest element over some axes. Ties send the cotangent to every maximum. */
import { reduction } from '../reductions.ts'

export const ReduceMax = reduction({
  value: (elements) => elements.reduce((largest, element) => Math.max(largest, element), -Infinity),
  gradient: ({ x, y, dy, mul, sub, attained }) => mul(dy, attained(sub(x, y))),
})
