/** Colour, planes, crops, comparisons, orientation. */
import * as fc from 'fast-check'
import { picture, testCard } from '@reverie/testing'
import { describe, expect, test } from 'vitest'
import {
  alphaOf,
  compare,
  crop,
  flatten,
  fromPlanar,
  keepColors,
  luma,
  oklabToSrgb,
  orient,
  psnr,
  srgbToOklab,
  toDepth,
  toPlanar,
  type Raster,
} from '@reverie/image'

test('planes and back: the same pixels', () => {
  const card = testCard(13, 7)
  expect(fromPlanar(toPlanar(card), 13, 7)).toEqual(card)
  const rgba = picture(['rk', 'wx'], { x: [1, 2, 3, 4] })
  expect(fromPlanar(toPlanar(rgba), 2, 2, alphaOf(rgba))).toEqual(rgba)
})

test('planes hold red first, 0…255 at every depth; grey fills all three', () => {
  expect([...toPlanar(picture(['rg']))]).toEqual([255, 0, 0, 255, 0, 0])
  const grey: Raster = { width: 1, height: 1, channels: 2, depth: 16, data: Uint16Array.of(32_896, 257) }
  expect([...toPlanar(grey)]).toEqual([128, 128, 128])
  expect([...(alphaOf(grey) ?? [])]).toEqual([1])
})

test('planes out of range are clipped, halves round up', () => {
  expect([...fromPlanar(Float32Array.of(-4, 300, 0.5, 1.4999, 2.5, 254.5), 2, 1).data]).toEqual([
    0, 1, 3, 255, 1, 255,
  ])
})

test('crops', () => {
  expect(crop(picture(['rgb', 'kwy']), 1, 0, 2, 2)).toEqual(picture(['gb', 'wy']))
  expect(() => crop(picture(['rg']), 1, 0, 2, 1)).toThrow('A crop of 2 × 1 at (1, 0) is not inside 2 × 1')
})

test('PSNR by hand, and the shapes it needs', () => {
  const [one, other] = [picture(['rrrr']), picture(['rrrr'], { r: [245, 0, 0] })]
  expect(psnr(one, other)).toBeCloseTo(10 * Math.log10((255 ** 2 * 3) / 100), 10)
  expect(compare(one, one)).toEqual({ same: true, psnr: Infinity })
  expect(compare(one, other).same).toBe(false)
  expect(compare(one, picture(['rr']))).toEqual({ same: false, psnr: 0 })
  expect(compare(one, toDepth(one, 16))).toEqual({ same: false, psnr: Infinity })
  expect(() => psnr(one, picture(['rr']))).toThrow(
    'PSNR needs two rasters of one shape, found 4 × 1 × 3 and 2 × 1 × 3',
  )
})

test('8 bits survive every depth', () => {
  const all: Raster = {
    width: 256,
    height: 1,
    channels: 1,
    depth: 8,
    data: Uint8Array.from({ length: 256 }, (_, at) => at),
  }
  for (const depth of [16, 'float'] as const) expect(toDepth(toDepth(all, depth), 8)).toEqual(all)
})

test('orientations undo each other', () => {
  const card = testCard(5, 3)
  const inverse = [0, 1, 2, 3, 4, 5, 8, 7, 6]
  for (let orientation = 1; orientation <= 8; orientation++)
    expect(orient(orient(card, orientation), inverse[orientation] as number)).toEqual(card)
  expect(orient(picture(['rgb']), 6)).toEqual(picture(['r', 'g', 'b']))
  expect(orient(picture(['rgb']), 8)).toEqual(picture(['b', 'g', 'r']))
  expect(orient(picture(['rgb']), 2)).toEqual(picture(['bgr']))
})

test('transparency is laid on white', () => {
  expect(flatten(picture(['xr'], { x: [0, 0, 0, 0] }))).toEqual(picture(['wr']))
  expect([...flatten(picture(['x'], { x: [0, 100, 200, 51] })).data]).toEqual([204, 224, 244])
})

describe('keeping colours', () => {
  test('takes the luma of one and the chroma of the other', () => {
    const detail = toPlanar(testCard(8, 8))
    const colors = toPlanar(picture(Array.from({ length: 8 }, () => 'rgbrgbrg')))
    const mixed = keepColors(detail, colors)
    luma(mixed).forEach((value, at) => expect(value).toBeCloseTo(luma(detail)[at] as number, 2))
    for (let at = 0; at < 64; at++) {
      const [r, g, b] = [0, 64, 128].map((plane) => (mixed[at + plane] as number) - (colors[at + plane] as number))
      expect(r).toBeCloseTo(g as number, 2)
      expect(g).toBeCloseTo(b as number, 2)
    }
  })

  test('of a picture with itself changes nothing', () => {
    const planes = toPlanar(testCard(9, 9))
    expect(keepColors(planes, planes)).toEqual(planes)
  })
})

const near = (color: readonly number[]) => color.map((value) => expect.closeTo(value, 3) as number)

test('OKLab: known colours, and back', () => {
  expect(srgbToOklab([1, 1, 1])).toEqual(near([1, 0, 0]))
  expect(srgbToOklab([1, 0, 0])).toEqual(near([0.628, 0.2249, 0.1258]))
  fc.assert(
    fc.property(
      fc.tuple(...Array.from({ length: 3 }, () => fc.double({ min: 0, max: 1, noNaN: true }))),
      (color) => {
        oklabToSrgb(srgbToOklab(color as [number, number, number])).forEach((value, at) =>
          expect(value).toBeCloseTo(color[at] as number, 3),
        )
      },
    ),
  )
})
