/**
 * How programs measure the plane. No file says what its network was trained or looked at with, so a person chooses.
 *
 * - `centred`: −1 to 1 along the shorter side.
 * - `netart` (hardmaru/netart-js): −0.5 to 0.5, x runs down and y to the right.
 * - `cppn-tensorflow` (hardmaru/cppn-tensorflow): −8 to 8.
 * - `lucid` (tensorflow/lucid's xy2rgb): −√3 to √3, where each coordinate has deviation 1, and no distance from the middle.
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

/**
 * What the inputs of a network from a file stand for, when the file does not say: the two axes, then the distance from the middle
 * (not for lucid), then latents, and a one behind them (not for cppn-tensorflow and lucid).
 * @param count inputs of its first layer, from 1
 */
export function featuresFor(count: number, coordinates: PatternParameters['coordinates']): readonly Feature[] {
  const axes: readonly Feature[] = coordinates === 'netart' ? ['y', 'x'] : ['x', 'y']
  const place: readonly Feature[] = coordinates === 'lucid' ? axes : [...axes, 'r']
  const one = (coordinates === 'centred' || coordinates === 'netart') && count > place.length
  const latents = Array.from(
    { length: Math.max(0, count - place.length - (one ? 1 : 0)) },
    (_, index): Feature => `z${index}`,
  )
  return [...place.slice(0, count), ...latents, ...(one ? (['one'] as const) : [])]
}
