/**
 * How programs measure the plane. No file says what its network was trained or looked at with, so a person chooses.
 *
 * - `centred`: −1 to 1 along the shorter side.
 * - `netart` (hardmaru/netart-js): −0.5 to 0.5, x runs down and y to the right.
 * - `cppn-tensorflow` (hardmaru/cppn-tensorflow): −8 to 8.
 * - `lucid` (tensorflow/lucid's xy2rgb): −√3 to √3, where each coordinate has deviation 1, and no distance from the
 *   middle.
 */
import type { Feature } from './network.ts'
import type { PatternParameters } from './params.ts'

/** From the middle of the plane to the nearer edges. */
export const rangeOf: Readonly<Record<PatternParameters['coordinates'], number>> = {
  centred: 1,
  netart: 0.5,
  'cppn-tensorflow': 8,
  lucid: Math.sqrt(3),
}

/** What a network that is drawn here reads, besides latents. The axes of netart-js stand the other way. */
export function placeOf(coordinates: PatternParameters['coordinates']): readonly Feature[] {
  if (coordinates === 'lucid') return ['x', 'y', 'one']
  return coordinates === 'netart' ? ['y', 'x', 'r', 'one'] : ['x', 'y', 'r', 'one']
}
