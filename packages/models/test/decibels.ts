/** Decibels between a signal and its difference from another; Infinity when they are equal. */
export function signalToNoise(signal: ArrayLike<number>, other: ArrayLike<number>): number {
  if (signal.length !== other.length) throw new RangeError(`Lengths ${signal.length} and ${other.length} differ.`)
  let power = 0
  let noise = 0
  for (let index = 0; index < signal.length; index++) {
    power += signal[index]! ** 2
    noise += (signal[index]! - other[index]!) ** 2
  }
  return 10 * Math.log10(power / noise)
}
