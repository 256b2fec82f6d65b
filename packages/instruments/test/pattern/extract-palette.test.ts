import { oklabToSrgb, srgbToOklab, type Raster } from '@reverie/image'
import { readImageFile } from '@reverie/image/node'
import * as fc from 'fast-check'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { exactOklab, exactSrgb, hexOf } from '../../src/pattern/exact-oklab.ts'
import { extractPalette } from '../../src/pattern/extract-palette.ts'

/** Columns of even colours, as wide as said. */
function columns(...parts: [color: readonly number[], width: number][]): Raster {
  const row = parts.flatMap(([color, width]) => Array.from({ length: width }, () => color).flat())
  const channels = parts[0]![0].length as Raster['channels']
  const data = Uint8Array.from(Array.from({ length: 20 }, () => row).flat())
  return { width: row.length / channels, height: 20, channels, depth: 8, data }
}

test('the colours of a picture of few are those, from dark to light', () => {
  const flag = columns([[240, 240, 230], 40], [[200, 30, 40], 40], [[20, 24, 60], 40])
  expect(extractPalette(flag, 3)).toEqual(['#14183c', '#c81e28', '#f0f0e6'])
  expect(extractPalette(flag, 8)).toEqual(['#14183c', '#c81e28', '#f0f0e6'])
  expect(extractPalette(flag, 1)).toHaveLength(1)
})

test('a small vivid thing is not lost in a large sky', () => {
  const sky = Array.from({ length: 200 }, (_, at): [number[], number] => [
    [90 + at / 4, 130 + at / 4, 190 + at / 8],
    2,
  ])
  expect(extractPalette(columns(...sky, [[230, 60, 20], 3]), 5)).toContain('#e63c14')
})

test('what is transparent does not count', () => {
  const picture = columns([[10, 200, 10, 0], 90], [[200, 10, 10, 255], 10], [[10, 10, 200, 255], 10])
  expect(extractPalette(picture, 4)).toEqual(['#0a0ac8', '#c80a0a'])
  expect(() => extractPalette(columns([[10, 200, 10, 0], 9]), 4)).toThrow(
    'The picture for the palette is wholly transparent, so it has no colours: give another one.',
  )
})

test('grey and 16 bits are read as such', () => {
  const grey = columns([[30], 10], [[220], 10])
  const deep: Raster = { ...grey, depth: 16, data: Uint16Array.from(grey.data, (value) => value * 257) }
  for (const raster of [grey, deep]) expect(extractPalette(raster, 2)).toEqual(['#1e1e1e', '#dcdcdc'])
})

test('a photograph always gives these colours', async () => {
  const path = fileURLToPath(new URL('../../../../apps/studio/samples/chelsea.png', import.meta.url))
  const { raster } = await readImageFile(path)
  expect(extractPalette(raster, 8).join(' ')).toBe(
    '#26190e #4e2e19 #6a4129 #7d5639 #8e694a #a1795e #b18d72 #bea294',
  )
})

test.each([0, 65, 2.5])('%d colours are refused', (count) => {
  expect(() => extractPalette(columns([[1, 2, 3], 1]), count)).toThrow(
    `A palette has 1 to 64 colours, ${count} were asked for.`,
  )
})

test('exact OKLab is OKLab', () => {
  const channel = fc.integer({ min: 0, max: 65_535 }).map((value) => value / 65_535)
  fc.assert(
    fc.property(channel, channel, channel, (red, green, blue) => {
      const exact = exactOklab(red, green, blue)
      for (const [at, value] of srgbToOklab([red, green, blue]).entries()) expect(exact[at]).toBeCloseTo(value, 12)
      for (const [at, value] of oklabToSrgb(exact).entries()) expect(exactSrgb(exact)[at]).toBeCloseTo(value, 11)
    }),
  )
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xff_ffff }), (color) => {
      const [red, green, blue] = [color >> 16, (color >> 8) & 255, color & 255].map((byte) => byte / 255)
      expect(hexOf(exactSrgb(exactOklab(red!, green!, blue!)))).toBe(`#${color.toString(16).padStart(6, '0')}`)
    }),
  )
})
