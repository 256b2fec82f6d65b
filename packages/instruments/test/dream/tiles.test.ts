import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { emptyPlanes } from '../../src/dream/planes.ts'
import { isTiled, OVERLAP, readTile, tilesOf, tilingOf, writeTile } from '../../src/dream/tiles.ts'

const same = { scale: [1, 1, 1], offset: [0, 0, 0], order: [0, 1, 2] }

test('reading tiles and writing them back restores the picture, wherever the shift falls', () => {
  const sizes = fc.record({
    width: fc.integer({ min: 1, max: 300 }),
    height: fc.integer({ min: 1, max: 120 }),
    largest: fc.integer({ min: 64, max: 160 }),
    smallest: fc.integer({ min: 1, max: 75 }),
    x: fc.integer({ min: -400, max: 400 }),
    y: fc.integer({ min: -400, max: 400 }),
  })
  fc.assert(
    fc.property(sizes, ({ width, height, largest, smallest, x, y }) => {
      const picture = emptyPlanes(width, height)
      picture.data.forEach((_, at) => (picture.data[at] = at + 1))
      const tiling = tilingOf({ width, height }, largest, smallest)
      const tile = { width: tiling.across.tile, height: tiling.down.tile }
      expect(Math.max(tile.width, tile.height)).toBeLessThanOrEqual(Math.max(largest, smallest))
      expect(Math.min(tile.width, tile.height)).toBeGreaterThanOrEqual(smallest)
      const result = emptyPlanes(width, height)
      const buffer = new Float32Array(3 * tile.width * tile.height)
      let sum = 0
      for (const part of tilesOf({ width, height }, tiling, { x, y })) {
        readTile(picture, part, tile.width, tile.height, same, buffer)
        sum += writeTile(buffer, part, tile.width, tile.height, same, result)
      }
      expect(result.data.every((value, at) => value === picture.data[at])).toBe(true)
      // Each pixel was delivered once: else the sum of what was written would be larger.
      expect(sum).toBe(picture.data.reduce((total, value) => total + value, 0))
    }),
    { numRuns: 80 },
  )
})

test('what a tile delivers lies inside it by half the overlap', () => {
  const size = { width: 1000, height: 700 }
  const tiling = tilingOf(size, 512, 75)
  expect(isTiled(tiling)).toBe(true)
  for (const part of tilesOf(size, tiling, { x: 5, y: 9 })) {
    for (const margin of [
      part.left,
      part.top,
      tiling.across.tile - part.left - part.width,
      tiling.down.tile - part.top - part.height,
    ]) {
      expect(margin).toBeGreaterThanOrEqual(OVERLAP / 2 - 1)
    }
  }
})

test('a picture that is a little too large for one tile gets small tiles, not two of the largest', () => {
  const { across } = tilingOf({ width: 520, height: 10 }, 512, 1)
  expect(across).toEqual({ tile: 320, count: 2 })
})

test('pixels go to the network in its own order and scale, and its gradient comes back in theirs', () => {
  const picture = { width: 1, height: 1, channels: 3, data: Float32Array.of(0, 255, 51) }
  const bgr = { scale: [2, 1, 0.5], offset: [-1, 0, 1], order: [2, 1, 0] }
  const input = new Float32Array(3)
  readTile(picture, { x: 0, y: 0 }, 1, 1, bgr, input)
  expect([...input]).toEqual([101, 255, 1])
  const gradient = emptyPlanes(1, 1)
  const part = { x: 0, y: 0, left: 0, top: 0, width: 1, height: 1 }
  const weighted = writeTile(Float32Array.of(1, -1, 1), part, 1, 1, bgr, gradient, Float32Array.of(0.5))
  expect([...gradient.data]).toEqual([0.5, -1, 2])
  expect(weighted).toBe(1.75)
})
