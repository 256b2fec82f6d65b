/** Max: the largest of the inputs, element by element. Inputs that tie all receive the cotangent. */
import { variadic } from '../elementwise.ts'

export const Max = variadic({
  value: (operands) => Math.max(...operands),
  gradient: ({ x, y, dy, mul, sub, attained }) => mul(dy, attained(sub(x, y))),
})
