/**
 * From units that read each other to a pattern's layers.
 *
 * Units of one depth make a layer. A pattern's layer reads the one before (`none`), the same with what that read added
 * (`residual`), or the features and all layers before (`dense`); any other way of reading is refused. The order of a layer's
 * units is the one in which they are read; where a residual adds them up, the order of that.
 */
import { InstrumentError } from '../../../instrument.ts'
import type { Activation, DenseLayer, PatternNetwork } from '../../network.ts'
import { limits } from '../check-network.ts'
import { depthOf, isPlain, unitOf, type Base, type Column, type Sum, type Unit } from './columns.ts'
import { asSums, type Take } from './linear.ts'

/** One layer on the way: what others read of it, in order; composite layers have a place for halves that nothing reads. */
interface Layer {
  readonly slots: readonly (Base | undefined)[]
  readonly sums: readonly Sum[]
  readonly activations: readonly Activation[]
}

/**
 * Layers of which the given columns are the outputs.
 * @param features how many features there are
 * @throws InstrumentError saying which units read what a pattern's layers cannot.
 */
export function layersOf(
  outputs: readonly Column[],
  features: number,
  take: Take,
): Pick<PatternNetwork, 'layers' | 'skips'> {
  const ends = endsOf(outputs, take)
  const depth = ends[0]!.depth
  if (depth > limits.layers) {
    throw new InstrumentError(`The network is ${depth} layers deep; a pattern's network may have ${limits.layers}.`)
  }
  const reads = readsByDepth(ends)
  const isDense = [...reads].some(([level, bases]) => bases.some((base) => depthOf(base) !== level - 1))
  const layers: Layer[] = [layerOf(ends)]
  for (let level = depth; level > 1; level--)
    layers.unshift(layerOf(orderOf(level - 1, reads, layers[0]!, isDense)))
  const inputs = Array.from({ length: features }, (_, index) => index)
  const residuals = skipsOf(layers, isDense)
  const skips = isDense ? 'dense' : residuals
  return {
    layers: layers.map((layer, index) => {
      const before = isDense ? layers.slice(0, index) : layers.slice(Math.max(0, index - 1), index)
      const places = new Map<Base | number, number>()
      let count = 0
      if (isDense || index === 0) for (const input of inputs) places.set(input, count++)
      for (const { slots } of before) for (const slot of slots) places.set(slot ?? -1 - count, count++)
      return denseLayer(layer, places, count, take)
    }),
    skips,
  }
}

/** The units of the last layer: the outputs themselves, or units that pass them on. */
function endsOf(outputs: readonly Column[], take: Take): readonly Unit[] {
  const direct = outputs.map((column): Unit | undefined => {
    if (column.kind === 'sum') return unitOf(column, 'identity', 'the output')
    return isPlain(column) && column.base.kind === 'unit' && column.base.apply in activationOf
      ? column.base
      : undefined
  })
  const units = direct.every((unit) => unit !== undefined) && isOneDepth(direct) ? direct : undefined
  return units ?? asSums(outputs, take).map((sum) => unitOf(sum, 'identity', 'the output'))
}

const isOneDepth = (units: readonly Unit[]): boolean => units.every(({ depth }) => depth === units[0]!.depth)

/** What the units of each depth read: all units of one depth the same. */
function readsByDepth(ends: readonly Unit[]): Map<number, readonly Base[]> {
  const reads = new Map<number, readonly Base[]>()
  const seen = new Set<readonly Base[]>()
  const pending: Unit[] = [...ends]
  for (let unit = pending.pop(); unit !== undefined; unit = pending.pop()) {
    const { read } = unit.sum
    if (seen.has(read)) continue
    seen.add(read)
    const other = reads.get(unit.depth)
    if (other === undefined) reads.set(unit.depth, read)
    else if (!isSameSet(other, read)) {
      throw new InstrumentError(
        `${unit.maker} reads other values than the units beside it: a pattern's network is one chain of layers, without branches.`,
      )
    }
    for (const base of read) {
      for (let each: Base | undefined = base; each !== undefined && each.kind !== 'feature';) {
        pending.push(each.kind === 'unit' ? each : each.unit)
        each = each.kind === 'residual' ? each.plus : undefined
      }
    }
  }
  return reads
}

function isSameSet(left: readonly Base[], right: readonly Base[]): boolean {
  const set = new Set(left)
  return new Set(right).size === set.size && right.every((base) => set.has(base))
}

/** What is read of the layer of a depth, in order; refused where it is not what `dense` and `residual` read. */
function orderOf(
  level: number,
  reads: ReadonlyMap<number, readonly Base[]>,
  after: Layer,
  isDense: boolean,
): Base[] {
  const read = reads.get(level + 1)!
  const here = new Set(read.filter((base) => depthOf(base) === level))
  if (isDense) {
    const known = new Set(read)
    const missing = [...reads.values()].flat().find((base) => depthOf(base) <= level && !known.has(base))
    if (missing !== undefined) {
      throw new InstrumentError(
        `${makerOf(after)} skips layers, but does not read ${nameOf(missing)}: ` +
          `where layers skip, a pattern's read the features and all layers before.`,
      )
    }
  }
  const added = after.slots.flatMap((slot) => (slot?.kind === 'residual' ? [slot.plus] : []))
  if (added.length === 0) return [...here]
  const isWhole =
    added.length === here.size && added.every((base) => here.has(base)) && new Set(added).size === here.size
  if (isWhole) return added
  throw new InstrumentError(
    `${makerOf(after)} is added to other values than the ones it reads: a pattern's residual layer adds what it read.`,
  )
}

