/** Sum: the sum of the inputs, element by element. */
import { variadic } from '../elementwise.ts'

export const Sum = variadic({
  value: (operands) => operands.reduce((sum, x) => sum + x, 0),
  gradient: ({ dy }) => dy,
})
