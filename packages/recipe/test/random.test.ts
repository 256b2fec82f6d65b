import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRandom } from '@reverie/recipe'

const word = (value: bigint) => BigInt.asUintN(32, value)

/** Mulberry32 again, in big integers and step by step, as a check on the 32-bit arithmetic. */
function* mulberry32(seed: number): Generator<number> {
  let state = BigInt(seed)
  for (;;) {
    state = word(state + 0x6d2b79f5n)
    let mixed = word((state ^ (state >> 15n)) * (state | 1n))
    mixed = word(mixed ^ word(mixed + word((mixed ^ (mixed >> 7n)) * (mixed | 61n))))
    yield Number(mixed ^ (mixed >> 14n)) / 2 ** 32
  }
}

test('is mulberry32, for every seed', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffff_ffff }), (seed) => {
      const random = createRandom(seed)
      const expected = mulberry32(seed)
      for (let index = 0; index < 20; index++) expect(random.next()).toBe(expected.next().value)
    }),
  )
})

test('vectors that must never change, since works depend on them', () => {
  const random = createRandom(42)
  expect([random.next(), random.next(), random.next()].map((value) => value * 2 ** 32)).toEqual([
    2_581_720_956, 1_925_393_290, 3_661_312_704,
  ])
  expect(Array.from({ length: 8 }, () => random.integer(-32, 32))).toEqual([11, -21, 2, -15, 8, 24, -2, -16])
})

test('integers reach both ends and are even; gaussians have mean 0 and deviation 1', () => {
  const random = createRandom(1)
  const counts = Array.from({ length: 5 }, () => 0)
  for (let index = 0; index < 50_000; index++) counts[random.integer(-2, 2) + 2]! += 1
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400)
  const values = Array.from({ length: 50_000 }, () => random.gaussian())
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
  expect(Math.abs(mean)).toBeLessThan(0.02)
  expect(Math.abs(variance - 1)).toBeLessThan(0.03)
})
