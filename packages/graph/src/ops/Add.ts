/** Add: a + b. */
import { binary } from '../elementwise.ts'

export const Add = binary({
  value: (a, b) => a + b,
  gradient: [({ dy }) => dy, ({ dy }) => dy],
})
