/**
 * A network as shaders compute it: in blocks of four values, since a GPU's own types are vec4 and mat4.
 *
 * A layer is a list of mat4 · vec4 sums. Whatever is the same for all pixels (`one` and the latents) leaves the matrices
 * and becomes bias, which is folded on the CPU: a latent that moves then changes a few numbers and no program. Units are
 * put in the order of their activations, so that a block of a mixed layer seldom holds two, and columns of later layers
 * follow them; lanes that fill a block up have no weights. None of this changes more than the order of a sum.
 */
import type { Activation, DenseLayer, PatternNetwork } from '../network.ts'
import { fingerprintOf } from './program-key.ts'

/** What a lane does with its sum; composite's two halves are two of them. */
export const laneActivations = [
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
  'arctangent',
  'squaredArctangent',
] as const

/** One of {@link laneActivations}. */
export type LaneActivation = (typeof laneActivations)[number]

/** Features that vary over the picture, by the block that they share. */
const featureGroups = {
  plane: ['x', 'y', 'r'],
  tile: ['sinX', 'cosX', 'sinY', 'cosY'],
  picture: ['red', 'green', 'blue'],
} as const

/** A block of features: those of the plane, of a tile, of the extra picture. */
export type FeatureGroup = keyof typeof featureGroups

/** One layer in blocks. */
export interface PlannedLayer {
  /** Blocks of values that it reads, by number. */
  readonly reads: readonly number[]
  /** Number of its first block of values. */
  readonly writes: number
  /** Blocks of sums. */
  readonly blocks: number
  /** [blocks, reads.length, 4, 4]: for each a matrix, column by column, as GLSL and WGSL write it. */
  readonly matrices: Float32Array
  /** [blocks × 4], without the latents. */
  readonly bias: Float32Array
  /** For each latent that it reads, what 1 of it adds to the bias. */
  readonly latents: ReadonlyMap<number, Float32Array>
  /** [blocks × 4]. */
  readonly activations: readonly LaneActivation[]
  /** Whether squared arctangents of the same sums follow: twice as many values as sums. */
  readonly doubled: boolean
  /** Whether what it reads is added to what it gives. */
  readonly residual: boolean
}

/** A network in blocks. Blocks of values are numbered from 0: the features, then what each layer gives. */
export interface ShaderPlan {
  readonly groups: readonly FeatureGroup[]
  readonly layers: readonly PlannedLayer[]
  /** Whether each layer reads all blocks before its own; else those of one layer only. */
  readonly dense: boolean
  /** Blocks of values in all. */
  readonly blocks: number
  /** Multiplications a pixel, those of filled-up lanes included. */
  readonly multiplications: number
  /** The same for the same layers, whatever the latents. */
  readonly fingerprint: string
}

interface Place {
  readonly block: number
  readonly lane: number
}

/** Where a column's value comes from: a lane that varies, or something to fold. */
type Column = Place | { readonly latent: number } | 'one'

/**
 * A network in blocks.
 * @param used how many outputs the colour reads: rows of the last layer beyond them are left out
 */
export function planShader(network: PatternNetwork, used: number): ShaderPlan {
  const groups = (Object.keys(featureGroups) as FeatureGroup[]).filter((group) =>
    network.features.some((feature) => membersOf(group).includes(feature)),
  )
  const features = network.features.map((feature): Column => {
    if (feature === 'one') return 'one'
    const block = groups.findIndex((group) => membersOf(group).includes(feature))
    return block < 0
      ? { latent: Number(feature.slice(1)) }
      : { block, lane: membersOf(groups[block]!).indexOf(feature) }
  })
  let blocks = groups.length
  let columns: readonly Column[] = features
  let previous: readonly number[] = groups.map((_, block) => block)
  const layers = network.layers.map((layer, index): PlannedLayer => {
    const last = index === network.layers.length - 1
    const rows = rowsOf(layer, { sorted: !last && network.skips !== 'residual', used: last ? used : Infinity })
    const reads = network.skips === 'dense' ? Array.from({ length: blocks }, (_, block) => block) : previous
    const size = Math.ceil(rows.lanes.length / 4)
    const values = layer.activations[0] === 'composite' ? 2 * layer.units : layer.units
    const planned: PlannedLayer = {
      reads,
      writes: blocks,
      blocks: size,
      ...foldedLayer(layer, rows.lanes, columns, reads),
      activations: Array.from(
        { length: size * 4 },
        (_, lane) => rows.lanes[Math.min(lane, rows.lanes.length - 1)]!.activation,
      ),
      doubled: rows.doubled,
      residual: network.skips === 'residual' && index > 0 && !last && values === columns.length,
    }
    const places = placesOf(layer, rows, blocks)
    columns = network.skips === 'dense' ? [...columns, ...places] : places
    previous = Array.from({ length: rows.doubled ? 2 * size : size }, (_, block) => blocks + block)
    blocks += previous.length
    return planned
  })
  const multiplications = layers.reduce((sum, { matrices }) => sum + matrices.length, 0)
  return {
    groups,
    layers,
    dense: network.skips === 'dense',
    blocks,
    multiplications,
    fingerprint: fingerprintOf(layers),
  }
}

