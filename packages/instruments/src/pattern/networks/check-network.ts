/** Whether a network is what network.ts says a network is, and of a size that can be computed. */
import { activations, type Activation, type DenseLayer, type Feature, type PatternNetwork } from '../network.ts'

/** The most that a network may have, files included: far beyond what draws well, well below what fills a memory. */
export const limits = {
  /** Columns of the first layer. */
  features: 1024,
  layers: 512,
  /** Units of one layer. */
  units: 4096,
  /** Weights of all layers together; 64 MB of float32. */
  weights: 2 ** 24,
  /** Bytes of one file. */
  file: 2 ** 28,
} as const

const plainFeatures = new Set<string>([
  'x',
  'y',
  'r',
  'one',
  'sinX',
  'cosX',
  'sinY',
  'cosY',
  'red',
  'green',
  'blue',
] satisfies Feature[])

/** Whether a text names a feature. */
function isFeature(text: unknown): text is Feature {
  return typeof text === 'string' && (plainFeatures.has(text) || /^z(0|[1-9]\d{0,2})$/.test(text))
}

/** Values that a layer gives: twice its units where the activation is `composite`. */
export function widthOf({ units, activations: [first] }: Pick<DenseLayer, 'units' | 'activations'>): number {
  return first === 'composite' ? 2 * units : units
}

/** What is wrong with a network: one sentence each, none when all is well. */
export function networkProblems(network: PatternNetwork): string[] {
  const problems: string[] = []
  const { features, layers } = network
  if (features.length === 0) problems.push('The network reads no features; at least "x" or "y" was expected.')
  if (features.length > limits.features) problems.push(tooMany('features', features.length, limits.features))
  const unknown = features.filter((feature) => !isFeature(feature))
  if (unknown.length > 0) {
    problems.push(
      `There is no feature ${unknown
        .slice(0, 8)
        .map((feature) => JSON.stringify(feature))
        .join(', ')}. Features are x, y, r, one, z0 to z999, sinX, cosX, sinY, cosY, red, green and blue.`,
    )
  }
  if (layers.length === 0) problems.push('The network has no layers; at least one was expected.')
  if (layers.length > limits.layers) problems.push(tooMany('layers', layers.length, limits.layers))
  const weights = layers.reduce((sum, { weights: { length } }) => sum + length, 0)
  if (weights > limits.weights) problems.push(tooMany('weights', weights, limits.weights))
  let before = features.length
  layers.forEach((layer, index) => {
    problems.push(...layerProblems(layer, index, before))
    const width = widthOf(layer)
    before = network.skips === 'dense' ? before + width : width
  })
  return problems
}

/** "10 layers": what is beyond a limit. */
export const tooMany = (what: string, found: number, most: number): string =>
  `The network has ${found} ${what}; a pattern's network may have ${most}.`

function layerProblems(layer: DenseLayer, index: number, before: number): string[] {
  const name = `Layer ${index}`
  const { inputs, units, weights, bias } = layer
  const problems: string[] = []
  if (units < 1 || units > limits.units || !Number.isInteger(units)) {
    problems.push(`${name} has ${units} units; 1 to ${limits.units} were expected.`)
  }
  if (inputs !== before) problems.push(`${name} reads ${inputs} values; there are ${before} before it.`)
  if (weights.length !== inputs * units) {
    problems.push(
      `${name} needs ${inputs * units} weights for ${units} units of ${inputs} inputs, found ${weights.length}.`,
    )
  }
  if (bias !== undefined && bias.length !== units) {
    problems.push(`${name} needs a bias of ${units} numbers, found ${bias.length}.`)
  }
  const odd = weights.findIndex((weight) => !Number.isFinite(weight))
  if (odd >= 0) {
    problems.push(
      `${name} has the weight ${weights[odd]} from input ${odd % inputs} to unit ${Math.floor(odd / inputs)}; finite numbers were expected.`,
    )
  }
  const oddBias = bias?.findIndex((value) => !Number.isFinite(value)) ?? -1
  if (oddBias >= 0)
    problems.push(`${name} has the bias ${bias![oddBias]} at unit ${oddBias}; finite numbers were expected.`)
  problems.push(...activationProblems(layer.activations, units, name))
  return problems
}

function activationProblems(found: readonly Activation[], units: number, name: string): string[] {
  const unknown = found.filter((activation) => !activations.includes(activation))
  if (unknown.length > 0) {
    return [
      `${name} has the activation ${JSON.stringify(unknown[0])}, which is not known. Known are: ${activations.join(', ')}.`,
    ]
  }
  if (found.length !== 1 && found.length !== units) {
    return [`${name} needs one activation, or ${units}, one for each unit; found ${found.length}.`]
  }
  if (found.length > 1 && found.includes('composite')) {
    return [`${name} has "composite" among the activations of single units; it is of a whole layer.`]
  }
  return []
}
