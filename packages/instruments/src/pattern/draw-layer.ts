/** One layer of a random network: normal numbers, scaled as its columns and units ask. */
import type { Drive } from './mean-field.ts'
import type { Activation, DenseLayer } from './network.ts'
import { streamOf, type Stream } from './streams.ts'

/** A value that a layer reads, and how it is weighed. */
export interface Column {
  /** Deviation of its weights, for a sum of deviation 1 over all columns. */
  readonly scale: number
  /** What is taken from the value before it is weighed. */
  readonly mean: number
  /** Which of a row's streams its weights come from. */
  readonly block: number
}

/** What a layer is drawn with. */
export interface LayerPlan {
  readonly seed: number
  /** Its number in the network, the first one 0. */
  readonly layer: number
  readonly columns: readonly Column[]
  /** The deviation that the sum of each unit is to have, and what is added to it. */
  readonly drives: readonly Drive[]
  readonly activations: readonly Activation[]
  /** Deviation of biases. */
  readonly bias: number
}

/**
 * Layers that are no wider and read no more than twice as much have rows at right angles to each other: wide ones are
 * nearly so by chance, and the time grows as n³.
 */
const widestTurned = 32

/** Draws a layer. It has biases where they are asked for, and where something is to be taken from the values read. */
export function drawLayer({ seed, layer, columns, drives, activations, bias }: LayerPlan): DenseLayer {
  const inputs = columns.length
  const units = drives.length
  const rows = drives.map((_, unit) => drawRow(seed, layer, unit, columns))
  const turned = layer > 0 && units <= Math.min(inputs, widestTurned) && inputs <= 2 * widestTurned
  if (turned) orthogonalise(rows)
  const weights = new Float32Array(units * inputs)
  const biases = new Float32Array(units)
  rows.forEach((row, unit) => {
    const { sum, offset } = drives[unit]!
    let shift = 0
    for (let column = 0; column < inputs; column++) {
      const { scale, mean } = columns[column]!
      const weight = Math.fround(row[column]! * scale * sum)
      weights[unit * inputs + column] = weight
      shift += weight * mean
    }
    biases[unit] = offset - shift + bias * streamOf(seed, 'bias', layer, unit).gaussian()
  })
  const biased = bias > 0 || drives.some(({ offset }) => offset !== 0) || columns.some(({ mean }) => mean !== 0)
  return { inputs, units, weights, ...(biased ? { bias: biases } : {}), activations }
}

/** Normal numbers for a row, each from the stream of its column's block. */
function drawRow(seed: number, layer: number, unit: number, columns: readonly Column[]): Float64Array {
  const row = new Float64Array(columns.length)
  const streams = new Map<number, Stream>()
  let block = -1
  let stream: Stream | undefined
  columns.forEach((column, index) => {
    if (stream === undefined || column.block !== block) {
      block = column.block
      stream = streams.get(block) ?? streamOf(seed, 'weights', layer, unit, block)
      streams.set(block, stream)
    }
    row[index] = stream.gaussian()
  })
  return row
}

/**
 * Turns rows to right angles with each other, each as long as normal numbers are on average (Gram and Schmidt, each
 * row twice against rounding). In a narrow layer normal rows often point the same way, and what a layer has merged no
 * later one can tell apart (J. Pennington et al., "Resurrecting the sigmoid in deep learning through dynamical
 * isometry", 2017).
 */
function orthogonalise(rows: readonly Float64Array[]): void {
  const length = rows[0]!.length
  rows.forEach((row, index) => {
    for (let pass = 0; pass < 2; pass++) {
      for (let before = 0; before < index; before++) {
        const other = rows[before]!
        const share = product(row, other) / length
        for (let place = 0; place < length; place++) row[place]! -= share * other[place]!
      }
    }
    const scale = Math.sqrt(length / product(row, row))
    for (let place = 0; place < length; place++) row[place]! *= scale
  })
}

function product(left: Float64Array, right: Float64Array): number {
  let sum = 0
  for (let place = 0; place < left.length; place++) sum += left[place]! * right[place]!
  return sum
}
