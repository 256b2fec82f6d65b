import type { Raster } from '@reverie/image'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cosineOfTurn, sineOfTurn } from '../../src/pattern/kernel/circle.ts'
import { createBandKernel, rasterOf } from '../../src/pattern/kernel/kernel.ts'
import { packScene } from '../../src/pattern/kernel/pack.ts'
import type { Feature } from '../../src/pattern/network.ts'
import type { PatternScene, Plane } from '../../src/pattern/scene.ts'
import { lively, passThrough, plainPlane, sceneWith } from './kernel-scene.ts'

/** The features of every pixel: [height][width][feature]. */
function featuresOf(features: readonly Feature[], changes: Partial<PatternScene> = {}): number[][][] {
  const scene = sceneWith(passThrough(...features), changes)
  const kernel = createBandKernel()
  kernel.load(packScene(scene, { depth: 'float', outputs: true }))
  const values = [...kernel.render(0, scene.height)]
  return Array.from({ length: scene.height }, (_, row) =>
    Array.from({ length: scene.width }, (_, column) => {
      const start = (row * scene.width + column) * features.length
      return values.slice(start, start + features.length)
    }),
  )
}

describe('the plane', () => {
  it('takes pixels at their centres, and has the same unit on both axes', () => {
    const pixels = featuresOf(['x', 'y', 'r'], { width: 8, height: 4, plane: { ...plainPlane, range: 3 } })
    expect(pixels[0]![0]).toEqual([-5.25, -2.25, Math.fround(Math.hypot(5.25, 2.25))])
    expect(pixels[3]![7]).toEqual([5.25, 2.25, Math.fround(Math.hypot(5.25, 2.25))])
  })

  it('turns, then divides by the zoom, then moves', () => {
    const plane = { ...plainPlane, range: 2, zoom: 4, rotate: 90, panX: 0.5, panY: -1 }
    const pixels = featuresOf(['x', 'y'], { width: 4, height: 4, plane })
    // Pixel (3, 0) is at (0.75, −0.75) of the frame: turned by 90° at (0.75, 0.75).
    expect(pixels[0]![3]).toEqual([0.75 * 0.5 + 1, 0.75 * 0.5 - 2])
  })

  it('has netart-js’s coordinates: x down, y to the right, from the corners', () => {
    const pixels = featuresOf(['x', 'y'], { width: 4, height: 5, plane: { ...plainPlane, coordinates: 'netart' } })
    expect(pixels[2]![1]).toEqual([Math.fround(2 / 5 - 0.5), 1 / 4 - 0.5])
  })

  it('reads the extra picture between the middles of its pixels', () => {
    const picture: Raster = {
      width: 2,
      height: 1,
      channels: 3,
      depth: 8,
      data: Uint8Array.of(0, 51, 0, 255, 102, 0),
    }
    const pixels = featuresOf(['red', 'green'], { width: 8, height: 1, picture })
    expect(pixels[0]!.map(([red]) => red)).toEqual([0, 0, 0.125, 0.375, 0.625, 0.875, 1, 1].map(Math.fround))
    expect(pixels[0]![0]![1]).toBe(Math.fround(0.2))
  })
})

const flipped = (raster: Raster): number[][] => rowsOf(raster).map((row) => row.toReversed())
const turned = (raster: Raster): number[][] => flipped(raster).toReversed()

/** Pixels as whole numbers. */
function rowsOf({ width, height, data }: Raster): number[][] {
  const pixel = (index: number): number =>
    (data[index * 3]! << 16) | (data[index * 3 + 1]! << 8) | data[index * 3 + 2]!
  return Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (_, column) => pixel(row * width + column)),
  )
}

const folded = (
  symmetry: Plane['symmetry'],
  changes: Partial<Plane> = {},
  size: Partial<PatternScene> = {},
): Raster =>
  rasterOf(
    sceneWith(lively(), {
      width: 33,
      height: 26,
      ...size,
      plane: { ...plainPlane, range: 4, symmetry, ...changes },
    }),
    8,
  )

