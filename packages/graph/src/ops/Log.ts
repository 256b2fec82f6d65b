/** Log: the natural logarithm. */
import { unary } from '../elementwise.ts'

export const Log = unary({
  value: Math.log,
  gradient: ({ x, dy, div }) => div(dy, x),
})
