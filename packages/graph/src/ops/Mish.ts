/** Mish: x·tanh(softplus(x)) (Misra, "Mish: A Self Regularized Non-Monotonic Activation Function", 2019). */
import { unary } from '../elementwise.ts'

export const Mish = unary({
  gradient: ({ x, dy, add, sub, mul, apply }) => {
    const t = apply('Tanh', softplus(x))
    return mul(dy, add(t, mul(mul(x, apply('Sigmoid', x)), sub(1, mul(t, t)))))

    /** relu(x) + ln(1 + e^-|x|), which does not overflow; not every provider has Softplus. */
    function softplus(value: string): string {
      const small = apply('Log', add(1, apply('Exp', apply('Neg', apply('Abs', value)))))
      return add(apply('Relu', value), small)
    }
  },
})
