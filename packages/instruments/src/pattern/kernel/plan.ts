/**
 * What the kernel does with a network: which row of a strip each feature and each unit has, with all that is the same for
 * every pixel done beforehand.
 *
 * In float32 arithmetic constant features (`one`, the latents) are folded into the start of the sums: bias + Σ weight ·
 * constant, in double, in the order of the columns, rounded once. netart-js sums them like all others, so there they stay.
 *
 * Without dense skips two regions of a strip take turns; with them every layer reads from row 0 on and writes behind.
 */
import { InstrumentError } from '../../instrument.ts'
import type { Activation, DenseLayer, Feature, PatternNetwork } from '../network.ts'
import * as at from './layout.ts'

/** A feature that has a row. */
interface PlannedFeature {
  readonly kind: number
  readonly value: number
}

/** A layer as `layout.ts` describes its record. */
interface PlannedLayer {
  readonly inputs: number
  readonly units: number
  readonly values: number
  /** [group][column][4]. */
  readonly weights: Float32Array
  /** [group][4]. */
  readonly bias: Float32Array
  /** Codes: one, or one a unit. */
  readonly activations: Int32Array
  readonly source: number
  readonly target: number
  readonly residual: boolean
}

/** A network as the kernel runs it. */
export interface NetworkPlan {
  readonly features: readonly PlannedFeature[]
  readonly layers: readonly PlannedLayer[]
  /** Rows of a strip. */
  readonly rows: number
  /** Row of the first output, and how many there are. */
  readonly outputRow: number
  readonly outputs: number
}

const activationCodes = {
  tanh: at.activationTanh,
  sin: at.activationSin,
  cos: at.activationCos,
  gaussian: at.activationGaussian,
  relu: at.activationRelu,
  softplus: at.activationSoftplus,
  sigmoid: at.activationSigmoid,
  abs: at.activationAbs,
  step: at.activationStep,
  identity: at.activationIdentity,
  composite: at.activationComposite,
} satisfies Record<Activation, number>

const featureCodes: Readonly<Record<string, number>> = {
  x: at.featureX,
  y: at.featureY,
  r: at.featureR,
  sinX: at.featureSinX,
  cosX: at.featureCosX,
  sinY: at.featureSinY,
  cosY: at.featureCosY,
  red: at.featureRed,
  green: at.featureGreen,
  blue: at.featureBlue,
} satisfies Record<Exclude<Feature, 'one' | `z${number}`>, number>

/** Rows that a strip may have: 2 MB of values. */
const mostRows = 65_536

/**
 * Plans a network.
 * @param latents values of `z0`, `z1`, …
 * @throws InstrumentError when shapes do not fit, a number is not finite, or a feature is unknown
 */
export function planNetwork(network: PatternNetwork, latents: readonly number[]): NetworkPlan {
  const { layers, skips } = network
  if (layers.length === 0)
    throw new InstrumentError(
      'The network has no layers: a pattern needs at least one, whose units are the colour.',
    )
  const columns = network.features.map((feature) => readFeature(feature, latents))
  const fold = network.arithmetic === 'float32'
  const kept = columns.flatMap((column, index) => (fold && column.kind === at.featureConstant ? [] : [index]))
  const values = layers.map((layer) => layer.units * (isComposite(layer) ? 2 : 1))
  const needs = layers.map((layer, index) => Math.max(roundUp(layer.units), values[index]!))
  const regions = [0, 1].map((side) =>
    Math.max(side === 0 ? kept.length : 0, ...needs.filter((_, index) => index % 2 !== side)),
  )

  const planned: PlannedLayer[] = []
  let rows = skips === 'dense' ? kept.length : regions[0]! + regions[1]!
  let made = columns.length
  for (const [index, layer] of layers.entries()) {
    const name = `Layer ${index + 1} of ${layers.length}`
    const reads = index === 0 || skips === 'dense' ? made : values[index - 1]!
    checkLayer(layer, name, reads)
    const folded = index === 0 || skips === 'dense' ? foldConstants(layer, columns, kept, fold) : undefined
    const inputs = folded?.inputs ?? layer.inputs
    planned.push({
      inputs,
      units: layer.units,
      values: values[index]!,
      weights: inGroups(folded?.weights ?? layer.weights, layer.units, inputs),
      bias: inGroups(folded?.bias ?? layer.bias ?? new Float32Array(layer.units), layer.units, 1),
      activations: Int32Array.from(layer.activations, (activation) => activationCodes[activation]),
      source: skips === 'dense' ? 0 : index % 2 === 0 ? 0 : regions[0]!,
      target: skips === 'dense' ? rows : index % 2 === 0 ? regions[0]! : 0,
      residual: skips === 'residual' && index > 0 && index < layers.length - 1 && layer.inputs === values[index],
    })
    if (skips === 'dense') {
      made += values[index]!
      rows += values[index]!
    }
  }
  const last = planned.at(-1)!
  if (skips === 'dense') rows = Math.max(rows, last.target + roundUp(last.units))
  // The rows that fill up a layer's last group may reach past what is made of it.
  rows += 3
  if (rows > mostRows)
    throw new InstrumentError(
      `The network keeps ${rows} values of a pixel, more than ${mostRows}: take fewer units, less depth, or no dense skips.`,
    )
  return {
    features: kept.map((index) => columns[index]!),
    layers: planned,
    rows,
    outputRow: last.target,
    outputs: last.values,
  }
}

