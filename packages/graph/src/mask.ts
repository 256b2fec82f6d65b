/** Masks of zeros and ones by the cheapest ops that every provider has. */
import type { Builder } from './builder.ts'
import { float } from './graph.ts'

/** 2^100: steep enough that HardSigmoid is exactly 0 or 1 for all |x| > 2^-100, and finite in float32. */
const STEEP = 2 ** 100

/**
 * 1 where a value is above 0, else 0, for values that are never below 0 or whose negative side counts as 0.
 * HardSigmoid(2^100 x) costs a quarter of Greater + Cast and, other than Sign, runs on WebGPU.
 */
export function positiveMask(build: Builder, value: string): string {
  return build.add('HardSigmoid', [value], { alpha: float(STEEP), beta: float(0) })
}

/** 1 where a difference that is never above 0 is exactly 0, else 0. */
export function zeroMask(build: Builder, difference: string): string {
  return build.add('HardSigmoid', [difference], { alpha: float(STEEP), beta: float(1) })
}
