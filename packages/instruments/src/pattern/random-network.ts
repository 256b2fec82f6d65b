/**
 * Networks from a seed.
 *
 * Weights are normal. Their deviation is not 1, as in netart-js, but what the mean-field theory of `mean-field.ts`
 * says keeps a picture a picture: with 2 units or 256, with 1 layer or 64, and for every activation. What is read
 * from the plane has the original's deviation.
 */
import { drawLayer, type Column } from './draw-layer.ts'
import { exp, log } from './exact-math.ts'
import { driveOf, valuesOf, type Drive, type Value } from './mean-field.ts'
import type { Activation, DenseLayer, Feature, PatternNetwork } from './network.ts'
import { streamOf } from './streams.ts'

/** What a network is drawn with. */
export interface NetworkPlan {
  readonly features: readonly Feature[]
  /** Units of each hidden layer. */
  readonly units: number
  /** Hidden layers after the first. */
  readonly depth: number
  /** Units of the last layer. */
  readonly outputs: number
  /**
   * Of the hidden layers, the first one first; starts again when there are more layers. `mixed` draws one for each
   * unit.
   */
  readonly activations: readonly (Activation | 'mixed')[]
  readonly skips: PatternNetwork['skips']
  /** How strongly units listen; 1 as tuned. */
  readonly gain: number
  /** Deviation of biases. */
  readonly bias: number
  /** Factor on what is read from the extra picture. */
  readonly influence: number
  /** Half the sides of a tile in units of the plane: factors on what is read from its circles. */
  readonly reach: { readonly x: number; readonly y: number }
}

/** Activations that `mixed` draws from. */
const mixture: readonly Activation[] = ['tanh', 'sin', 'gaussian', 'abs', 'sigmoid', 'cos']

/**
 * How much a step across the plane grows on its way through all hidden layers after the first, at gain 1, for tanh.
 */
const totalGrowth = 16

/**
 * The same for the others, so that pictures are about as lively: tanh grows steps at few places, waves everywhere.
 */
const liveliness: Readonly<Record<Activation, number>> = {
  tanh: 1,
  sin: 0.3,
  cos: 0.2,
  gaussian: 0.25,
  relu: 1,
  softplus: 1,
  sigmoid: 1.5,
  abs: 0.2,
  step: 1,
  identity: 1,
  composite: 0.6,
}

/** Of wider layers growth is less, by the root of the width: they have more to say at every place. */
const usualUnits = 16

/** Deviation of the first layer's sums over a square from −1 to 1 with two latents. */
const firstSum = Math.sqrt(3)

/**
 * Deviation of the sums that become a colour: wide enough for deep shadows and lights, not so wide that only those
 * are left.
 */
const outputSum = 2

/** Draws a network. The same seed and plan give the same weights, bit for bit, in every engine. */
export function drawNetwork(seed: number, plan: NetworkPlan): PatternNetwork {
  const drive = drives(plan)
  const features = plan.features.map((feature) => columnOf(feature, plan))
  const layers: DenseLayer[] = []
  let values: Column[][] = []
  for (let layer = 0; layer <= plan.depth; layer++) {
    const activations = kindsOf(seed, layer, plan)
    const units = Array.from({ length: plan.units }, (_, unit) =>
      drive(activations[unit % activations.length]!, layer === 0),
    )
    const columns = columnsRead(features, values, plan.skips)
    layers.push(drawLayer({ seed, layer, columns, drives: units, activations, bias: plan.bias }))
    values = withLayer(values, valuesMade(units, layer), plan.skips)
  }
  const columns = columnsRead(features, values, plan.skips)
  const outputs = Array.from({ length: plan.outputs }, () => ({ sum: outputSum, offset: 0 }))
  layers.push(
    drawLayer({ seed, layer: plan.depth + 1, columns, drives: outputs, activations: ['sigmoid'], bias: 0 }),
  )
  return { features: plan.features, layers, skips: plan.skips, arithmetic: 'float32' }
}

/** A unit's drive, and what it then gives. */
interface Driven extends Drive {
  readonly values: readonly Value[]
}

/** Each activation's drive in the first layer and in the others, worked out once. */
function drives(plan: NetworkPlan): (activation: Activation, first: boolean) => Driven {
  const known = new Map<string, Driven>()
  return (activation, first) => {
    const key = `${activation} ${first}`
    const made = known.get(key) ?? driven(activation, first, plan)
    known.set(key, made)
    return made
  }
}