const makerOf = ({ slots }: Layer): string => {
  const slot = slots.find((each) => each !== undefined)
  return slot === undefined || slot.kind === 'feature'
    ? 'A layer'
    : slot.kind === 'unit'
      ? slot.maker
      : slot.unit.maker
}

const nameOf = (base: Base): string =>
  base.kind === 'feature' ? `input ${base.index}` : base.kind === 'unit' ? base.maker : base.unit.maker

const activationOf = {
  tanh: 'tanh',
  sin: 'sin',
  cos: 'cos',
  gaussian: 'gaussian',
  relu: 'relu',
  softplus: 'softplus',
  sigmoid: 'sigmoid',
  abs: 'abs',
  step: 'step',
  identity: 'identity',
} as const satisfies Partial<Record<Unit['apply'], Activation>>

/** The layer that values of one depth make. */
function layerOf(read: readonly Base[]): Layer {
  const units = read.map((base) => {
    if (base.kind === 'feature') throw new InstrumentError('A layer adds up features only.')
    return base.kind === 'unit' ? base : base.unit
  })
  const twice = new Set(read.flatMap((base) => (base.kind === 'residual' ? [base.unit] : [])))
  const torn = read.find((base) => base.kind === 'unit' && twice.has(base))
  if (torn !== undefined) {
    throw new InstrumentError(`${nameOf(torn)} is read both with and without what is added to it.`)
  }
  const square = units.find(({ apply }) => apply === 'square')
  if (square !== undefined)
    throw new InstrumentError(`${square.maker} squares its values, which no activation of a pattern does.`)
  if (units.some(({ apply }) => apply === 'atan' || apply === 'atan²')) return compositeLayer(read, units)
  const applies = units.map(({ apply }) => activationOf[apply as keyof typeof activationOf])
  return {
    slots: read,
    sums: units.map(({ sum }) => sum),
    activations: applies.every((apply) => apply === applies[0]) ? applies.slice(0, 1) : applies,
  }
}

/** atan(x) / 0.67 of all sums and then atan²(x) / 0.6 of all sums, in whatever order they are read. */
function compositeLayer(read: readonly Base[], units: readonly Unit[]): Layer {
  const other = units.find(({ apply }) => apply !== 'atan' && apply !== 'atan²')
  if (other !== undefined) {
    throw new InstrumentError(`${other.maker} stands beside an arc tangent: "composite" is of a whole layer.`)
  }
  const sums = [...new Set(units.map(({ sum }) => sum))]
  const slotOf = (apply: Unit['apply']): (Base | undefined)[] =>
    sums.map((sum) => read[units.findIndex((unit) => unit.sum === sum && unit.apply === apply)])
  return { slots: [...slotOf('atan'), ...slotOf('atan²')], sums, activations: ['composite'] }
}

/** `residual` where the layers between the first and the last add what they read, all that can; `none` where none does. */
function skipsOf(layers: readonly Layer[], isDense: boolean): 'none' | 'residual' {
  const isAdding = layers.map(({ slots }) => slots.some((slot) => slot?.kind === 'residual'))
  const first = isAdding.indexOf(true)
  if (first < 0) return 'none'
  if (isDense) {
    throw new InstrumentError(
      `${makerOf(layers[first]!)} adds what it reads, and other layers skip: a pattern's network does one or the other.`,
    )
  }
  layers.forEach((layer, index) => {
    const between = index > 0 && index < layers.length - 1
    const can = between && layer.slots.length === layers[index - 1]!.slots.length
    const isWhole = layer.slots.every((slot) => slot?.kind === 'residual') === isAdding[index]
    if (can === isAdding[index] && isWhole) return
    throw new InstrumentError(
      `${makerOf(layer)} ${isAdding[index] ? 'adds' : 'does not add'} what it reads: where a pattern's network has residuals, ` +
        `every layer between the first and the last has one whose values are as many as it reads, and no other.`,
    )
  })
  return 'residual'
}

function denseLayer(
  layer: Layer,
  places: ReadonlyMap<Base | number, number>,
  inputs: number,
  take: Take,
): DenseLayer {
  const units = layer.sums.length
  take(inputs * units)
  const weights = new Float32Array(inputs * units)
  const row = new Float64Array(inputs)
  layer.sums.forEach((sum, unit) => {
    row.fill(0)
    sum.read.forEach((base, index) => {
      const place = places.get(base.kind === 'feature' ? base.index : base)!
      row[place]! += sum.row[index]!
    })
    weights.set(row, unit * inputs)
  })
  const biased = layer.sums.some((sum) => sum.biased)
  return {
    inputs,
    units,
    weights,
    ...(biased ? { bias: Float32Array.from(layer.sums, ({ bias }) => bias) } : {}),
    activations: layer.activations,
  }
}
