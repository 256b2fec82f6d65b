import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { accentOf, contrast, luminance, oklchOf, tellingHue } from '../src/color/accent.ts'

const pixels = (rgb: readonly number[]) => Array.from({ length: 400 }, () => [...rgb, 255]).flat()
const channel = fc.integer({ min: 0, max: 255 })

test('luminance and contrast are those of WCAG', () => {
  expect(contrast(luminance(oklchOf([0, 0, 0])), luminance(oklchOf([1, 1, 1])))).toBeCloseTo(21, 1)
  expect(contrast(luminance(oklchOf([0, 0, 1])), 1)).toBeCloseTo(8.59, 1)
})

test('the hue is that of the colour, and grey pictures have none', () => {
  expect(tellingHue(pixels([200, 60, 40]))!.h).toBeCloseTo(oklchOf([200 / 255, 60 / 255, 40 / 255]).h, 0)
  expect(tellingHue(pixels([128, 128, 128]))).toBeUndefined()
})

test('any picture gives an accent that can be read in both rooms, with text that can be read upon it', () => {
  fc.assert(
    fc.property(channel, channel, channel, fc.boolean(), (red, green, blue, isDark) => {
      const hue = tellingHue(Array.from({ length: 100 }, () => [red, green, blue, 255]).flat()) ?? {
        h: 255,
        c: 0.1,
      }
      const { color, text } = accentOf(hue, isDark)
      const [l, c, h] = /oklch\((\S+) (\S+) (\S+)\)/.exec(color)!.slice(1).map(Number)
      const own = luminance({ l: l!, c: c!, h: h! })
      const ground = luminance({ l: isDark ? 0.26 : 0.94, c: 0, h: 0 })
      expect(contrast(own, ground)).toBeGreaterThan(4.5)
      expect(contrast(own, text === 'dark' ? luminance({ l: 0.17, c: 0, h: 0 }) : 1)).toBeGreaterThan(4.5)
    }),
  )
})
