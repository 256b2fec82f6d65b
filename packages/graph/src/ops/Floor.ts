/** Floor: the largest integer that is not above x. */
import { unary } from '../elementwise.ts'

export const Floor = unary({
  value: Math.floor,
  gradient: 'zero',
})
