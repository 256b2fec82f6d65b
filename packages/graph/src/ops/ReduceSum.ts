/** ReduceSum: the sum of the elements over some axes. */
import { reduction } from '../reductions.ts'

export const ReduceSum = reduction({
  value: (elements) => elements.reduce((sum, element) => sum + element, 0),
  gradient: ({ dy }) => dy,
})
