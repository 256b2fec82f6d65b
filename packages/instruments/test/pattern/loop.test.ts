import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { loopDirections, loopPath } from '../../src/pattern/loop.ts'

const distance = (left: readonly number[], right: readonly number[]): number =>
  Math.hypot(...left.map((value, index) => value - right[index]!))

const loops = fc.record({
  latents: fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 1, maxLength: 64 }),
  seed: fc.nat(),
  swing: fc.double({ min: 0.01, max: 3, noNaN: true }),
  turns: fc.integer({ min: 1, max: 12 }),
  frames: fc.integer({ min: 2, max: 200 }),
})

it('begins at the picture that was found and comes back to it', () => {
  fc.assert(
    fc.property(loops, ({ latents, frames, ...plan }) => {
      const path = loopPath(latents, plan)
      expect(distance(path(0), latents)).toBeLessThan(1e-12)
      expect(path(1)).toEqual(path(0))
      expect(path(1 + 0.25)).toEqual(path(0.25))
      expect(path(frames / frames)).toEqual(path(0))
    }),
  )
})

it('the last frame is no farther from the first than neighbours are from each other', () => {
  fc.assert(
    fc.property(loops, ({ latents, frames, ...plan }) => {
      const path = loopPath(latents, plan)
      const points = Array.from({ length: frames }, (_, frame) => path(frame / frames))
      const steps = points.map((point, frame) => distance(point, points[(frame + 1) % frames]!))
      expect(steps.at(-1)).toBeLessThanOrEqual(Math.max(...steps.slice(0, -1)) * (1 + 1e-9))
    }),
  )
})

it('goes along two directions of length 1 at right angles, or one', () => {
  const [a, b] = loopDirections(5, 3)
  const dot = (left: number[], right: number[]) =>
    left.reduce((sum, value, index) => sum + value * right[index]!, 0)
  expect([dot(a, a), dot(b, b), dot(a, b)].map((value) => value.toFixed(12))).toEqual([
    '1.000000000000',
    '1.000000000000',
    dot(a, b) < 0 ? '-0.000000000000' : '0.000000000000',
  ])
  expect(loopDirections(1, 3)[1]).toEqual([0])
  expect(loopPath([], { seed: 1, swing: 1, turns: 1 })(0.3)).toEqual([])
})

it('swings as far as it is told', () => {
  const path = loopPath([0.2, -0.4], { seed: 8, swing: 0.5, turns: 1 })
  const farthest = Math.max(...Array.from({ length: 100 }, (_, frame) => distance(path(frame / 100), [0.2, -0.4])))
  expect(farthest).toBeCloseTo(1, 5)
})
