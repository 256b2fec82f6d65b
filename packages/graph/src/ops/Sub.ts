/** Sub: a - b. */
import { binary } from '../elementwise.ts'

export const Sub = binary({
  value: (a, b) => a - b,
  gradient: [({ dy }) => dy, ({ dy, neg }) => neg(dy)],
})
