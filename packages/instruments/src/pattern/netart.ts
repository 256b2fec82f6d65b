/**
 * netart-js's networks: the same weights for the same numbers by chance, in the order in which the original draws
 * them.
 *
 * One stream (mulberry32 of the seed, for the original's Math.random) gives first the size of the network, then both
 * latents, then the weights, row after row: W×6 from the input [x, y, r, z1, z2, 1], `depth` times W×W, and the
 * outputs'. The number drawn for the size decides nothing here, since size and depth are parameters, but it is drawn,
 * so that the rest follows as in the original. Written from the formulas (README.md); nothing of the original was
 * copied.
 */
import { createRandom } from '@reverie/recipe'
import type { Activation, DenseLayer, Feature, PatternNetwork } from './network.ts'
import { outputsOf, type ColorMode } from './scene.ts'
import { gaussians } from './streams.ts'

/** netart-js's input. */
const netartFeatures: readonly Feature[] = ['x', 'y', 'r', 'z0', 'z1', 'one']

/** A network and the two latents that the seed gives it. */
export interface DrawnNetart {
  readonly network: PatternNetwork
  /** Each from −1 to 1. */
  readonly latents: readonly [number, number]
}

/**
 * Draws a network as netart-js does.
 * @param plan units of a layer; hidden layers after the first; the mode that the outputs are for; a factor on all
 *   weights, which is 1 in the original
 */
export function drawNetart(
  seed: number,
  plan: { readonly units: number; readonly depth: number; readonly color: ColorMode; readonly gain: number },
): DrawnNetart {
  const { units, depth, gain } = plan
  const random = createRandom(seed)
  random.next()
  const latents = [2 * random.next() - 1, 2 * random.next() - 1] as const
  const gaussian = gaussians(random.next)
  const layer = (outputs: number, inputs: number, activation: Activation): DenseLayer => ({
    inputs,
    units: outputs,
    weights: Float32Array.from({ length: outputs * inputs }, () => gaussian() * gain),
    activations: [activation],
  })
  const layers = [layer(units, netartFeatures.length, 'tanh')]
  for (let index = 0; index < depth; index++) layers.push(layer(units, units, 'tanh'))
  layers.push(layer(outputsOf[plan.color].netart, units, 'sigmoid'))
  return { latents, network: { features: netartFeatures, layers, skips: 'none', arithmetic: 'netart' } }
}
