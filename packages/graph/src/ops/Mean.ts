/** Mean: the mean of the inputs, element by element. */
import { variadic } from '../elementwise.ts'

export const Mean = variadic({
  value: (operands) => operands.reduce((sum, x) => sum + x, 0) / operands.length,
  gradient: ({ dy, count, mul }) => mul(dy, 1 / count),
})
