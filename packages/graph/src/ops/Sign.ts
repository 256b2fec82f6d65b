/** Sign: -1, 0 or 1. */
import { unary } from '../elementwise.ts'

export const Sign = unary({
  value: Math.sign,
  gradient: 'zero',
})
