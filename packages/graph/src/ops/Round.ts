/** Round: the nearest integer; halves go to the even one. */
import { unary } from '../elementwise.ts'

export const Round = unary({ value: toEven, gradient: 'zero' })

function toEven(x: number): number {
  const rounded = Math.round(x)
  return rounded - x === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded
}