const roundUp = (units: number): number => Math.ceil(units / 4) * 4

const isComposite = (layer: DenseLayer): boolean => layer.activations[0] === 'composite'

function readFeature(feature: Feature, latents: readonly number[]): PlannedFeature {
  if (feature === 'one') return { kind: at.featureConstant, value: 1 }
  const latent = /^z(\d+)$/.exec(feature)?.[1]
  if (latent !== undefined) {
    const value = latents[Number(latent)]
    if (value === undefined || !Number.isFinite(value))
      throw new InstrumentError(
        `The network reads "${feature}", found ${latents.length} latents: give ${Number(latent) + 1} finite numbers.`,
      )
    return { kind: at.featureConstant, value: Math.fround(value) }
  }
  if (Object.hasOwn(featureCodes, feature)) return { kind: featureCodes[feature]!, value: 0 }
  throw new InstrumentError(
    `The network reads "${feature}", which is no feature. There are: one, z0, z1, …, ${Object.keys(featureCodes).join(', ')}.`,
  )
}

/** @param reads values that there are for it */
function checkLayer(layer: DenseLayer, name: string, reads: number): void {
  const { inputs, units, weights, bias, activations } = layer
  if (!Number.isInteger(units) || units < 1)
    throw new InstrumentError(`${name} has ${units} units: it needs a whole number from 1.`)
  if (inputs !== reads || reads === 0)
    throw new InstrumentError(`${name} takes ${inputs} inputs, but there are ${reads} for it.`)
  if (weights.length !== units * inputs)
    throw new InstrumentError(
      `${name} has ${weights.length} weights, expected ${units} × ${inputs} = ${units * inputs}.`,
    )
  if (bias !== undefined && bias.length !== units)
    throw new InstrumentError(`${name} has ${bias.length} biases, expected ${units}, one for each unit.`)
  if (activations.length !== 1 && activations.length !== units)
    throw new InstrumentError(`${name} has ${activations.length} activations, expected 1 or ${units}.`)
  const unknown = activations.find((activation) => !Object.hasOwn(activationCodes, activation))
  if (unknown !== undefined)
    throw new InstrumentError(
      `${name} has the activation "${unknown}". There are: ${Object.keys(activationCodes).join(', ')}.`,
    )
  if (activations.length > 1 && activations.includes('composite'))
    throw new InstrumentError(`${name} mixes "composite" with others: it can only be that of a whole layer.`)
  for (const [what, numbers] of [
    ['weight', weights],
    ['bias', bias ?? []],
  ] as const) {
    const index = numbers.findIndex((number) => !Number.isFinite(number))
    if (index >= 0)
      throw new InstrumentError(
        `${name}: ${what} ${index} is ${numbers[index]}; every one must be a finite number.`,
      )
  }
}

/** A layer that reads features first, without the columns of constants: they are in the bias. */
function foldConstants(
  layer: DenseLayer,
  columns: readonly PlannedFeature[],
  kept: readonly number[],
  fold: boolean,
): { inputs: number; weights: Float32Array; bias: Float32Array } {
  const { inputs: all, units } = layer
  const inputs = all - columns.length + kept.length
  const weights = new Float32Array(units * inputs)
  const bias = new Float32Array(units)
  for (let unit = 0; unit < units; unit++) {
    const row = layer.weights.subarray(unit * all, (unit + 1) * all)
    let start = layer.bias?.[unit] ?? 0
    if (fold) {
      for (const [index, { kind, value }] of columns.entries())
        if (kind === at.featureConstant) start += row[index]! * value
    }
    bias[unit] = start
    for (const [index, column] of kept.entries()) weights[unit * inputs + index] = row[column]!
    weights.set(row.subarray(columns.length), unit * inputs + kept.length)
  }
  return { inputs, weights, bias }
}

/** [units, columns] as [group][column][4], the last group filled up with zeros. */
function inGroups(matrix: Float32Array, units: number, columns: number): Float32Array {
  const grouped = new Float32Array(roundUp(units) * columns)
  for (let unit = 0; unit < units; unit++) {
    const start = (unit & ~3) * columns + (unit & 3)
    for (let column = 0; column < columns; column++) {
      grouped[start + column * 4] = matrix[unit * columns + column]!
    }
  }
  return grouped
}
