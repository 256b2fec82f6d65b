/** A chain of bare matrices, as files without activations hold it, made into a network. */
import { InstrumentError } from '../../instrument.ts'
import type { Activation, DenseLayer, PatternNetwork } from '../network.ts'
import { limits, networkProblems, widthOf } from './check-network.ts'
import { featuresFor } from './features.ts'
import { refuse, type NetworkPreset, type ReadNetworkOptions } from './reading.ts'

/** A layer's numbers: `weights` is [units, inputs], row-major. */
export interface MatrixLayer {
  readonly name: string
  readonly units: number
  readonly inputs: number
  readonly weights: Float32Array
  readonly bias?: Float32Array
}

/** What is usual in a kind of file. */
export interface ChainHabits {
  readonly preset: NetworkPreset
  readonly arithmetic: PatternNetwork['arithmetic']
}

/**
 * The network of layers in order.
 * @throws InstrumentError when they do not fit each other, saying which.
 */
export function chainOf(
  matrices: readonly MatrixLayer[],
  options: ReadNetworkOptions,
  habits: ChainHabits,
): PatternNetwork {
  const preset = options.preset ?? habits.preset
  const hidden: Activation = options.activation ?? (preset === 'lucid' ? 'composite' : 'tanh')
  const last = options.outputActivation ?? 'sigmoid'
  const layers = matrices.map(({ units, inputs, weights, bias }, index): DenseLayer => ({
    inputs,
    units,
    weights,
    ...(bias === undefined ? {} : { bias }),
    activations: [index === matrices.length - 1 ? last : hidden],
  }))
  refuseUnlinked(matrices, layers)
  const features = options.features ?? featuresFor(matrices[0]!.inputs, preset)
  const isBiased = layers.some(({ bias }) => bias !== undefined)
  const isNetart = habits.arithmetic === 'netart' && !isBiased && hidden === 'tanh' && last === 'sigmoid'
  return { features, layers, skips: 'none', arithmetic: isNetart ? 'netart' : 'float32' }
}

function refuseUnlinked(matrices: readonly MatrixLayer[], layers: readonly DenseLayer[]): void {
  const problems = matrices.flatMap(({ name, inputs }, index) => {
    if (index === 0 || inputs === widthOf(layers[index - 1]!)) return []
    const before = matrices[index - 1]!
    const width = widthOf(layers[index - 1]!)
    const doubled = width === before.units ? '' : ` (${before.units} units, doubled by the activation "composite")`
    return [`"${name}" reads ${inputs} values, and "${before.name}" before it gives ${width}${doubled}.`]
  })
  if (problems.length > 0) {
    const found = matrices.map(({ name, units, inputs }) => `${name} ${units} × ${inputs}`).join(', ')
    refuse([`The layers do not fit each other (units × inputs: ${found}).`, ...problems])
  }
}

/** Refuses a size before anything of it is allocated. */
export function refuseSize(units: number, inputs: number, name: string): void {
  const isSize = (size: number, most: number): boolean => Number.isSafeInteger(size) && size >= 1 && size <= most
  // A layer of a dense network reads more than any layer gives.
  if (
    isSize(units, limits.units) &&
    isSize(inputs, limits.layers * limits.units) &&
    units * inputs <= limits.weights
  )
    return
  throw new InstrumentError(
    `"${name}" is a matrix of ${units} units × ${inputs} inputs; a layer has 1 to ${limits.units} units, and at most ` +
      `${limits.weights} weights.`,
  )
}

/** The network itself when nothing is wrong with it. @throws InstrumentError with all that is. */
export function checked(network: PatternNetwork): PatternNetwork {
  const problems = networkProblems(network)
  if (problems.length > 0) refuse(problems.slice(0, 20))
  return network
}
