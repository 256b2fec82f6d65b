/**
 * What an ONNX graph computes at one point, as columns.
 *
 * A graph that fits a pattern treats all points alike, so each of its values is, at one point, a list of numbers: its
 * columns. Each column is followed symbolically. It is either a sum, Σ weight · base + bias, that no activation has seen
 * yet, or a base, possibly scaled and shifted. Bases are what sums can read: the features, and units, each of which is an
 * activation of a sum. So whatever a file does between two activations (Gemm, MatMul and Add, 1 × 1 convolutions,
 * normalisations with stored statistics, scalings, picking and joining of columns) comes down to rows of weights, in double
 * precision and rounded once, and only how units read each other is left to be compared with what a pattern can do
 * (layering.ts).
 */
import type { Activation } from '../../network.ts'

/**
 * What a unit does with its sum. `atan` is atan(x) / 0.67 and `atan²` is atan²(x) / 0.6, the halves of `composite`; `square`
 * is x², which is only known on its way into a Gaussian.
 */
export type UnitFunction = Exclude<Activation, 'composite'> | 'atan' | 'atan²' | 'square'

/** lucid's divisors, which bring both halves of `composite` to about unit variance. */
export const composite = { atan: 0.67, square: 0.6 } as const

/** A number that the network is given. */
interface FeatureBase {
  readonly kind: 'feature'
  readonly index: number
}

/** An activation of a sum. */
export interface Unit {
  readonly kind: 'unit'
  readonly apply: UnitFunction
  readonly sum: Sum
  /** Units on the longest way from the features, itself included. */
  readonly depth: number
  /** The node that applies the activation, for messages. */
  readonly maker: string
}

/** A unit with a value of earlier layers added. */
interface Residual {
  readonly kind: 'residual'
  readonly unit: Unit
  readonly plus: Base
  readonly depth: number
}

/** What sums read. */
export type Base = FeatureBase | Unit | Residual

/** Σ row[i] · read[i] + bias. The sums of one layer share `read`. */
export interface Sum {
  readonly kind: 'sum'
  readonly read: readonly Base[]
  readonly row: Float64Array
  readonly bias: number
  /** Whether a bias was added, be it 0. */
  readonly biased: boolean
}

/** scale · base + shift. */
export interface Scaled {
  readonly kind: 'scaled'
  readonly base: Base
  readonly scale: number
  readonly shift: number
}

/** One number of a value. */
export type Column = Sum | Scaled

/** Depth of a base; of a feature 0. */
export const depthOf = (base: Base): number => (base.kind === 'feature' ? 0 : base.depth)

const units = new WeakMap<Sum, Map<UnitFunction, Unit>>()
const depths = new WeakMap<readonly Base[], number>()

/** The unit that applies a function to a sum: the same one whenever it is asked for. */
export function unitOf(sum: Sum, apply: UnitFunction, maker: string): Unit {
  let made = units.get(sum)
  if (made === undefined) units.set(sum, (made = new Map()))
  let unit = made.get(apply)
  if (unit === undefined) {
    let depth = depths.get(sum.read)
    if (depth === undefined) {
      depth = sum.read.reduce((most, base) => Math.max(most, depthOf(base)), 0)
      depths.set(sum.read, depth)
    }
    unit = { kind: 'unit', apply, sum, depth: depth + 1, maker }
    made.set(apply, unit)
  }
  return unit
}

/** A base as it is. */
export const plain = (base: Base): Scaled => ({ kind: 'scaled', base, scale: 1, shift: 0 })

/** Whether a column is a base as it is. */
export const isPlain = (column: Column): column is Scaled =>
  column.kind === 'scaled' && column.scale === 1 && column.shift === 0
