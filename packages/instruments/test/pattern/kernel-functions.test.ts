import { describe, expect, it } from 'vitest'
import { createBandKernel } from '../../src/pattern/kernel/kernel.ts'
import { packScene } from '../../src/pattern/kernel/pack.ts'
import type { Activation } from '../../src/pattern/network.ts'
import { constant, sceneWith } from './kernel-scene.ts'

/** What the kernel makes of sums: as many biases of a layer, in portions that fit into a strip. */
function activated(activation: Activation, sums: readonly number[]): number[] {
  const kernel = createBandKernel()
  const portion = 20_000
  const portions = Array.from({ length: Math.ceil(sums.length / portion) }, (_, index) =>
    sums.slice(index * portion, (index + 1) * portion),
  )
  return portions.flatMap((some) => {
    const scene = sceneWith(constant(some, activation), { width: 1, height: 1 })
    kernel.load(packScene(scene, { depth: 'float', outputs: true }))
    return [...kernel.render(0, 1)]
  })
}

/** Float32 numbers from `from` to `to`, evenly and near the ends of every power of two. */
function spread(from: number, to: number): number[] {
  const even = Array.from({ length: 60_000 }, (_, index) => from + ((to - from) * index) / 59_999)
  const powers = Array.from({ length: 100 }, (_, index) => 2 ** (index / 2 - 40)).filter((size) => size < to)
  return [0, ...even, ...powers, ...powers.map((size) => -size)].filter((x) => x >= from).map(Math.fround)
}

/** The distance between float32 numbers at `value`. */
const unitAt = (value: number): number => 2 ** (Math.max(-126, Math.floor(Math.log2(Math.abs(value)))) - 23)

/** The largest error of an activation, in units of the last place of the true value. */
function worst(activation: Activation, from: number, to: number, truth: (x: number) => number): number {
  const sums = spread(from, to)
  return activated(activation, sums).reduce(
    (most, value, index) => Math.max(most, Math.abs(value - truth(sums[index]!)) / unitAt(truth(sums[index]!))),
    0,
  )
}

/** The largest error of an activation. */
function farthest(activation: Activation, from: number, to: number, truth: (x: number) => number): number {
  const sums = spread(from, to)
  return activated(activation, sums).reduce(
    (most, value, index) => Math.max(most, Math.abs(value - truth(sums[index]!))),
    0,
  )
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))
const gaussian = (x: number): number => Math.exp((-x * x) / 2)
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))

describe('activations of the kernel', () => {
  it('have tanh to 6.2 units of the last place, from −1 to 1 whatever the sum', () => {
    expect(worst('tanh', -12, 12, Math.tanh)).toBeLessThan(6.2)
    expect(activated('tanh', [3e38, -3e38, 1e20, 100, 9.02, -9.02, 0])).toEqual([1, -1, 1, 1, 1, -1, 0])
    expect(Math.max(...activated('tanh', spread(5, 12)).map(Math.abs))).toBe(1)
  })

  it('have sine and cosine to 1e−7 for sums up to 10,000, and never beyond −1 … 1 by more', () => {
    expect(worst('sin', -0.78, 0.78, Math.sin)).toBeLessThan(1.5)
    for (const size of [3, 100, 10_000]) {
      expect(farthest('sin', -size, size, Math.sin)).toBeLessThan(1e-7)
      expect(farthest('cos', -size, size, Math.cos)).toBeLessThan(1e-7)
    }
    expect(farthest('sin', -100_000, 100_000, Math.sin)).toBeLessThan(1e-6)
    for (const value of activated('cos', [...spread(1e5, 1e7), 3e38, -3e38]))
      expect(Math.abs(value)).toBeLessThan(1 + 1e-6)
  })

  it('have the logistic function to 2.5 units of the last place', () => {
    expect(worst('sigmoid', -63, 64, sigmoid)).toBeLessThan(2.5)
    expect(farthest('sigmoid', -1000, 1000, sigmoid)).toBeLessThan(1e-7)
  })

  it('have the bell curve to 5e−8, and 0 where it is below 1.6e−28', () => {
    expect(worst('gaussian', -1, 1, gaussian)).toBeLessThan(1.5)
    expect(farthest('gaussian', -300, 300, gaussian)).toBeLessThan(5e-8)
    expect(activated('gaussian', [11.4, 3e38])).toEqual([0, 0])
  })

  it('have softplus to 3.5 units of the last place', () => {
    expect(worst('softplus', -63, 100, softplus)).toBeLessThan(3.5)
    expect(activated('softplus', [3e38, -3e38])).toEqual([Math.fround(3e38), 0])
  })

  it('have the others exactly', () => {
    const sums = [-2.5, 0, 1e-30, 7]
    expect(activated('relu', sums)).toEqual([0, 0, Math.fround(1e-30), 7])
    expect(activated('abs', sums)).toEqual([2.5, 0, Math.fround(1e-30), 7])
    expect(activated('step', sums)).toEqual([0, 0, 1, 1])
    expect(activated('identity', sums)).toEqual([-2.5, 0, Math.fround(1e-30), 7])
  })

  it('have lucid’s composite: arc tangents, then their squares', () => {
    const sums = spread(-20, 20).slice(0, 20_000)
    const values = activated('composite', sums)
    expect(values.length).toBe(2 * sums.length)
    for (const [index, sum] of sums.entries()) {
      expect(Math.abs(values[index]! - Math.atan(sum) / 0.67)).toBeLessThan(5e-7)
      expect(Math.abs(values[index + sums.length]! - Math.atan(sum) ** 2 / 0.6)).toBeLessThan(1.5e-6)
    }
    expect(activated('composite', [3e38])[0]).toBeCloseTo(Math.PI / 2 / 0.67, 6)
  })
})
