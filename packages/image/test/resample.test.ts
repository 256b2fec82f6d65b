import * as fc from 'fast-check'
import { picture, testCard } from '@reverie/testing'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { psnr, resample, resamplePlanar, toDepth, toPlanar, type Method, type Raster } from '@reverie/image'

const methods: Method[] = ['area', 'bicubic', 'linear']
const row = (values: number[], to: number, method: Method) =>
  [...resamplePlanar(Float32Array.from(values), 1, values.length, 1, to, 1, method)].map(
    (value) => Math.round(value * 1e4) / 1e4,
  )

const side = fc.integer({ min: 1, max: 20 })
const place = (index: number, from: number, to: number) => (to === 1 ? 0 : (index * (from - 1)) / (to - 1))
const mean = (list: Float32Array) => list.reduce((sum, value) => sum + value, 0) / list.length

describe('linear is scipy.ndimage.zoom(order=1)', () => {
  test('corners stay, the rest is interpolated', () => {
    expect(row([0, 10, 20, 40], 7, 'linear')).toEqual([0, 5, 10, 15, 20, 30, 40])
    // scipy.ndimage.zoom([3, 1, 4, 1, 5], 2, order=1)
    expect(row([3, 1, 4, 1, 5], 10, 'linear')).toEqual([3, 2.1111, 1.2222, 2, 3.3333, 3.3333, 2, 1.4444, 3.2222, 5])
    expect(row([3, 1, 4, 1, 5], 3, 'linear')).toEqual([3, 4, 5])
    expect(row([3, 1, 4], 1, 'linear')).toEqual([3])
    expect(row([7], 4, 'linear')).toEqual([7, 7, 7, 7])
  })

  test('in both directions, for any sizes', () => {
    fc.assert(
      fc.property(fc.tuple(side, side, side, side), ([w, h, toW, toH]) => {
        const card = toPlanar(testCard(w, h))
        const result = resamplePlanar(card, 3, w, h, toW, toH, 'linear')
        const at = (plane: number, x: number, y: number) =>
          card[(plane * h + Math.min(y, h - 1)) * w + Math.min(x, w - 1)] as number
        for (let plane = 0; plane < 3; plane++)
          for (let y = 0; y < toH; y++)
            for (let x = 0; x < toW; x++) {
              const [sx, sy] = [place(x, w, toW), place(y, h, toH)]
              const [left, top] = [Math.floor(sx), Math.floor(sy)]
              const [u, v] = [sx - left, sy - top]
              const expected =
                (at(plane, left, top) * (1 - u) + at(plane, left + 1, top) * u) * (1 - v) +
                (at(plane, left, top + 1) * (1 - u) + at(plane, left + 1, top + 1) * u) * v
              expect(Math.abs((result[(plane * toH + y) * toW + x] as number) - expected)).toBeLessThan(1e-3)
            }
      }),
      { numRuns: 50 },
    )
  })
})

describe('area', () => {
  test('is the mean of what each pixel covers', () => {
    expect(row([0, 10, 20, 40], 2, 'area')).toEqual([5, 30])
    expect(row([0, 9, 30], 2, 'area')).toEqual([3, 23])
    expect(row([0, 8], 4, 'area')).toEqual([0, 0, 8, 8])
    expect(row([0, 8, 16], 4, 'area')).toEqual([0, 5.3333, 10.6667, 16])
  })

  test('keeps the mean of the picture', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 50 }), (from, to) => {
        const values = Float32Array.from({ length: from }, (_, at) => (at * 89) % 256)
        expect(mean(resamplePlanar(values, 1, from, 1, to, 1, 'area'))).toBeCloseTo(mean(values), 2)
      }),
    )
  })
})

describe('bicubic', () => {
  test('goes through the samples and keeps ramps straight inside', () => {
    expect(row([0, 0, 0, 10, 0, 0, 0], 21, 'bicubic').slice(5, 16)).toEqual([
      -0.3704, -0.7407, 0, 3.3333, 7.7778, 10, 7.7778, 3.3333, 0, -0.7407, -0.3704,
    ])
    expect(row([0, 3, 6, 9, 12, 15, 18, 21], 24, 'bicubic').slice(6, 18)).toEqual([
      5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
    ])
  })

  test('is near to sharp’s cubic kernel', async () => {
    const card = testCard(160, 120)
    for (const [width, height] of [
      [80, 60],
      [107, 80],
    ] as const) {
      const data = await sharp(card.data as Uint8Array, { raw: { width: 160, height: 120, channels: 3 } })
        .resize(width, height, { kernel: 'cubic', fit: 'fill' })
        .raw()
        .toBuffer()
      expect(
        psnr(resample(card, width, height, 'bicubic'), { width, height, channels: 3, depth: 8, data }),
      ).toBeGreaterThan(35)
    }
  })
})

describe.each(methods)('%s', (method) => {
  test('leaves a picture of the same size and a plain one as they are', () => {
    const card = testCard(31, 17)
    expect(resample(card, 31, 17, method).data).toEqual(card.data)
    const plain: Raster = { width: 7, height: 5, channels: 3, depth: 8, data: new Uint8Array(105).fill(77) }
    expect(new Set(resample(plain, 23, 3, method).data)).toEqual(new Set([77]))
  })

  test('what is transparent does not bleed', () => {
    const red = picture(['rx', 'rx', 'rx'], { r: [255, 0, 0, 255], x: [0, 255, 0, 0] })
    for (const [width, height] of [
      [1, 1],
      [5, 7],
      [2, 2],
    ] as const) {
      const { data } = resample(red, width, height, method)
      const seen = data.filter((_, at) => (data[at - (at % 4) + 3] as number) > 0)
      expect([...seen].filter((value, at) => at % 4 !== 3 && value !== (at % 4 === 0 ? 255 : 0))).toEqual([])
    }
  })

  test('deep and float rasters give what 8 bits give, but finer', () => {
    const card = testCard(40, 30)
    const small = resample(card, 23, 19, method)
    expect(psnr(small, toDepth(resample(toDepth(card, 16), 23, 19, method), 8))).toBeGreaterThan(55)
    expect(psnr(small, toDepth(resample(toDepth(card, 'float'), 23, 19, method), 8))).toBeGreaterThan(55)
  })

  test('planes and interleaved pixels agree', () => {
    const card = testCard(40, 30)
    const planes = resamplePlanar(toPlanar(card), 3, 40, 30, 57, 11, method)
    const pixels = toPlanar(resample(card, 57, 11, method))
    const worst = planes.reduce(
      (most, value, at) => Math.max(most, Math.abs(Math.min(255, Math.max(0, value)) - (pixels[at] as number))),
      0,
    )
    expect(worst).toBeLessThanOrEqual(0.5001)
  })
})

test('wrong sizes are named', () => {
  expect(() => resample(testCard(4, 4), 0, 3, 'area')).toThrow('two whole numbers above zero, found 0 × 3')
  expect(() => resamplePlanar(new Float32Array(5), 1, 2, 2, 3, 3, 'area')).toThrow(
    '1 planes of 2 × 2 have 4 values, found 5',
  )
})
