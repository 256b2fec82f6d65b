import { describe, expect, it } from 'vitest'
import { nestlePieces, type Outline, type Placed } from '../../src/collage/layout/index.ts'

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
})
