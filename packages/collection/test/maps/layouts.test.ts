import {
  colorLayout,
  gridLayout,
  tagLayout,
  timeLayout,
  umapLayout,
  type MapLayout,
  type Piece,
} from '@reverie/collection'
import { describe, expect, test } from 'vitest'
import { clustered, listsOf, purity } from './lists.ts'

describe('grid', () => {
  const lists = listsOf(clustered(500, 10), 24, 15)

  test('a cell a piece, like beside like, more so than by the map alone', async () => {
    const map = await umapLayout(lists)
    const [plain, swapped] = [await gridLayout(map, lists, { swaps: 0 }), await gridLayout(map, lists)]
    for (const grid of [plain, swapped]) expectOnCells(grid)
    expect(purity(swapped.positions, 10)).toBeGreaterThan(0.8)
    expect(kept(swapped, lists)).toBeGreaterThan(1.3 * kept(plain, lists))
    // 28 × 18 cells are nearest to 3 : 2.
    expect(swapped.cell).toBeCloseTo(1 / 28)
    expect((await gridLayout(map, lists)).positions).toEqual(swapped.positions)
  })

  test('pieces that coincide on the map get cells side by side', async () => {
    const map = { kind: 'umap', positions: new Float32Array(1000).fill(0.5) }
    expectOnCells(await gridLayout(map, lists, { swaps: 0 }))
  })

  test('stops when told, and tells how far it is', async () => {
    const map = { kind: 'umap', positions: new Float32Array(1000) }
    const controller = new AbortController()
    const running = gridLayout(map, lists, {
      swaps: 1e6,
      signal: controller.signal,
      onProgress: ({ layout }) => {
        expectOnCells(layout())
        controller.abort(new Error('enough'))
      },
    })
    await expect(running).rejects.toThrow('enough')
  })

  test.each([0, 1, 2, 3])('%i pieces', async (count) => {
    const few = listsOf(clustered(count, 1), 24, 15)
    expectOnCells(await gridLayout(await umapLayout(few), few))
  })
})

test('colour: hues from left to right, greys at the end, dark above light', () => {
  const of = (...color: readonly number[]): Pick<Piece, 'colors'> => ({ colors: Float32Array.from(color) })
  const red = of(0.63, 0.22, 0.13, 1)
  const green = of(0.87, -0.23, 0.18, 1)
  const blue = of(0.45, -0.03, -0.31, 1)
  const grey = of(0.6, 0, 0, 1)
  const dark = of(0.1, 0, 0, 1)
  // White with some red is known by the red.
  const flag = of(1, 0, 0, 0.7, 0.63, 0.22, 0.13, 0.3)
  const map = colorLayout([dark, blue, green, grey, red, flag], 6)
  expectOnCells(map)
  expect(inOrder(map)).toEqual([4, 5, 2, 1, 0, 3])
  expect(inOrder(colorLayout([grey, of(), dark], 0.3))).toEqual([2, 0, 1])
})

test('time: a bar a year, in order, pieces without a year last', () => {
  const map = timeLayout([1990, null, 1985, 1990, 1990, 2001].map((year) => ({ year })))!
  expectOnCells(map)
  expect(map.labels?.map(({ text }) => text)).toEqual(['1985', '1990', '2001', 'no year'])
  const columns = [2, 0, 5, 1].map((piece) => map.positions[2 * piece]!)
  expect(columns).toEqual(columns.toSorted((left, right) => left - right))
  expect(timeLayout([{ year: null }])).toBeUndefined()
})

test('tags: a block a tag, the largest first; a piece is where its rarest tag is; a tag of nearly all makes none', () => {
  const pieces = [
    ...Array.from({ length: 6 }, () => ({ tags: ['art', 'animal'] })),
    ...Array.from({ length: 3 }, () => ({ tags: ['art', 'animal', 'bird'] })),
    ...Array.from({ length: 9 }, () => ({ tags: ['art', 'house'] })),
    { tags: ['art'] },
    { tags: [] },
  ]
  const map = tagLayout(pieces)!
  expectOnCells(map)
  expect(map.labels?.map(({ text }) => text)).toEqual(['house', 'animal', 'bird', 'others'])
  expect(tagLayout([{ tags: [] }])).toBeUndefined()
})

/** Pieces by column, then row. */
function inOrder({ positions }: MapLayout): number[] {
  const pieces = Array.from({ length: positions.length / 2 }, (_, piece) => piece)
  return pieces.sort(
    (left, right) =>
      positions[2 * left]! - positions[2 * right]! || positions[2 * left + 1]! - positions[2 * right + 1]!,
  )
}

/** Every piece in the middle of a cell of its own, all within 0…1. */
function expectOnCells({ positions, cell }: MapLayout): void {
  const cells = new Set<string>()
  for (let at = 0; at < positions.length; at += 2) {
    const place = [positions[at]! / cell! - 0.5, positions[at + 1]! / cell! - 0.5]
    for (const value of place) expect(Math.abs(value - Math.round(value))).toBeLessThan(1e-3)
    cells.add(place.map(Math.round).join())
  }
  expect(cells.size).toBe(positions.length / 2)
  expect(positions.every((value) => value >= 0 && value <= 1)).toBe(true)
}

/** Share of the 8 nearest that are among the 8 nearest cells. */
function kept({ positions }: MapLayout, lists: ReturnType<typeof listsOf>): number {
  let count = 0
  for (let piece = 0; piece < lists.count; piece++) {
    const square = (other: number): number =>
      (positions[2 * other]! - positions[2 * piece]!) ** 2 +
      (positions[2 * other + 1]! - positions[2 * piece + 1]!) ** 2
    const others = Array.from({ length: lists.count }, (_, other) => other).filter((other) => other !== piece)
    const nearest = new Set(others.sort((left, right) => square(left) - square(right)).slice(0, 8))
    for (let at = 0; at < 8; at++) if (nearest.has(lists.indices[piece * lists.k + at]!)) count++
  }
  return count / (8 * lists.count)
}
