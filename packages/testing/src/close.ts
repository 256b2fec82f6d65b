/** Tolerances: how far apart two lists of numbers are, relative to the size of what is expected. */

/** The largest difference of two lists, and where it is. */
export interface Distance {
  /** Largest absolute difference divided by the largest expected magnitude (or by 1 when all of them are 0). */
  readonly relative: number
  readonly absolute: number
  /** Index of the largest difference. */
  readonly at: number
}

/**
 * Distance of two lists. A NaN on either side counts as infinitely far.
 * @throws RangeError when their lengths differ
 */
export function distance(actual: ArrayLike<number>, expected: ArrayLike<number>): Distance {
  if (actual.length !== expected.length) {
    throw new RangeError(
      `Two lists of one length can be compared, found ${actual.length} and ${expected.length} numbers.`,
    )
  }
  let absolute = 0
  let at = 0
  let scale = 0
  for (let index = 0; index < expected.length; index++) {
    scale = Math.max(scale, Math.abs(expected[index]!))
    const difference = Math.abs(actual[index]! - expected[index]!)
    if (difference <= absolute) continue
    absolute = Number.isNaN(difference) ? Infinity : difference
    at = index
    if (absolute === Infinity) break
  }
  return { relative: absolute === 0 ? 0 : absolute / (scale || 1), absolute, at }
}