describe('symmetry', () => {
  it.each([1, 2, 3])('mirrors to the last bit, with %s samples a side', (samples) => {
    const left = folded('mirror-x', { samples })
    expect(flipped(left)).toEqual(rowsOf(left))
    const upper = folded('mirror-y', { samples })
    expect(rowsOf(upper).toReversed()).toEqual(rowsOf(upper))
    const both = folded('mirror', { samples })
    expect(turned(both)).toEqual(rowsOf(both))
    expect(flipped(both)).toEqual(rowsOf(both))
    expect(new Set(rowsOf(both).flat()).size).toBeGreaterThan(50)
  })

  it('turns by half and quarter turns to the last bit', () => {
    const half = folded('rotation', { order: 2 })
    expect(turned(half)).toEqual(rowsOf(half))
    const quarter = folded('rotation', { order: 4, samples: 2 }, { width: 24, height: 24 })
    const rows = rowsOf(quarter)
    expect(rows.map((row, y) => row.map((_, x) => rows[23 - x]![y]))).toEqual(rows)
  })

  it('carries every point into the wedge of a kaleidoscope, at the same distance', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 24 }), fc.integer({ min: 1, max: 12 }), (order, size) => {
        const changes = { width: size, height: 9 }
        const plane = { ...plainPlane, symmetry: 'kaleidoscope', order } as const
        const before = featuresOf(['x', 'y'], changes).flat()
        const after = featuresOf(['x', 'y'], { ...changes, plane }).flat()
        for (const [index, [x, y]] of after.entries()) {
          expect(Math.hypot(x!, y!)).toBeCloseTo(Math.hypot(...before[index]!), 5)
          if (Math.hypot(x!, y!) > 0) {
            expect(Math.atan2(y!, x!)).toBeGreaterThanOrEqual(-1e-6)
            expect(Math.atan2(y!, x!)).toBeLessThanOrEqual(Math.PI / order + 1e-6)
          }
        }
      }),
    )
  })

  it('gives n sectors the same picture', () => {
    for (const symmetry of ['rotation', 'kaleidoscope'] as const) {
      const turn = (rotate: number): number[][] =>
        featuresOf(['x', 'y'], { plane: { ...plainPlane, symmetry, order: 5, rotate } }).flat()
      const [start, next] = [turn(0), turn(72)]
      for (const [index, point] of start.entries()) {
        expect(next[index]![0]).toBeCloseTo(point[0]!, 5)
        expect(next[index]![1]).toBeCloseTo(point[1]!, 5)
      }
    }
  })
})

describe('a tile', () => {
  const tile = (plane: Partial<Plane> = {}): PatternScene =>
    sceneWith(lively(['sinX', 'cosX', 'sinY', 'cosY']), {
      width: 40,
      height: 24,
      plane: { ...plainPlane, ...plane },
    })

  it('has no seam: its last column is to the first what any column is to the next', () => {
    const rows = featuresOf(['sinX', 'cosX', 'sinY', 'cosY'], { width: 40, height: 24 })
    const step = (from: number[], to: number[]): number =>
      Math.hypot(...from.map((value, index) => to[index]! - value))
    for (const row of rows) {
      const steps = row.map((pixel, column) => step(pixel, row[(column + 1) % 40]!))
      for (const size of steps) expect(size).toBeCloseTo(2 * Math.sin(Math.PI / 40), 6)
    }
    const down = rows.map((row, index) => step(row[0]!, rows[(index + 1) % 24]![0]!))
    for (const size of down) expect(size).toBeCloseTo(2 * Math.sin(Math.PI / 24), 6)
  })

  it('has exactly its first column again after its last', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), fc.nat({ max: 100_000 }), (width, column) => {
        const [part, whole] = [2 * column + 1, 2 * width]
        expect(sineOfTurn(part + whole, whole)).toBe(sineOfTurn(part, whole))
        expect(cosineOfTurn(part + whole, whole)).toBe(cosineOfTurn(part, whole))
        expect(sineOfTurn(whole - part, whole)).toBe(0 - sineOfTurn(part, whole))
      }),
    )
  })

  it('stays one where it is mirrored', () => {
    const raster = rasterOf(tile({ symmetry: 'mirror', samples: 2 }), 8)
    expect(flipped(raster)).toEqual(rowsOf(raster))
    expect(rowsOf(raster).toReversed()).toEqual(rowsOf(raster))
  })

  it('has sines to a few units of the last place', () => {
    for (let part = 0; part < 997; part++) {
      expect(Math.abs(sineOfTurn(part, 997) - Math.sin((2 * Math.PI * part) / 997))).toBeLessThan(1.5e-15)
      expect(sineOfTurn(part, 997) ** 2 + cosineOfTurn(part, 997) ** 2).toBeCloseTo(1, 15)
    }
  })
})
