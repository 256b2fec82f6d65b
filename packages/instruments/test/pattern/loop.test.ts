import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { latentWay, loopDirections, loopPath } from '../../src/pattern/loop.ts'

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

const plan = { seed: 1, swing: 1, turns: 1 }

it('a path passes through all its places at even times, and comes back', () => {
  const place = fc.tuple(...Array.from({ length: 3 }, () => fc.double({ min: -10, max: 10, noNaN: true })))
  fc.assert(
    fc.property(fc.array(place, { minLength: 1, maxLength: 40 }), (places) => {
      const way = latentWay([0, 0, 0], { ...plan, path: places.map((each) => each.join(',')).join('; ') })
      for (const [index, each] of places.entries())
        expect(distance(way(index / places.length), each)).toBeLessThan(1e-6)
      expect(way(1)).toEqual(way(0))
      expect(way(2.25)).toEqual(way(0.25))
    }),
  )
})

it('a path goes smoothly: as fast into a place as out of it', () => {
  const way = latentWay([0], { ...plan, path: '0; 1; -2; 3; 0.5' })
  const step = 1e-5
  for (const at of [0.2, 0.4, 0.6, 0.8, 1]) {
    const [into, out] = [way(at)[0]! - way(at - step)[0]!, way(at + step)[0]! - way(at)[0]!]
    expect(into / step).toBeCloseTo(out / step, 1)
  }
})

it.each([
  ['', /Place 1 of the path should hold numbers/],
  ['0,1;', /Place 2 of the path should hold numbers/],
  ['0,x', /Place 1/],
  ['0,11', /from −10 to 10/],
  ['0,1; 2', /Place 2 of the path has 1 numbers, and there are 2 latents/],
  ['0,0;'.repeat(20_000), /at most 10000 places/],
])('no path is %j', (path, message) => {
  expect(() => latentWay([0, 0], { ...plan, path })).toThrow(message)
})

it('without a path the way is that of the loop', () => {
  expect(latentWay([0.2, -0.4], { ...plan, path: undefined })(0.3)).toEqual(loopPath([0.2, -0.4], plan)(0.3))
})
