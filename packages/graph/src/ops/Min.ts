/** Min: the smallest of the inputs, element by element. Inputs that tie all receive the cotangent. */
import { variadic } from '../elementwise.ts'

export const Min = variadic({
  value: (operands) => Math.min(...operands),
  gradient: ({ x, y, dy, mul, sub, attained }) => mul(dy, attained(sub(y, x))),
})
