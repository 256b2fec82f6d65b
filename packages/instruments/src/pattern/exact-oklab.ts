/**
 * sRGB and OKLab (Björn Ottosson, 2020) with the same bits in every engine, for colours that go into a recipe.
 *
 * Powers and cube roots are left to the engine by ECMAScript; here they are Newton's method on + − × ÷ and √, which
 * IEEE 754 rounds exactly: v^2.4 is v² times the square of v's fifth root, v^(1/2.4) the fifth power of its twelfth root.
 */
import type { Color } from '@reverie/image'

/** From above, each step takes a third off until it is near, and then doubles the digits: enough from 10⁻¹⁰ to 10¹⁰. */
const cubeSteps = 16
const fifthSteps = 8

function cubeRoot(value: number): number {
  if (value <= 0) return 0
  let root = Math.sqrt(Math.sqrt(value))
  for (let step = 0; step < cubeSteps; step++) root = (2 * root + value / (root * root)) / 3
  return root
}

/** Of a value near 1, as sRGB's curve asks for (0.09 to 1). */
function fifthRoot(value: number): number {
  let root = Math.sqrt(Math.sqrt(value))
  for (let step = 0; step < fifthSteps; step++) {
    const square = root * root
    root = (4 * root + value / (square * square)) / 5
  }
  return root
}

function toLinear(value: number): number {
  if (value <= 0.040_45) return value / 12.92
  const base = (value + 0.055) / 1.055
  const root = fifthRoot(base)
  return base * base * root * root
}

function fromLinear(value: number): number {
  if (value <= 0.003_130_8) return value * 12.92
  const root = cubeRoot(Math.sqrt(Math.sqrt(value)))
  const square = root * root
  return 1.055 * square * square * root - 0.055
}

/** sRGB from 0 to 1 as OKLab: lightness from 0 to 1, then green to red and blue to yellow about ±0.4. */
export function exactOklab(red: number, green: number, blue: number): Color {
  const r = toLinear(red)
  const g = toLinear(green)
  const b = toLinear(blue)
  const l = cubeRoot(0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b)
  const m = cubeRoot(0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b)
  const s = cubeRoot(0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b)
  return [
    0.210_454_255_3 * l + 0.793_617_785 * m - 0.004_072_046_8 * s,
    1.977_998_495_1 * l - 2.428_592_205 * m + 0.450_593_709_9 * s,
    0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766 * s,
  ]
}

/** The inverse of `exactOklab`; outside 0 to 1 where sRGB has no such colour. */
export function exactSrgb([lightness, a, b]: Color): Color {
  const l = cube(lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b)
  const m = cube(lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b)
  const s = cube(lightness - 0.089_484_177_5 * a - 1.291_485_548 * b)
  return [
    fromLinear(4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s),
    fromLinear(-1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s),
    fromLinear(-0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701 * s),
  ]
}

function cube(value: number): number {
  return value * value * value
}

/** A colour as `#rrggbb`, clipped to sRGB. */
export function hexOf(color: Color): string {
  const digits = color.map((value) => {
    const byte = Math.floor(255 * Math.min(1, Math.max(0, value)) + 0.5)
    return byte.toString(16).padStart(2, '0')
  })
  return `#${digits.join('')}`
}
