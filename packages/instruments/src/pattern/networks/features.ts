/** What a network's inputs stand for, where its file does not say. */
import type { Feature } from '../network.ts'
import type { NetworkPreset } from './reading.ts'

const usual: readonly (readonly Feature[])[] = [[], ['x'], ['x', 'y'], ['x', 'y', 'r'], ['x', 'y', 'r', 'one']]

/**
 * The features of so many inputs: x; y; r; then the constant where there are four, and latent numbers where there are more.
 * netart-js has its constant behind the latents, lucid's networks read latents right after x and y.
 */
export function featuresFor(count: number, preset: NetworkPreset): Feature[] {
  if (preset === 'lucid') return [...(['x', 'y'] as const).slice(0, count), ...latents(count - 2)]
  if (preset === 'netart' && count > 4) return ['x', 'y', 'r', ...latents(count - 4), 'one']
  return usual[count] === undefined ? ['x', 'y', 'r', ...latents(count - 3)] : [...usual[count]]
}

const latents = (count: number): Feature[] =>
  Array.from({ length: Math.max(0, count) }, (_, index): Feature => `z${index}`)