function driven(activation: Activation, first: boolean, plan: NetworkPlan): Driven {
  const wanted = growthOfLayer(activation, plan)
  if (!first) {
    const drive = driveOf(activation, wanted, plan.gain)
    return { ...drive, values: valuesOf(activation, drive, wanted) }
  }
  const sum = plan.gain * firstSum
  return { sum: plan.gain, offset: 0, values: valuesOf(activation, { sum, offset: 0 }, wanted) }
}

/** χ of a layer, so that all of them together give the growth that is wanted. */
function growthOfLayer(activation: Activation, { depth, units, skips, gain }: NetworkPlan): number {
  const crowd = Math.sqrt(Math.max(1, units / usualUnits))
  const total = 1 + (totalGrowth * liveliness[activation] * gain * gain) / crowd
  if (skips === 'none') return exp((2 * log(total)) / depth)
  // Layer l adds its values to those of l + 1 layers, or they stand beside them: a step grows (l + 1 + χ) / (l + 2)-fold.
  const ofAll = (growth: number): number => {
    let product = 1
    for (let layer = 0; layer < depth; layer++) product *= (layer + 1 + growth) / (layer + 2)
    return product
  }
  let low = 1
  let high = 1e6
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2
    if (ofAll(middle) < total * total) low = middle
    else high = middle
  }
  return low
}

/**
 * How a feature is weighed. Each kind has a stream of its own, so that one more latent leaves the other weights
 * alone.
 */
function columnOf(feature: Feature, plan: NetworkPlan): Column {
  if (feature === 'red' || feature === 'green' || feature === 'blue') {
    return { scale: plan.influence, mean: 0.5, block: 2 }
  }
  if (feature === 'sinX' || feature === 'cosX') return { scale: plan.reach.x, mean: 0, block: 3 }
  if (feature === 'sinY' || feature === 'cosY') return { scale: plan.reach.y, mean: 0, block: 3 }
  // What is the same everywhere decides few units alone, and with them the whole picture: there it weighs less.
  const constant = Math.min(1, plan.units / 6)
  if (feature === 'one') return { scale: constant, mean: 0, block: 4 }
  if (!feature.startsWith('z')) return { scale: 1, mean: 0, block: 0 }
  const latents = plan.features.filter((other) => other.startsWith('z')).length
  return { scale: constant * Math.sqrt(2 / Math.max(2, latents)), mean: 0, block: 1 }
}

/** What the units of a hidden layer do. */
function kindsOf(seed: number, layer: number, plan: NetworkPlan): readonly Activation[] {
  const kind = plan.activations[layer % plan.activations.length]!
  if (kind !== 'mixed') return [kind]
  return Array.from(
    { length: plan.units },
    (_, unit) => mixture[Math.floor(streamOf(seed, 'kinds', layer, unit).next() * mixture.length)]!,
  )
}

/** How a hidden layer's values are to be weighed; a composite layer gives all first values, then all second ones. */
function valuesMade(units: readonly Driven[], layer: number): Column[] {
  const parts = units[0]!.values.length
  return Array.from({ length: parts }, (_, part) =>
    units.map(({ values }) => ({
      scale: values[part]!.deviation,
      mean: values[part]!.mean,
      block: layer + 5,
    })),
  ).flat()
}

/**
 * The values there are after one more layer: groups of columns whose `scale` is still the deviation of the value
 * itself.
 */
function withLayer(before: readonly Column[][], layer: Column[], skips: PatternNetwork['skips']): Column[][] {
  if (skips === 'dense') return [...before, layer]
  const [last] = before
  if (skips === 'none' || last?.length !== layer.length) return [layer]
  return [
    layer.map((column, index) => ({
      scale: Math.sqrt(column.scale * column.scale + last[index]!.scale * last[index]!.scale),
      mean: column.mean + last[index]!.mean,
      block: column.block,
    })),
  ]
}

/**
 * The columns of a layer's weights, as much of the sum coming from each layer read, and from the features where they
 * are read too.
 */
function columnsRead(
  features: readonly Column[],
  values: readonly Column[][],
  skips: PatternNetwork['skips'],
): readonly Column[] {
  if (values.length === 0) return features
  const sources = skips === 'dense' ? values.length + 1 : 1
  const weighed = values.flatMap((group) =>
    group.map((column) => ({ ...column, scale: 1 / (column.scale * Math.sqrt(group.length * sources)) })),
  )
  if (skips !== 'dense') return weighed
  return [...features.map((column) => ({ ...column, scale: column.scale / Math.sqrt(sources) })), ...weighed]
}
