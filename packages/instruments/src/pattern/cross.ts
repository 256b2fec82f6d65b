/**
 * Uniform crossover of networks, unit by unit (K. Stanley and others' NEAT aligns genes by history; here places name
 * them).
 */
import type { Activation, DenseLayer, PatternNetwork } from './network.ts'
import { streamOf } from './streams.ts'

/**
 * A network with the shape of the first parent, each unit of which comes from one of the parents: its weights, its
 * bias, its activation. What a parent does not have (that layer, that unit, that input) stays as in the first.
 */
export function crossNetworks(parents: readonly PatternNetwork[], seed: number): PatternNetwork {
  const first = parents[0]!
  const layers = first.layers.map((layer, index): DenseLayer => {
    const stream = streamOf(seed, 'cross', index)
    const origins = Array.from({ length: layer.units }, () => Math.floor(stream.next() * parents.length))
    const donors = parents.map((parent) => donorOf(first, index, parent))
    return crossLayers(layer, origins, donors, first.arithmetic === 'netart')
  })
  return { ...first, layers }
}

/** A parent's layer as seen from a layer of the first parent: where each of that one's inputs stands in it. */
interface Donor {
  readonly layer: DenseLayer
  /** Its column for each column of the first parent's layer; −1 for none. */
  readonly columns: readonly number[]
}

function donorOf(first: PatternNetwork, index: number, parent: PatternNetwork): Donor | undefined {
  const last = index === first.layers.length - 1
  const place = last ? parent.layers.length - 1 : index
  const layer = parent.layers[place]
  if (layer === undefined || (!last && place === parent.layers.length - 1)) return undefined
  const names = new Map(inputNames(parent, place).map((name, column) => [name, column]))
  return { layer, columns: inputNames(first, index).map((name) => names.get(name) ?? -1) }
}

/** Names of a layer's inputs, which mean the same in all networks: features, and values by layer and number. */
function inputNames({ features, layers, skips }: PatternNetwork, index: number): string[] {
  const valuesOf = (layer: number): string[] => {
    const { units, activations } = layers[layer]!
    const values = activations[0] === 'composite' ? 2 * units : units
    // The outputs read the last hidden layer, whichever that is.
    const name = layer === layers.length - 2 && index === layers.length - 1 ? 'last' : String(layer)
    return Array.from({ length: values }, (_, value) => `${name}:${value}`)
  }
  if (index === 0) return [...features]
  if (skips !== 'dense') return valuesOf(index - 1)
  return [...features, ...Array.from({ length: index }, (_, layer) => valuesOf(layer)).flat()]
}

/** @param fixed activations and the absence of a bias stay as they are */
function crossLayers(
  own: DenseLayer,
  origins: readonly number[],
  donors: readonly (Donor | undefined)[],
  fixed: boolean,
): DenseLayer {
  const weights = own.weights.slice()
  const bias = own.bias?.slice() ?? new Float32Array(own.units)
  const kinds: Activation[] = Array.from({ length: own.units }, (_, unit) => activationOf(own, unit))
  origins.forEach((origin, unit) => {
    const donor = donors[origin]
    if (donor === undefined || unit >= donor.layer.units) return
    const { layer, columns } = donor
    // A layer that reads more weighs each input less.
    const scale = Math.sqrt(layer.inputs / own.inputs)
    columns.forEach((column, index) => {
      if (column >= 0) weights[unit * own.inputs + index] = layer.weights[unit * layer.inputs + column]! * scale
    })
    bias[unit] = layer.bias?.[unit] ?? 0
    kinds[unit] = activationOf(layer, unit)
  })
  const whole = fixed || kinds.includes('composite')
  return {
    inputs: own.inputs,
    units: own.units,
    weights,
    ...((own.bias || bias.some((value) => value !== 0)) && !fixed ? { bias } : {}),
    activations: whole ? own.activations : kinds.every((kind) => kind === kinds[0]) ? kinds.slice(0, 1) : kinds,
  }
}

const activationOf = ({ activations }: DenseLayer, unit: number): Activation =>
  activations[unit % activations.length]!
