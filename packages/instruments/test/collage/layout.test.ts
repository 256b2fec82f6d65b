import { assert as holds, integer, property, record, uniqueArray } from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  keptShare,
  layoutPositions,
  layoutSteps,
  nearestImprints,
  nearestOnMap,
  type LayoutRequest,
} from '../../src/collage/layout/index.ts'
import { cellsOf, variation } from '../../src/collage/layout/cells.ts'
import { clusteredImprints, clusteredMap } from './clusters.ts'

const spots = (positions: Float64Array): Set<string> =>
  new Set(
    Array.from(
      { length: positions.length / 2 },
      (_, piece) => `${positions[2 * piece]!},${positions[2 * piece + 1]!}`,
    ),
  )

const request = record({
  count: integer({ min: 2, max: 60 }),
  width: integer({ min: 1, max: 5000 }),
  height: integer({ min: 1, max: 5000 }),
  seed: integer(),
})

describe('a layout', () => {
  it('lies on the canvas, no two pieces on one point, and is the same again for the same seed', () => {
    holds(
      property(request, ({ count, width, height, seed }) => {
        const whole: LayoutRequest = { count, width, height, seed, map: clusteredMap(count, seed), effort: 0.2 }
        const positions = layoutPositions(whole)
        expect(positions).toHaveLength(2 * count)
        for (const [at, value] of positions.entries()) {
          expect(value).toBeGreaterThanOrEqual(0)
          expect(value).toBeLessThanOrEqual(at % 2 === 0 ? width : height)
        }
        expect(spots(positions).size).toBe(count)
        expect(layoutPositions(whole)).toEqual(positions)
      }),
      { numRuns: 40 },
    )
  })

  it('does not stack pieces that coincide on the map, nor those without imprints', () => {
    const map = new Float64Array(2 * 120).fill(3)
    const neighbours = nearestImprints(new Float32Array(120 * 4), 4)
    for (const whole of [
      { count: 120, width: 800, height: 600, map },
      { count: 120, width: 800, height: 600, neighbours },
    ]) {
      const positions = layoutPositions(whole)
      expect(spots(positions).size).toBe(120)
      const { areas } = cellsOf(positions, 800, 600)
      expect(variation(areas, new Float64Array(120).fill(4000))).toBeLessThan(0.05)
    }
  })

  it('leaves held pieces where they are', () => {
    holds(
      property(
        uniqueArray(integer({ min: 0, max: 39 }), { maxLength: 12 }),
        integer({ min: 0, max: 99 }),
        (pieces, seed) => {
          const held = pieces.map((piece, at) => ({ piece, x: (at * 31) % 200, y: (at * 17) % 100 }))
          const positions = layoutPositions({
            count: 40,
            width: 200,
            height: 100,
            map: clusteredMap(40, seed),
            held,
            effort: 0.2,
          })
          for (const { piece, x, y } of held)
            expect([...positions.subarray(2 * piece, 2 * piece + 2)]).toEqual([x, y])
          expect(spots(positions).size).toBe(40)
        },
      ),
      { numRuns: 20 },
    )
  })

  it('stays in a shape', () => {
    const ring = new Uint8Array(64 * 64)
    for (const at of ring.keys()) {
      const radius = Math.hypot((at % 64) - 31.5, Math.floor(at / 64) - 31.5)
      ring[at] = radius > 14 && radius < 30 ? 255 : 0
    }
    for (const count of [10, 150, 700]) {
      const mask = { width: 64, height: 64, data: ring }
      const positions = layoutPositions({ count, width: 500, height: 400, map: clusteredMap(count, 1), mask })
      for (let piece = 0; piece < count; piece++) {
        const column = Math.floor((positions[2 * piece]! / 500) * 64)
        const row = Math.floor((positions[2 * piece + 1]! / 400) * 64)
        expect(ring[row * 64 + column]).toBe(255)
      }
      expect(spots(positions).size).toBe(count)
    }
  })

  it('refuses a shape without any place, and requests that make no sense', () => {
    const map = new Float64Array(20)
    const whole = { count: 10, width: 10, height: 10, map }
    const mask = { width: 2, height: 2, data: new Uint8Array(4) }
    expect(() => layoutPositions({ ...whole, mask })).toThrow('no place for any piece')
    expect(() => layoutPositions({ ...whole, count: 1 })).toThrow('2 or more pieces, found 1')
    expect(() => layoutPositions({ ...whole, width: 0 })).toThrow('found 0 × 10')
    expect(() => layoutPositions({ count: 10, width: 10, height: 10 })).toThrow('who is like whom')
    expect(() => layoutPositions({ ...whole, held: [{ piece: 3, x: 11, y: 0 }] })).toThrow('outside of the canvas')
    expect(() => layoutPositions({ ...whole, held: [{ piece: 10, x: 1, y: 0 }] })).toThrow('from 0 to 9, found 10')
  })

  it('comes to an end, and shows itself on the way', () => {
    const steps = [...layoutSteps({ count: 100, width: 300, height: 200, map: clusteredMap(100, 5) })]
    expect(steps.at(-1)?.share).toBe(1)
    expect(steps.length).toBeGreaterThan(50)
    const shares = steps.map(({ share }) => share)
    expect(shares).toEqual(shares.toSorted((left, right) => left - right))
  })

  it('gives heavier pieces larger cells', () => {
    const weights = Float64Array.from({ length: 120 }, (_, piece) => (piece < 10 ? 2 : 1))
    const map = clusteredMap(120, 2)
    const { areas } = cellsOf(layoutPositions({ count: 120, width: 400, height: 300, map, weights }), 400, 300)
    const mean = (from: number, to: number): number =>
      areas.subarray(from, to).reduce((sum, area) => sum + area, 0) / (to - from)
    expect(mean(0, 10) / mean(10, 120)).toBeGreaterThan(1.8)
  })
})

describe('neighbours', () => {
  it.each([150, 200])('of %d pieces on a map are kept to three quarters at even areas', (count) => {
    const map = clusteredMap(count, 7)
    const positions = layoutPositions({ count, width: 1920, height: 1080, map })
    const { areas } = cellsOf(positions, 1920, 1080)
    expect(keptShare(nearestOnMap(map), positions)).toBeGreaterThan(0.75)
    expect(variation(areas, new Float64Array(count).fill((1920 * 1080) / count))).toBeLessThan(0.045)
  })

  it('of a thousand pieces are kept to three quarters too', () => {
    const map = clusteredMap(1000, 7)
    const positions = layoutPositions({ count: 1000, width: 1920, height: 1080, map })
    expect(keptShare(nearestOnMap(map), positions)).toBeGreaterThan(0.75)
  })

  it('of imprints are kept without any map', () => {
    const neighbours = nearestImprints(clusteredImprints(300, 24, 3), 24)
    const positions = layoutPositions({ count: 300, width: 1200, height: 900, neighbours })
    expect(keptShare(neighbours, positions)).toBeGreaterThan(0.45)
  })
})
