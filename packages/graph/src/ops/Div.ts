/** Div: a / b; integers are truncated towards 0. */
import { binary } from '../elementwise.ts'

export const Div = binary({
  value: (a, b, integer) => (integer ? Math.trunc(a / b) : a / b),
  gradient: [({ b, dy, div }) => div(dy, b), ({ b, y, dy, mul, div, neg }) => neg(div(mul(dy, y), b))],
})
