/** ReduceMean: the arithmetic mean over some axes. */
import { reduction } from '../reductions.ts'

export const ReduceMean = reduction({
  value: (elements) => elements.reduce((sum, element) => sum + element, 0) / elements.length,
  gradient: ({ dy, mul, count }) => mul(dy, 1 / count),
})
