/**
 * Samples: one node with everything it takes, as the property tests of the gradients draw them. A table of arbitraries
 * (elementwise.ts, movement.ts, …) says for each op what shapes, attributes and values it can have.
 */
import * as fc from 'fast-check'
import type { Attributes } from '../../src/graph.ts'
import { sizeOf, tensor, type Tensor } from '../../src/tensor.ts'

/**
 * Where values lie. All but `smooth` keep away from something, by more than the steps of the differences (compare.ts):
 * `apart` by 1/8 from every multiple of 1/4, thus from kinks; `distinct` all differ by 1/4, so that no maximum changes.
 */
export type Spread = 'smooth' | 'apart' | 'distinct' | 'positive' | 'unit' | 'aboveOne' | 'narrow' | 'zero'

/** An input that gradients flow to, or one that is given: known when the gradient is made, or only when it runs. */
export type Operand =
  | { readonly kind: 'real'; readonly shape: readonly number[]; readonly spread: Spread; readonly offset: number }
  | { readonly kind: 'constant' | 'given'; readonly value: Tensor }
  | { readonly kind: 'absent' }

export interface Sample {
  readonly operands: readonly Operand[]
  readonly attributes?: Attributes
  /** 18 or 22 by the seed, unless told. */
  readonly opset?: number
  /** Number of outputs; 1 unless told. */
  readonly outputs?: number
  /** Seed of the values. */
  readonly seed: number
}

export type Samples = fc.Arbitrary<Sample>

/** Values of a spread, all moved by an offset. */
export const real = (shape: readonly number[], spread: Spread = 'smooth', offset = 0): Operand => ({
  kind: 'real',
  shape,
  spread,
  offset,
})
export const constant = (value: Tensor): Operand => ({ kind: 'constant', value })
/** Constant int64 values, a vector unless a shape is given. */
export const integers = (values: readonly number[], shape: readonly number[] = [values.length]): Operand =>
  constant(tensor('int64', shape, values))
export const absent: Operand = { kind: 'absent' }

/** Samples of one node from an arbitrary and what makes operands and attributes of it. */
export function samples<T>(arbitrary: fc.Arbitrary<T>, make: (drawn: T) => Omit<Sample, 'seed'>): Samples {
  return fc.tuple(arbitrary, fc.nat()).map(([drawn, seed]) => ({ ...make(drawn), seed }))
}

/** A shape of some axes. */
export const shapes = (minLength = 0, maxLength = 4, max = 4): fc.Arbitrary<number[]> =>
  fc.array(fc.integer({ min: 1, max }), { minLength, maxLength })

/** As many shapes that broadcast with one another: axes left out in front, or made 1. */
export const broadcastable = (count: number): fc.Arbitrary<number[][]> =>
  shapes().chain((shape) =>
    fc.tuple(
      ...Array.from({ length: count }, () =>
        fc
          .tuple(fc.nat(shape.length), fc.array(fc.boolean(), { minLength: shape.length, maxLength: shape.length }))
          .map(([drop, ones]) => shape.map((size, axis) => (ones[axis] ? 1 : size)).slice(drop)),
      ),
    ),
  )

/** An axis of a rank, counted from the front or from the end. */
export const axisIn = (rank: number): fc.Arbitrary<number> => fc.integer({ min: -rank, max: rank - 1 })

/** A shape and one of its axes. */
export const shapeAndAxis = (minLength = 1, max = 4): fc.Arbitrary<{ shape: number[]; axis: number }> =>
  shapes(minLength, 4, max).chain((shape) => axisIn(shape.length).map((axis) => ({ shape, axis })))

/** Numbers in [0, 1), from a seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Values of an operand. */
export function valuesOf(shape: readonly number[], spread: Spread, random: () => number): Float32Array {
  const size = sizeOf(shape)
  if (spread === 'distinct') {
    const order = Array.from({ length: size }, (_, at) => at)
    for (let at = size - 1; at > 0; at--) {
      const other = Math.floor(random() * (at + 1))
      ;[order[at], order[other]] = [order[other]!, order[at]!]
    }
    return Float32Array.from(order, (rank) => (rank - Math.floor(size / 2)) / 4 + 1 / 8)
  }
  return Float32Array.from({ length: size }, () => scales[spread](random()))
}

const scales: Readonly<Record<Exclude<Spread, 'distinct'>, (u: number) => number>> = {
  smooth: (u) => 3 * u - 1.5,
  apart: (u) => (Math.floor(u * 32) - 16) / 4 + 1 / 8,
  positive: (u) => 0.5 + 1.5 * u,
  unit: (u) => 1.2 * u - 0.6,
  aboveOne: (u) => 1.5 + 2 * u,
  narrow: (u) => 0.2 + 0.5 * u,
  zero: () => 0,
}
