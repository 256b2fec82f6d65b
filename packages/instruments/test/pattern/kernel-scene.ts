/** Scenes whose outputs a test can foresee. */
import type { Activation, DenseLayer, Feature, PatternNetwork } from '../../src/pattern/network.ts'
import type { PatternScene, Plane } from '../../src/pattern/scene.ts'

/** Nothing turned, moved or folded. */
export const plainPlane: Plane = {
  coordinates: 'centred',
  range: 1,
  zoom: 1,
  panX: 0,
  panY: 0,
  rotate: 0,
  symmetry: 'none',
  order: 2,
  samples: 1,
}

/** A scene of `size` × `size` pixels, or what `changes` say. */
export function sceneWith(network: PatternNetwork, changes: Partial<PatternScene> = {}): PatternScene {
  return {
    width: 16,
    height: 16,
    network,
    latents: [0.5, -0.25],
    plane: plainPlane,
    coloring: { mode: 'rgb', alpha: 'off' },
    ...changes,
  }
}

/** A network that gives the features themselves. */
export function passThrough(...features: Feature[]): PatternNetwork {
  const count = features.length
  const weights = Float32Array.from({ length: count * count }, (_, index) => (index % (count + 1) === 0 ? 1 : 0))
  return {
    features,
    layers: [{ inputs: count, units: count, weights, activations: ['identity'] }],
    skips: 'none',
    arithmetic: 'float32',
  }
}

/** A network that gives the same outputs everywhere. */
export function constant(outputs: readonly number[], activation: Activation = 'identity'): PatternNetwork {
  const layer: DenseLayer = {
    inputs: 1,
    units: outputs.length,
    weights: new Float32Array(outputs.length),
    bias: Float32Array.from(outputs),
    activations: [activation],
  }
  return { features: ['one'], layers: [layer], skips: 'none', arithmetic: 'float32' }
}

/** A lively network of tanh, from x, y and r or other features, with three outputs or more. */
export function lively(features: readonly Feature[] = ['x', 'y', 'r', 'z0', 'one'], outputs = 3): PatternNetwork {
  let state = 7
  const weight = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 30 - 2
  }
  const layer = (inputs: number, units: number, activation: Activation): DenseLayer => ({
    inputs,
    units,
    weights: Float32Array.from({ length: inputs * units }, weight),
    activations: [activation],
  })
  return {
    features,
    layers: [layer(features.length, 10, 'tanh'), layer(10, 10, 'tanh'), layer(10, outputs, 'sigmoid')],
    skips: 'none',
    arithmetic: 'float32',
  }
}
