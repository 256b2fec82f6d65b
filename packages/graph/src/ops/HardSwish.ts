/**
 * HardSwish: x·max(0, min(1, x/6 + 1/2)) (Howard et al., "Searching for MobileNetV3", 2019). At the kinks ±3 the
 * derivative is the outer one.
 */
import { unary } from '../elementwise.ts'

export const HardSwish = unary({
  gradient: ({ x, dy, add, mul, clip, inside }) => {
    const gate = clip(add(0.5, mul(1 / 6, x)), 0, 1)
    return mul(dy, add(gate, mul(mul(1 / 6, x), inside(x, -3, 3))))
  },
})
