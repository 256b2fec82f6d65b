/** Small random scenes for properties: every feature, activation, skip, fold and colour mode. */
import * as fc from 'fast-check'
import { activations, type DenseLayer, type Feature, type PatternNetwork } from '../../src/pattern/network.ts'
import { colorModes, outputsOf, symmetries, type PatternScene } from '../../src/pattern/scene.ts'

const features: readonly Feature[] = [
  'x',
  'y',
  'r',
  'one',
  'z0',
  'z1',
  'sinX',
  'cosX',
  'sinY',
  'cosY',
  'red',
  'green',
  'blue',
]
const unitActivations = activations.filter((name) => name !== 'composite')

/** Numbers from −1 to 1 from a seed, float32. */
function numbersFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.fround(state / 2 ** 31 - 1)
  }
}

/** What a network is drawn from: little, so that a counterexample can be read. */
const outlines = fc.record({
  features: fc.uniqueArray(fc.constantFrom(...features), { minLength: 1, maxLength: 8 }),
  skips: fc.constantFrom('none', 'residual', 'dense'),
  layers: fc.array(
    fc.record({
      units: fc.oneof(fc.constant(4), fc.integer({ min: 1, max: 9 })),
      activation: fc.constantFrom(...activations, 'mixed'),
      biased: fc.boolean(),
    } as const),
    { maxLength: 5 },
  ),
  last: fc.constantFrom(...unitActivations, 'sigmoid', 'mixed'),
  size: fc.constantFrom(0.3, 1, 4, 30),
  seed: fc.nat(),
} as const)

function drawn(
  outline: typeof outlines extends fc.Arbitrary<infer T> ? T : never,
  outputs: number,
): PatternNetwork {
  const { features, skips, size, seed } = outline
  const next = numbersFrom(seed)
  const numbers = (length: number): Float32Array => Float32Array.from({ length }, () => next() * size)
  const shapes = [...outline.layers, { units: outputs, activation: outline.last, biased: seed % 2 === 0 }]
  let inputs = features.length
  const layers = shapes.map(({ units, activation, biased }): DenseLayer => {
    const names =
      activation === 'mixed'
        ? Array.from({ length: units }, (_, unit) => unitActivations[(unit + seed) % unitActivations.length]!)
        : [activation]
    const layer = { inputs, units, weights: numbers(inputs * units), activations: names }
    const values = activation === 'composite' ? units * 2 : units
    inputs = skips === 'dense' ? inputs + values : values
    return biased ? { ...layer, bias: numbers(units) } : layer
  })
  return { features, layers, skips, arithmetic: 'float32' }
}

const planes = fc.record({
  coordinates: fc.constantFrom('centred', 'netart'),
  range: fc.constantFrom(0.5, 1, 8, 100),
  zoom: fc.double({ min: 0.01, max: 100, noNaN: true }),
  panX: fc.constantFrom(0, -3.25, 0.1),
  panY: fc.constantFrom(0, 2.5, -0.3),
  rotate: fc.oneof(fc.constantFrom(0, 45, 90, -180), fc.double({ min: -360, max: 360, noNaN: true })),
  symmetry: fc.constantFrom(...symmetries),
  order: fc.integer({ min: 2, max: 24 }),
  samples: fc.constantFrom(1, 1, 2, 3),
} as const)

const colorings = fc.record({
  mode: fc.constantFrom(...colorModes),
  alpha: fc.constantFrom('off', 'netart', 'full'),
  colors: fc
    .array(fc.integer({ min: 0, max: 255 }), { minLength: 15, maxLength: 15 })
    .chain((numbers) =>
      fc.integer({ min: 1, max: 5 }).map((count) => Float32Array.from(numbers.slice(0, count * 3), (n) => n / 255)),
    ),
} as const)

const pictures = fc
  .uint8Array({ minLength: 36, maxLength: 36 })
  .map((data) => ({ width: 4, height: 3, channels: 3, depth: 8, data }) as const)

/** A scene of up to 20 × 5 pixels. */
export const scenes: fc.Arbitrary<PatternScene> = fc
  .record({
    width: fc.integer({ min: 1, max: 20 }),
    height: fc.integer({ min: 1, max: 5 }),
    outline: outlines,
    latents: fc.tuple(fc.double({ min: -10, max: 10, noNaN: true }), fc.double({ min: -1, max: 1, noNaN: true })),
    plane: planes,
    coloring: colorings,
    picture: pictures,
  })
  .map(({ outline, coloring, ...rest }) => ({
    ...rest,
    coloring,
    network: drawn(outline, outputsOf[coloring.mode].alpha + 1),
  }))
