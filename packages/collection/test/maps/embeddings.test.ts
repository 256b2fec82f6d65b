import { CollectionError, tsneLayout, umapLayout, type MapLayout, type NeighbourLists } from '@reverie/collection'
import { describe, expect, test } from 'vitest'
import { clustered, listsOf, purity } from './lists.ts'

const lists = listsOf(clustered(240, 6), 24, 20)

describe.each([
  ['umap', umapLayout],
  ['tsne', tsneLayout],
] as const)('%s', (kind, make) => {
  test('like is near like, and the map spans 0…1 from left to right', async () => {
    const map = await make(lists)
    expect(map.kind).toBe(kind)
    expect(purity(map.positions, 6)).toBeGreaterThan(0.95)
    expectFitted(map)
  })

  test('is the same to the bit again, also beside another and however time is sliced; another seed is another map', async () => {
    const [first, beside, other] = await Promise.all([make(lists), make(lists), make(lists, { seed: 3 })])
    expect(beside.positions).toEqual(first.positions)
    expect(other.positions).not.toEqual(first.positions)
    expect(purity(other.positions, 6)).toBeGreaterThan(0.95)
  })

  test('tells how far it is, with the map so far', async () => {
    const shares: number[] = []
    let last: MapLayout | undefined
    const map = await make(lists, {
      onProgress: ({ share, layout }) => {
        shares.push(share)
        last = layout()
      },
    })
    expect(shares.at(-1)).toBe(1)
    expect(shares).toEqual(shares.toSorted((left, right) => left - right))
    expect(last).toEqual(map)
  })

  test('leaves nothing behind in the global scope', async () => {
    const before = Object.getOwnPropertyNames(globalThis)
    await make(lists)
    expect(Object.getOwnPropertyNames(globalThis)).toEqual(before)
  })

  test('stops when told', async () => {
    const controller = new AbortController()
    const running = make(lists, {
      signal: controller.signal,
      onProgress: () => controller.abort(new Error('enough')),
    })
    // It may be done at the first look.
    await expect(running.then(() => controller.signal.throwIfAborted())).rejects.toThrow('enough')
    await expect(make(lists, { signal: AbortSignal.abort(new Error('never')) })).rejects.toThrow('never')
  })

  test.each([0, 1, 2, 4, 5, 6, 9, 17])('%i pieces have places of their own', async (count) => {
    const map = await make(listsOf(clustered(count, 1), 24, 15))
    const places = new Set(
      Array.from({ length: count }, (_, piece) => map.positions.slice(2 * piece, 2 * piece + 2).join()),
    )
    expect(places.size).toBe(count)
    expect(map.positions.every((value) => value >= 0 && value <= 1)).toBe(true)
  })

  test('pieces that are all the same are no obstacle', async () => {
    const same = listsOf(new Float32Array(60 * 24).fill(1 / Math.sqrt(24)), 24, 15)
    expect((await make(same)).positions.every((value) => value >= 0 && value <= 1)).toBe(true)
  })

  test('broken lists are refused', async () => {
    const broken: NeighbourLists = { ...lists, indices: lists.indices.with(21, 240) }
    await expect(make(broken)).rejects.toThrow(CollectionError)
    await expect(make(broken)).rejects.toThrow('piece 1 has the neighbour 240 of 240')
    await expect(make({ ...lists, distances: lists.distances.with(0, Number.NaN) })).rejects.toThrow('NaN')
  })
})

function expectFitted({ positions }: MapLayout): void {
  const xs = positions.filter((_, at) => at % 2 === 0)
  const ys = positions.filter((_, at) => at % 2 === 1)
  expect([Math.min(...xs), Math.min(...ys)]).toEqual([0, 0])
  expect(Math.max(...xs, ...ys)).toBe(1)
}
