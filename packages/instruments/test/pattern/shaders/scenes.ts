/** Scenes over all that a shader must draw: activations, skips, colours, symmetries, tiles, the extra picture. */
import { createRandom } from '@reverie/recipe'
import { testCard } from '@reverie/testing'
import type { Activation, DenseLayer, Feature, PatternNetwork } from '../../../src/pattern/network.ts'
import { colorModes, outputsOf, symmetries, type PatternScene } from '../../../src/pattern/scene.ts'

interface NetworkOptions {
  readonly seed?: number
  readonly units?: number
  readonly depth?: number
  readonly outputs?: number
  readonly features?: readonly Feature[]
  readonly activations?: readonly Activation[]
  readonly skips?: PatternNetwork['skips']
  readonly gain?: number
  readonly bias?: boolean
}

/** A network of normal weights, whose deviation is netart-js's 1 times `gain`. */
function network(options: NetworkOptions = {}): PatternNetwork {
  const { seed = 7, units = 16, depth = 8, outputs = 3, activations = ['tanh'], skips = 'none', gain = 1 } = options
  const features = options.features ?? ['x', 'y', 'r', 'z0', 'z1', 'one']
  const random = createRandom(seed)
  const layers: DenseLayer[] = []
  let all = features.length
  let before = features.length
  for (let index = 0; index <= depth + 1; index++) {
    const last = index === depth + 1
    const inputs = skips === 'dense' ? all : before
    const size = last ? outputs : units
    // Sums keep their size however many values are summed: 16 units of tanh at gain 1 are netart-js's.
    const scale = gain * (index === 0 ? 1 : Math.sqrt(16 / Math.max(16, inputs)))
    const weights = Float32Array.from({ length: size * inputs }, () => random.gaussian() * scale)
    const kinds = last ? (['sigmoid'] as const) : mixed(activations, size)
    layers.push({
      inputs,
      units: size,
      weights,
      ...(options.bias === true ? { bias: Float32Array.from({ length: size }, () => random.gaussian()) } : {}),
      activations: kinds,
    })
    before = kinds[0] === 'composite' ? 2 * size : size
    all += before
  }
  return { features, layers, skips, arithmetic: 'float32' }
}

/** One activation stays one; several are dealt out. */
const mixed = (activations: readonly Activation[], units: number): readonly Activation[] =>
  activations.length === 1
    ? activations
    : Array.from({ length: units }, (_, unit) => activations[(unit * 7) % activations.length]!)

/** A scene of 96 × 64 pixels around a network. */
export function scene(
  options: NetworkOptions &
    Partial<Omit<PatternScene, 'network' | 'plane' | 'coloring'>> & {
      readonly plane?: Partial<PatternScene['plane']>
      readonly coloring?: Partial<PatternScene['coloring']>
    },
): PatternScene {
  const coloring = { mode: 'rgb', alpha: 'off', ...options.coloring } as const
  return {
    width: options.width ?? 96,
    height: options.height ?? 64,
    network: network({ outputs: outputsOf[coloring.mode].alpha + 1, ...options }),
    latents: options.latents ?? [0.3, -0.6],
    plane: {
      coordinates: 'centred',
      range: 1,
      zoom: 1,
      panX: 0,
      panY: 0,
      rotate: 0,
      symmetry: 'none',
      order: 5,
      samples: 1,
      ...options.plane,
    },
    coloring,
    ...(options.picture === undefined ? {} : { picture: options.picture }),
  }
}

const colors = Float32Array.of(0.06, 0.12, 0.3, 0.9, 0.4, 0.2, 0.98, 0.9, 0.6, 0.2, 0.5, 0.45)

/** Deviation of weights that draws shapes rather than noise, where 1 does not. */
const gains: Partial<Record<Activation, number>> = {
  sin: 0.45,
  cos: 0.45,
  gaussian: 0.5,
  relu: 0.35,
  softplus: 0.3,
  sigmoid: 1.5,
  abs: 0.3,
  step: 1,
  identity: 0.25,
  composite: 0.25,
}
const kinds = [
  'tanh',
  'sin',
  'cos',
  'gaussian',
  'relu',
  'softplus',
  'sigmoid',
  'abs',
  'step',
  'identity',
  'composite',
] as const

/** Scenes by name. */
export const scenes: Readonly<Record<string, PatternScene>> = {
  '12/12': scene({ units: 12, depth: 12 }),
  '16/8': scene({}),
  '16/8 with biases, zoomed, turned and moved': scene({
    bias: true,
    plane: { range: 1.5, zoom: 1.7, panX: 0.3, panY: -0.2, rotate: 33 },
  }),
  '19/5, odd sizes': scene({ units: 19, depth: 5 }),
  'netart coordinates': scene({ plane: { coordinates: 'netart', range: 0.5 } }),
  'no features but latents': scene({ features: ['z0', 'one'], depth: 1 }),
  ...Object.fromEntries(
    kinds.map((kind) => [kind, scene({ activations: [kind], gain: gains[kind] ?? 1, depth: 4, units: 10 })]),
  ),
  'composite of whole blocks': scene({ activations: ['composite'], gain: 0.25, depth: 4, units: 12 }),
  mixed: scene({
    activations: ['tanh', 'sin', 'gaussian', 'sigmoid', 'relu', 'cos'],
    gain: 0.5,
    depth: 5,
    units: 14,
  }),
  residual: scene({ skips: 'residual', gain: 0.3 }),
  'residual, mixed': scene({ skips: 'residual', gain: 0.3, activations: ['tanh', 'sin'], depth: 4, units: 9 }),
  'residual, composite': scene({ skips: 'residual', gain: 0.1, activations: ['composite'], depth: 4, units: 8 }),
  dense: scene({ skips: 'dense', gain: 0.6, depth: 6 }),
  'dense, mixed': scene({
    skips: 'dense',
    gain: 0.6,
    depth: 3,
    units: 7,
    activations: ['tanh', 'gaussian', 'sin'],
  }),
  ...Object.fromEntries(
    colorModes.flatMap((mode) => [
      [`colour ${mode}`, scene({ depth: 4, coloring: { mode, alpha: 'off', colors } })],
      [
        `colour ${mode} with alpha`,
        scene({ depth: 3, coloring: { mode, alpha: mode === 'rgb' ? 'full' : 'netart', colors } }),
      ],
    ]),
  ),
  ...Object.fromEntries(
    symmetries
      .slice(1)
      .map((symmetry) => [`symmetry ${symmetry}`, scene({ depth: 3, plane: { symmetry, rotate: 10 } })]),
  ),
  'kaleidoscope of 8 in a square': scene({
    depth: 3,
    width: 64,
    plane: { symmetry: 'kaleidoscope', order: 8, panX: 0.2 },
  }),
  tile: scene({ features: ['sinX', 'cosX', 'sinY', 'cosY', 'z0', 'z1', 'one'], depth: 3 }),
  'mirrored tile': scene({
    features: ['sinX', 'cosX', 'sinY', 'cosY', 'z0', 'z1', 'one'],
    depth: 3,
    plane: { symmetry: 'mirror' },
  }),
  'samples 3': scene({ depth: 5, plane: { samples: 3 } }),
  'samples 2 with alpha': scene({ depth: 5, plane: { samples: 2 }, coloring: { alpha: 'full' } }),
  picture: scene({
    features: ['x', 'y', 'r', 'red', 'green', 'blue', 'z0', 'z1'],
    depth: 3,
    picture: testCard(40, 30),
  }),
}
