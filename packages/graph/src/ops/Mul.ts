/** Mul: a · b. */
import { binary } from '../elementwise.ts'

export const Mul = binary({
  value: (a, b) => a * b,
  gradient: [({ b, dy, mul }) => mul(dy, b), ({ a, dy, mul }) => mul(dy, a)],
})
