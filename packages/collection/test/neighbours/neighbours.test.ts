import { createRandom } from '@reverie/recipe'
import { createRuntime } from '@reverie/runtime/node'
import * as fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import type { Imprints } from '../../src/index.ts'
import { nearestTo, neighbourLists } from '../../src/neighbours/index.ts'
import { approximateLists } from '../../src/neighbours/approximate.ts'

const runtime = await createRuntime({ threads: 1 })
afterAll(async () => runtime.dispose())

/** Unit rows; a small `variety` makes many of them equal. */
function imprintsOf(count: number, dimensions: number, seed: number, variety = Infinity): Imprints {
  const random = createRandom(seed)
  const vectors = new Float32Array(count * dimensions)
  for (let row = 0; row < count; row++) {
    const values =
      row < variety
        ? Array.from({ length: dimensions }, () => random.gaussian())
        : [...vectors.subarray((row % variety) * dimensions, ((row % variety) + 1) * dimensions)]
    const length = Math.hypot(...values)
    values.forEach((value, at) => (vectors[row * dimensions + at] = value / length))
  }
  return { count, dimensions, vectors }
}

/** Distances of a piece to all others, ascending. */
function bruteForce({ count, dimensions, vectors }: Imprints, row: number): number[] {
  return Array.from({ length: count }, (_, other) => {
    let cosine = 0
    for (let at = 0; at < dimensions; at++)
      cosine += vectors[row * dimensions + at]! * vectors[other * dimensions + at]!
    return 1 - cosine
  })
    .filter((_, other) => other !== row)
    .toSorted((left, right) => left - right)
}

describe('lists of neighbours', () => {
  it('are those that comparing one by one finds, whatever the sizes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer(),
        fc.constantFrom(Infinity, 3, 1),
        async (count, dimensions, k, seed, variety) => {
          const imprints = imprintsOf(count, dimensions, seed, variety)
          const lists = await neighbourLists(runtime, imprints, k)
          expect(lists.k).toBe(Math.min(k, count - 1))
          for (let row = 0; row < count; row++) {
            const indices = [...lists.indices.subarray(row * lists.k, (row + 1) * lists.k)]
            expect(indices).not.toContain(row)
            expect(new Set(indices).size).toBe(lists.k)
            const wanted = bruteForce(imprints, row)
            for (let at = 0; at < lists.k; at++)
              expect(lists.distances[row * lists.k + at]).toBeCloseTo(Math.max(0, wanted[at]!), 5)
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  it('of more pieces than a block has are whole, told of and stopped between blocks', async () => {
    const imprints = imprintsOf(1300, 8, 1)
    const told: number[] = []
    const lists = await neighbourLists(runtime, imprints, 5, { progress: (share) => told.push(share) })
    expect(told).toEqual([512 / 1300, 1024 / 1300, 1])
    const wanted = bruteForce(imprints, 1299)
    expect(lists.distances[1299 * 5 + 4]).toBeCloseTo(wanted[4]!, 5)
    const controller = new AbortController()
    const stopped = neighbourLists(runtime, imprints, 5, {
      signal: controller.signal,
      progress: () => controller.abort(new Error('enough')),
    })
    await expect(stopped).rejects.toThrow('enough')
  })

  it('of a query that is no piece begin with the piece that is nearest to it', async () => {
    const imprints = imprintsOf(40, 6, 2)
    const found = await nearestTo(runtime, imprints, imprints.vectors.slice(6 * 7, 6 * 9), 3)
    expect([found.indices[0], found.indices[3]]).toEqual([7, 8])
    expect(found.distances[0]).toBeCloseTo(0, 6)
    await expect(nearestTo(runtime, imprints, new Float32Array(7), 3)).rejects.toThrow('have 6 numbers, found 7')
  })

  it('are refused without a number of neighbours', async () => {
    await expect(neighbourLists(runtime, imprintsOf(3, 2, 1), 0)).rejects.toThrow('a whole number from 1, found 0')
  })

  it('by usearch are nearly the exact ones, with exact distances', async () => {
    const imprints = imprintsOf(2000, 24, 3)
    const [exact, approximate] = [await neighbourLists(runtime, imprints, 10), await approximateLists(imprints, 10)]
    let same = 0
    for (let row = 0; row < 2000; row++) {
      const wanted = new Set(exact.indices.subarray(row * 10, (row + 1) * 10))
      const found = [...approximate.indices.subarray(row * 10, (row + 1) * 10)]
      expect(found).not.toContain(row)
      same += found.filter((other) => wanted.has(other)).length
    }
    expect(same / exact.indices.length).toBeGreaterThan(0.97)
    expect(approximate.distances[0]).toBeCloseTo(exact.distances[0]!, 6)
  })
})
