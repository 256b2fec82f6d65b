/** The derivative that Elu and Selu share. */
import type { UnaryContext } from './elementwise.ts'

/** 1 where x is above 0, else α·eˣ. The exponential only sees x ≤ 0, so that it does not overflow. */
export function exponentialBelow({ x, add, mul, exp, clip, positive }: UnaryContext, alpha: number): string {
  const below = exp(clip(x, undefined, 0))
  return alpha === 1 ? below : add(mul(alpha, below), mul(1 - alpha, positive(x)))
}
