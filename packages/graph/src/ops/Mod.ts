/** Mod: the remainder of a / b, of b's sign, or of a's with `fmod` (which floats need). */
import { binary } from '../elementwise.ts'
import { intOf } from '../graph.ts'

export const Mod = binary({
  value: (a, b, _, node) => (intOf(node, 'fmod', 0) === 1 ? a % b : a - b * Math.floor(a / b)),
  gradient: [
    ({ dy }) => dy,
    // y = a - b·n, and the whole number n is (a - y) / b.
    ({ a, b, y, dy, mul, div, sub, neg }) => neg(mul(dy, div(sub(a, y), b))),
  ],
})
