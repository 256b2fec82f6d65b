/** PRelu: x above 0, slope·x below, where the slope broadcasts to x. At 0 the derivative of x is the slope. */
import { binary } from '../elementwise.ts'

export const PRelu = binary({
  value: (x, slope) => (x > 0 ? x : slope * x),
  gradient: [
    ({ a, b, dy, add, sub, mul, positive }) => mul(dy, add(b, mul(sub(1, b), positive(a)))),
    ({ a, dy, mul, clip }) => mul(dy, clip(a, undefined, 0)),
  ],
})