/** A layer's bias at some latents: [blocks × 4]. */
export function biasAt(layer: PlannedLayer, latents: readonly number[]): Float32Array {
  const sums = Float64Array.from(layer.bias)
  for (const [latent, column] of layer.latents) {
    const value = latents[latent] ?? 0
    for (const [lane, weight] of column.entries()) sums[lane]! += weight * value
  }
  return Float32Array.from(sums)
}

interface Rows {
  readonly lanes: readonly { readonly unit: number; readonly activation: LaneActivation }[]
  readonly doubled: boolean
}

const membersOf = (group: FeatureGroup): readonly string[] => featureGroups[group]

/**
 * Which unit each lane sums. A composite layer gives its second half from the same sums where that half begins with a
 * block; else its units are summed twice.
 */
function rowsOf(layer: DenseLayer, options: { readonly sorted: boolean; readonly used: number }): Rows {
  const units = Array.from({ length: layer.units }, (_, unit) => unit)
  if (layer.activations[0] === 'composite') {
    const half = (activation: LaneActivation): Rows['lanes'] => units.map((unit) => ({ unit, activation }))
    return layer.units % 4 === 0
      ? { lanes: half('arctangent'), doubled: true }
      : { lanes: [...half('arctangent'), ...half('squaredArctangent')], doubled: false }
  }
  const lanes = units.slice(0, options.used).map((unit) => ({
    unit,
    activation: (layer.activations[unit] ?? layer.activations[0]!) as Exclude<Activation, 'composite'>,
  }))
  const order = (lane: Rows['lanes'][number]): number => laneActivations.indexOf(lane.activation)
  return {
    lanes: options.sorted ? lanes.toSorted((left, right) => order(left) - order(right)) : lanes,
    doubled: false,
  }
}

/** Where a layer's values stand, in the order in which later layers read them. */
function placesOf(layer: DenseLayer, rows: Rows, first: number): Place[] {
  const at = (lane: number): Place => ({ block: first + (lane >> 2), lane: lane & 3 })
  if (layer.activations[0] === 'composite') return Array.from({ length: 2 * layer.units }, (_, value) => at(value))
  const places: Place[] = []
  for (const [lane, { unit }] of rows.lanes.entries()) places[unit] = at(lane)
  return places
}

/** Weights by block, with what is the same for all pixels folded. */
function foldedLayer(
  layer: DenseLayer,
  lanes: Rows['lanes'],
  columns: readonly Column[],
  reads: readonly number[],
): Pick<PlannedLayer, 'matrices' | 'bias' | 'latents'> {
  const blocks = Math.ceil(lanes.length / 4)
  const matrices = new Float32Array(blocks * reads.length * 16)
  const bias = new Float32Array(blocks * 4)
  const latents = new Map<number, Float32Array>()
  const reader = new Map(reads.map((block, position) => [block, position]))
  for (const [lane, { unit }] of lanes.entries()) {
    let constant = layer.bias?.[unit] ?? 0
    for (const [index, column] of columns.entries()) {
      const weight = layer.weights[unit * layer.inputs + index] ?? 0
      if (column === 'one') constant += weight
      else if ('latent' in column) {
        const sums = latents.get(column.latent) ?? new Float32Array(blocks * 4)
        sums[lane]! += weight
        latents.set(column.latent, sums)
      } else {
        const matrix = (lane >> 2) * reads.length + reader.get(column.block)!
        matrices[matrix * 16 + column.lane * 4 + (lane & 3)]! += weight
      }
    }
    bias[lane] = constant
  }
  return { matrices, bias, latents }
}
