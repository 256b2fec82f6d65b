import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { facetCounts, journey, type NeighbourLists } from '../../src/index.ts'
import { piece } from '../samples.ts'

/** Lists from triples [row, other, distance], one neighbour a row. */
function listsOf(links: readonly (readonly [other: number, distance: number])[], k = 1): NeighbourLists {
  return {
    count: links.length / k,
    k,
    indices: Int32Array.from(links, ([other]) => other),
    distances: Float32Array.from(links, ([, distance]) => distance),
  }
}

describe('a journey', () => {
  it('prefers many small steps, and goes along links either way', () => {
    // 0 – 1 – 2 – 3 in steps of .3, and a leap from 0 to 3 of .9.
    const lists = listsOf(
      [
        [1, 0.3],
        [3, 0.9],
        [2, 0.3],
        [0, 0.3],
        [3, 0.3],
        [1, 0.3],
        [2, 0.3],
        [0, 0.9],
      ],
      2,
    )
    expect(journey(lists, 0, 3)).toEqual([0, 1, 2, 3])
    expect(journey(lists, 3, 0)).toEqual([3, 2, 1, 0])
    expect(journey(lists, 2, 2)).toEqual([2])
  })

  it('is none where no neighbours lead there', () => {
    expect(
      journey(
        listsOf([
          [1, 0.1],
          [0, 0.1],
          [3, 0.1],
          [2, 0.1],
        ]),
        0,
        3,
      ),
    ).toBeUndefined()
  })

  it('costs as little as any (Bellman and Ford)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 12 }), fc.infiniteStream(fc.nat(1000)), (count, numbers) => {
        const next = (): number => numbers.next().value as number
        const lists = listsOf(
          Array.from({ length: 2 * count }, (_, at) => {
            const row = Math.floor(at / 2)
            return [(row + 1 + (next() % (count - 1))) % count, (1 + next()) / 500] as const
          }),
          2,
        )
        const step = (from: number, to: number): number => {
          let least = Infinity
          lists.indices.forEach((other, at) => {
            const row = Math.floor(at / 2)
            if ((row === from && other === to) || (row === to && other === from))
              least = Math.min(least, lists.distances[at]! ** 2)
          })
          return least
        }
        const costs = Array.from({ length: count }, (_, row) => (row === 0 ? 0 : Infinity))
        for (let round = 0; round < count; round++)
          for (let from = 0; from < count; from++)
            for (let to = 0; to < count; to++) costs[to] = Math.min(costs[to]!, costs[from]! + step(from, to))
        const rows = journey(lists, 0, count - 1)
        if (rows === undefined) expect(costs[count - 1]).toBe(Infinity)
        else {
          const cost = rows.slice(1).reduce((sum, row, at) => sum + step(rows[at]!, row), 0)
          expect(cost).toBeCloseTo(costs[count - 1]!, 6)
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe('facets', () => {
  const pieces = [
    piece(1, { tags: ['cat', 'pet'], year: 1990 }),
    piece(2, { tags: ['pet', 'pet'], year: 1980 }),
    piece(3, { tags: [], year: null }),
  ]

  it('are counted a piece, the most frequent first, years in their order', () => {
    expect(facetCounts(pieces, 'tag')).toEqual([
      { value: 'pet', count: 2 },
      { value: 'cat', count: 1 },
    ])
    expect(facetCounts(pieces, 'year').map(({ value }) => value)).toEqual(['1980', '1990'])
  })
})
