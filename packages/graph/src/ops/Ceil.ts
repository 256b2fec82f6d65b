/** Ceil: the smallest integer that is not below x. */
import { unary } from '../elementwise.ts'

export const Ceil = unary({
  value: Math.ceil,
  gradient: 'zero',
})
