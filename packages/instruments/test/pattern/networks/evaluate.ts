/** A pattern's network the plain way, in double precision: what imports and exports are compared with. */
import type { Activation, PatternNetwork } from '../../../src/pattern/network.ts'

const functions: Readonly<Record<Exclude<Activation, 'composite'>, (x: number) => number>> = {
  tanh: Math.tanh,
  sin: Math.sin,
  cos: Math.cos,
  gaussian: (x) => Math.exp((-x * x) / 2),
  relu: (x) => Math.max(0, x),
  softplus: (x) => Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x))),
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  abs: Math.abs,
  step: (x) => (x > 0 ? 1 : 0),
  identity: (x) => x,
}

/** The outputs at one point, given the values of the features. */
export function evaluate(network: PatternNetwork, point: readonly number[]): number[] {
  const all = [...point]
  let values = all
  network.layers.forEach((layer, index) => {
    const read = network.skips === 'dense' ? [...all] : values
    const sums = Array.from({ length: layer.units }, (_, unit) => {
      const row = layer.weights.subarray(unit * layer.inputs, (unit + 1) * layer.inputs)
      return row.reduce((sum, weight, input) => sum + weight * read[input]!, layer.bias?.[unit] ?? 0)
    })
    const active = activated(sums, layer.activations)
    const isBetween = index > 0 && index < network.layers.length - 1
    const adds = network.skips === 'residual' && isBetween && active.length === read.length
    values = adds ? active.map((value, at) => value + read[at]!) : active
    all.push(...values)
  })
  return values
}

function activated(sums: readonly number[], names: readonly Activation[]): number[] {
  if (names[0] === 'composite') {
    const arcs = sums.map(Math.atan)
    return [...arcs.map((arc) => arc / 0.67), ...arcs.map((arc) => arc ** 2 / 0.6)]
  }
  return sums.map((sum, unit) => functions[(names[unit] ?? names[0]) as Exclude<Activation, 'composite'>](sum))
}

/** Points with coordinates from −2 to 2, always the same. */
export function points(count: number, columns: number): number[][] {
  return Array.from({ length: count }, (_, point) =>
    Array.from({ length: columns }, (_, column) =>
      Math.fround(2 * Math.sin(1 + 12.9898 * point + 78.233 * column)),
    ),
  )
}

/** Largest difference of two networks over some points, relative to the largest output. */
export function farthest(
  left: PatternNetwork,
  right: PatternNetwork,
  given = points(20, left.features.length),
): number {
  return difference(
    given.map((point) => evaluate(left, point)),
    given.map((point) => evaluate(right, point)),
  )
}

/** Largest difference, relative to the largest value. */
export function difference(left: readonly (readonly number[])[], right: readonly (readonly number[])[]): number {
  const [found, wanted] = [left.flat(), right.flat()]
  if (found.length !== wanted.length) throw new Error(`${found.length} values are compared with ${wanted.length}.`)
  const size = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-6)
  return found.reduce((most, value, index) => Math.max(most, Math.abs(value - wanted[index]!) / size), 0)
}
