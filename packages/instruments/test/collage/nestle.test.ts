import { describe, expect, it } from 'vitest'
import { cellsOf, variation } from '../../src/collage/layout/cells.ts'
import {
  keptShare,
  layoutPositions,
  nearestOnMap,
  nestlePieces,
  packPieces,
  type Outline,
  type Placed,
} from '../../src/collage/layout/index.ts'
import { clusteredMap } from './clusters.ts'

const disc: Outline = {
  aspect: 1,
  mask: Uint8Array.from({ length: 1024 }, (_, at) => {
    const [u, v] = [((at % 32) + 0.5) / 16 - 1, (Math.floor(at / 32) + 0.5) / 16 - 1]
    return u * u + v * v < 1 ? 255 : 0
  }),
}
const at = (x: number, y: number, side = 10): Placed => ({
  x,
  y,
  width: side,
  height: side,
  anchor: [0.5, 0.5],
  angle: 0,
})
const none = (): boolean => false

describe('nestling', () => {
  it('lets pieces grow into the room they have, and no farther', () => {
    const pieces = [at(25, 50), at(75, 50)]
    const nestled = nestlePieces({
      pieces,
      outlines: [disc, disc],
      width: 100,
      height: 100,
      overlap: 0,
      farthest: 0.4,
      fixed: none,
    })
    for (const [index, piece] of nestled.entries()) {
      expect(piece.width).toBeGreaterThan(30)
      expect(piece.width).toBeLessThan(80)
      expect(Math.hypot(piece.x - pieces[index]!.x, piece.y - pieces[index]!.y)).toBeLessThan(35)
    }
    const [one, two] = nestled as [Placed, Placed]
    const gap = Math.hypot(one.x - two.x, one.y - two.y) - (one.width + two.width) / 2
    // A square of the grid is eight wide here.
    expect(gap).toBeGreaterThan(-8)
  })

  it('frees pieces that lie on each other', () => {
    const pieces = [at(48, 50, 40), at(52, 50, 40), at(20, 20, 20)]
    const nestled = nestlePieces({
      pieces,
      outlines: [disc, disc, disc],
      width: 100,
      height: 100,
      overlap: 0.05,
      farthest: 0.4,
      fixed: none,
    })
    const apart = Math.hypot(nestled[0]!.x - nestled[1]!.x, nestled[0]!.y - nestled[1]!.y)
    expect(apart / ((nestled[0]!.width + nestled[1]!.width) / 2)).toBeGreaterThan(0.6)
  })

  it('leaves what is fixed where and as it is', () => {
    const pieces = [at(30, 30), at(34, 30), at(80, 80)]
    const nestled = nestlePieces({
      pieces,
      outlines: [disc, disc, disc],
      width: 100,
      height: 100,
      overlap: 0.1,
      farthest: 0.4,
      fixed: (piece) => piece === 0,
    })
    expect(nestled[0]).toEqual(pieces[0])
    expect(nestled[1]).not.toEqual(pieces[1])
  })

  it('stays in a shape', () => {
    const left = { width: 2, height: 1, data: Uint8Array.of(255, 0) }
    const nestled = nestlePieces({
      pieces: [at(25, 50)],
      outlines: [disc],
      width: 100,
      height: 100,
      overlap: 0,
      farthest: 0.4,
      fixed: none,
      mask: left,
    })
    expect(nestled[0]!.x + nestled[0]!.width / 2).toBeLessThan(58)
  })

  it('is what it was in the first version where nothing is said of neighbours: old collages stay as they are', () => {
    const nestled = nestlePieces({
      pieces: [at(30, 30), at(34, 38), at(80, 80), at(70, 20, 30)],
      outlines: [disc, disc, disc, disc],
      width: 100,
      height: 100,
      overlap: 0.1,
      farthest: 0.42,
      fixed: none,
    })
    // As commit 058129a draws them.
    const known = [
      [30, 14.550253, 25.804264],
      [29.050253, 42.949747, 33.41727],
      [80, 80, 33.41727],
      [70, 27, 59.776879],
    ]
    for (const [index, { x, y, width }] of nestled.entries()) {
      for (const [part, value] of [x, y, width].entries()) expect(value).toBeCloseTo(known[index]![part]!, 5)
    }
  })
})

describe('nestling that keeps order', () => {
  const [width, height, count] = [1920, 1080, 200]
  const area = (width * height) / count
  const forms = [0.4, 0.6, 1, 1.7, 2.5].map((aspect): Outline => ({ ...disc, aspect }))
  const outlines = Array.from({ length: count }, (_, piece) => forms[piece % forms.length]!)
  const map = clusteredMap(count, 7)
  const neighbours = nearestOnMap(map)
  const { pieces } = packPieces({
    positions: layoutPositions({ count, width, height, map }),
    width,
    height,
    outlines,
  })
  const canvas = { pieces, outlines, width, height, overlap: 0.1, farthest: 0.21, fixed: none }
  const spots = (placed: readonly Placed[]): Float64Array => Float64Array.from(placed.flatMap(({ x, y }) => [x, y]))
  const unevenness = (placed: readonly Placed[]): number =>
    variation(cellsOf(spots(placed), width, height).areas, new Float64Array(count).fill(area))
  const ink = (placed: readonly Placed[]): number =>
    placed.reduce((sum, piece) => sum + (piece.width * piece.height * Math.PI) / 4, 0) / (width * height)

  it('leaves three quarters of the neighbours and even areas, and still fills more', () => {
    const kept = nestlePieces({ ...canvas, keep: { neighbours, weight: 0.5 } })
    expect(keptShare(neighbours, spots(kept))).toBeGreaterThan(0.75)
    expect(unevenness(kept)).toBeLessThan(0.05)
    expect(ink(kept)).toBeGreaterThan(1.1 * ink(nestlePieces({ ...canvas, farthest: 0 })))
    const free = nestlePieces(canvas)
    expect(keptShare(neighbours, spots(free))).toBeLessThan(0.75)
    expect(unevenness(free)).toBeGreaterThan(0.07)
  })

  it('is the same again, and free where keeping has no weight', () => {
    const request = { ...canvas, keep: { neighbours, weight: 0.5 } }
    expect(nestlePieces(request)).toEqual(nestlePieces(request))
    expect(nestlePieces({ ...canvas, keep: { neighbours, weight: 0 } })).toEqual(nestlePieces(canvas))
  })

  it('bears pieces beyond the canvas and on one point, as hands leave them', () => {
    const moved = pieces.map((piece, index): Placed =>
      index === 3 ? { ...piece, x: -200, y: 1300 } : index < 6 ? { ...piece, x: 500, y: 500 } : piece,
    )
    const nestled = nestlePieces({
      ...canvas,
      pieces: moved,
      fixed: (piece) => piece < 5,
      keep: { neighbours, weight: 0.5 },
    })
    for (const { x, y, width: wide } of nestled) expect(Number.isFinite(x + y + wide)).toBe(true)
    expect(nestled.slice(0, 5)).toEqual(moved.slice(0, 5))
  })
})
