import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hashDistance } from '../../src/measure/phash.ts'
import { indexHashes } from '../../src/neighbours/hash-index.ts'
import { nearDuplicates } from '../../src/neighbours/index.ts'

/** Imprints of pieces that all point one way but for those given. */
function directions(angles: readonly number[]): { count: number; dimensions: number; vectors: Float32Array } {
  const vectors = Float32Array.from(angles.flatMap((angle) => [Math.cos(angle), Math.sin(angle)]))
  return { count: angles.length, dimensions: 2, vectors }
}

const hash64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })

describe('an index of hashes', () => {
  it('finds each pair within the distance, and no other, once', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(hash64, { maxLength: 8 }),
        fc.array(fc.array(fc.integer({ min: 0, max: 63 }), { maxLength: 9 }), { maxLength: 30 }),
        fc.integer({ min: 0, max: 11 }),
        (seeds, flips, bits) => {
          // Near ones are made of the seeds, or else there would be none.
          const near = seeds.flatMap((seed) =>
            flips.map((places) => places.reduce((hash, place) => hash ^ (1n << BigInt(place)), seed)),
          )
          const hashes = [...new Set([...seeds, ...near])]
          const found: string[] = []
          indexHashes(hashes, bits).pairs((left, right, different) => {
            expect(different).toBe(hashDistance(hashes[left]!, hashes[right]!))
            found.push(`${left} ${right}`)
          })
          const wanted = hashes.flatMap((one, left) =>
            hashes.flatMap((other, right) =>
              left < right && hashDistance(one, other) <= bits ? [`${left} ${right}`] : [],
            ),
          )
          expect(found.toSorted()).toEqual(wanted.toSorted())
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('near-duplicates', () => {
  const base = 0xf0f0_1234_5678_9abcn

  it('have nearly the same hash and are not contradicted by their imprints', () => {
    const pieces = [base, base ^ 1n, base ^ 0xfn, base ^ (0xfffn << 20n), base].map((phash) => ({ phash }))
    // The third has the hash of a copy, but something else is to be seen; the fourth's hash is far.
    expect(nearDuplicates(pieces, directions([0, 0.05, 1.5, 0, 0.1]))).toEqual([[0, 1, 4]])
  })

  it('are as strict as is wished', () => {
    const pieces = [base, base ^ 0x1fn].map((phash) => ({ phash }))
    expect(nearDuplicates(pieces, directions([0, 0.3]), { bits: 4 })).toEqual([])
    expect(nearDuplicates(pieces, directions([0, 0.3]), { bits: 5 })).toEqual([[0, 1]])
    expect(nearDuplicates(pieces, directions([0, 0.3]), { bits: 5, distance: 0.01 })).toEqual([])
  })

  it('are not among pictures of one brightness, whose hash says nothing', () => {
    expect(nearDuplicates([{ phash: 0n }, { phash: 0n }], directions([0, 0]))).toEqual([])
  })
})
