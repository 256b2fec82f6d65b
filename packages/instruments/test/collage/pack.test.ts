import { describe, expect, it } from 'vitest'
import { packPieces, type Outline } from '../../src/collage/layout/index.ts'

const shape = (inside: (u: number, v: number) => boolean, aspect = 1): Outline => ({
  aspect,
  mask: Uint8Array.from({ length: 1024 }, (_, at) =>
    inside(((at % 32) + 0.5) / 32, (Math.floor(at / 32) + 0.5) / 32) ? 255 : 0,
  ),
})

const full = shape(() => true)
const canvas = { positions: [25, 50, 75, 50], width: 100, height: 100 }

describe('packing', () => {
  it('draws a small silhouette in a large picture larger, about its own middle', () => {
    const corner = shape((u, v) => u < 0.25 && v < 0.25)
    const [whole, small] = packPieces({ ...canvas, outlines: [full, corner], hero: 2 }).pieces
    expect(small!.width / whole!.width).toBeGreaterThan(3)
    expect(small!.anchor[0]).toBeCloseTo(0.125, 5)
    expect(small!.anchor[1]).toBeCloseTo(0.125, 5)
  })

  it('turns a wide piece to lie along a high cell, when it may', () => {
    const wide = shape(() => true, 4)
    const still = packPieces({ ...canvas, outlines: [wide, wide] }).pieces[0]!
    const turned = packPieces({ ...canvas, outlines: [wide, wide], turn: 90 }).pieces[0]!
    expect(still.angle).toBe(0)
    expect(Math.abs(turned.angle)).toBeGreaterThan(45)
    expect(turned.width).toBeGreaterThan(1.3 * still.width)
  })

  it('scales with the size asked for and with edits, keeps proportions, and lays the hero in front', () => {
    const outlines = [full, shape(() => true, 2)]
    const one = packPieces({ ...canvas, outlines, hero: 1 })
    const half = packPieces({ ...canvas, outlines, size: 0.45, factors: [1, 2], hero: 1 })
    expect(half.pieces[0]!.width).toBeCloseTo(one.pieces[0]!.width / 2, 9)
    expect(half.pieces[1]!.width).toBeCloseTo(one.pieces[1]!.width, 9)
    expect(one.pieces[1]!.width / one.pieces[1]!.height).toBeCloseTo(2, 9)
    expect([...packPieces({ ...canvas, outlines }).order]).toEqual([1, 0])
    expect([...half.order]).toEqual([0, 1])
  })

  it('draws a picture without anything to see by its box', () => {
    const nothing = shape(() => false)
    const [one, two] = packPieces({ ...canvas, outlines: [nothing, full], hero: 2 }).pieces
    expect(one!.width).toBeCloseTo(two!.width, 9)
  })
})
