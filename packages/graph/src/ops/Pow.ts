/**
 * Pow: aᵇ; the exponent may be of another type. Where a ≤ 0 the derivative of the exponent, which would need a logarithm, is 0.
 */
import { binary, type BinaryContext } from '../elementwise.ts'
import { castLike } from '../indices.ts'
import { isFloat, numbersOf } from '../tensor.ts'

export const Pow = binary({
  value: (a, b) => a ** b,
  gradient: [
    (context) => context.mul(context.dy, baseDerivative(context)),
    ({ build, a, y, dy, mul, apply, number }) => {
      const isPositive = build.add('Greater', [a, number(0)])
      return mul(dy, mul(y, apply('Log', build.add('Where', [isPositive, a, number(1)]))))
    },
  ],
})

/** b·aᵇ⁻¹. */
function baseDerivative({ build, a, b, value, mul, sub, number }: BinaryContext): string {
  const constant = value(1)
  const exponents = constant && new Set(numbersOf(constant))
  if (exponents?.size === 1) {
    const exponent = [...exponents][0]!
    if (exponent === 1) return number(1)
    if (exponent === 2) return mul(2, a)
    return mul(exponent, build.add('Pow', [a, number(exponent - 1)]))
  }
  const exponent = isFloat(build.type(b).type) ? b : castLike(build, b, a)
  return mul(exponent, build.add('Pow', [a, sub(exponent, 1)]))
}
