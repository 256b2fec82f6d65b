import { createRandom } from '@reverie/recipe'
import { createNetart } from '@reverie/testing'
import { expect, it } from 'vitest'
import { drawNetart } from '../../src/pattern/netart.ts'
import { outputsOf } from '../../src/pattern/scene.ts'

/** The original's order again, in one place: size, z1, z2, and then every weight, row after row. */
function everyNumber(seed: number, count: number): { latents: number[]; weights: number[] } {
  const { next } = createRandom(seed)
  next()
  const latents = [2 * next() - 1, 2 * next() - 1]
  const weights: number[] = []
  while (weights.length < count) {
    const u = 2 * next() - 1
    const v = 2 * next() - 1
    const s = u * u + v * v
    if (s > 0 && s <= 1) weights.push(u * Math.sqrt((-2 * Math.log(s)) / s), v * Math.sqrt((-2 * Math.log(s)) / s))
  }
  return { latents, weights: weights.slice(0, count) }
}

it('draws latents and weights in the order of netart-js, as float32', () => {
  const { network, latents } = drawNetart(42, { units: 5, depth: 2, color: 'cmyk', gain: 1 })
  const count = 5 * 6 + 2 * 25 + 5 * 5
  const expected = everyNumber(42, count)
  expect(latents).toEqual(expected.latents)
  expect(network.layers.flatMap(({ weights }) => [...weights])).toEqual(expected.weights.map(Math.fround))
  expect(network.features).toEqual(['x', 'y', 'r', 'z0', 'z1', 'one'])
})

it.each(['bw', 'rgb', 'cmyk', 'hsv', 'hsl'] as const)('draws the weights of the reference for %s', (color) => {
  for (const [units, depth] of [
    [12, 12],
    [16, 8],
    [24, 24],
  ] as const) {
    for (const seed of [1, 7, 4_000_000_000]) {
      const reference = createNetart(seed, color, { units, depth })
      const { network, latents } = drawNetart(seed, { units, depth, color, gain: 1 })
      expect(latents).toEqual(reference.z)
      expect(network.layers.map(({ units: n, inputs: d, weights: w }) => ({ n, d, w }))).toEqual(reference.matrices)
      expect(network.layers.at(-1)!.units).toBe(outputsOf[color].netart)
    }
  }
})

it('gain multiplies every weight', () => {
  const plan = { units: 4, depth: 1, color: 'rgb' } as const
  const [once, twice] = [1, 2].map((gain) => drawNetart(3, { ...plan, gain }).network.layers)
  expect(twice!.map(({ weights }) => [...weights])).toEqual(
    once!.map(({ weights }) => Array.from(weights, (weight) => 2 * weight)),
  )
})
