import { afterAll, expect, test } from 'vitest'
import { dream } from '../../src/index.ts'
import { card, host as real, request } from '../material.ts'

afterAll(() => real.dispose())

// A clock by which everything takes as long, so that the figures depend on the request alone.
let ticks = 0
const host = { ...real, now: () => (ticks += 100) }

test('an estimate counts steps, and grows with what is asked', async () => {
  const image = [card(120, 90)]
  const one = await dream.estimate(request({ image }, { octaves: 3, steps: 4 }), host)
  expect(one.steps).toBe(12)
  expect(one.seconds).toBeGreaterThan(0)
  expect((await dream.estimate(request({ image }, { octaves: 3, steps: 4, frames: 5 }), host)).steps).toBe(60)
  expect(
    (
      await dream.estimate(
        request({ image }, { octaves: 3, steps: 4, sheet: 'mixed0,mixed1 by stepSize=1,2' }),
        host,
      )
    ).steps,
  ).toBe(48)
  const large = await dream.estimate(request({ image: [card(1200, 900)] }, { octaves: 3, steps: 4 }), host)
  // A hundred times the pixels; the smallest tiles and compiling are the same.
  expect(large.seconds).toBeGreaterThan(10 * one.seconds)
  expect(large.bytes).toBeGreaterThan(one.bytes)
  const shrunk = await dream.estimate(
    request({ image: [card(1200, 900)] }, { octaves: 3, steps: 4, maxSide: 120 }),
    host,
  )
  expect(shrunk.bytes).toBe(one.bytes)
})

test('an estimate refuses what a render would', async () => {
  await expect(dream.estimate(request({ image: [card(9, 9)] }, { layers: { nowhere: 1 } }), host)).rejects.toThrow(
    /"nowhere"/,
  )
})
