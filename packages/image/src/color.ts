/**
 * Colour arithmetic on planes [3, height, width] with values 0…255 (sRGB), and on single colours.
 */
import { ImageError } from './error.ts'

/** Rec. 601 luma weights, those of JPEG's YCbCr (JFIF). */
const red = 0.299
const green = 0.587
const blue = 0.114

/**
 * Brightness from one picture, colour from another: Y′ of `detail` with Cb and Cr of `colors` (Rec. 601, full range).
 * Since Y′ is linear in R′G′B′ this is `colors` plus the difference of the two lumas, on each channel. Not clipped.
 * @param detail [3, height, width], 0…255
 * @param colors of the same size
 * @returns a new array
 */
export function keepColors(detail: Float32Array, colors: Float32Array): Float32Array {
  if (detail.length !== colors.length || detail.length % 3 !== 0)
    throw new ImageError(
      `Keeping colours needs two pictures of one size, found ${detail.length} and ${colors.length} values.`,
    )
  const size = detail.length / 3
  const result = new Float32Array(detail.length)
  for (let at = 0; at < size; at++) {
    const r = colors[at] as number
    const g = colors[at + size] as number
    const b = colors[at + 2 * size] as number
    const change =
      red * ((detail[at] as number) - r) +
      green * ((detail[at + size] as number) - g) +
      blue * ((detail[at + 2 * size] as number) - b)
    result[at] = r + change
    result[at + size] = g + change
    result[at + 2 * size] = b + change
  }
  return result
}

/** Rec. 601 luma of planes: [height, width], 0…255. */
export function luma(planar: Float32Array): Float32Array {
  const size = planar.length / 3
  return Float32Array.from(
    { length: size },
    (_, at) =>
      red * (planar[at] as number) +
      green * (planar[at + size] as number) +
      blue * (planar[at + 2 * size] as number),
  )
}

/** sRGB's transfer function (IEC 61966-2-1), 0…1 to linear light 0…1. */
export function srgbToLinear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
}

/** The inverse of `srgbToLinear`. */
export function linearToSrgb(value: number): number {
  return value <= 0.003_130_8 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055
}

/** A colour of three numbers. */
export type Color = readonly [number, number, number]

/** sRGB (0…1 each) to OKLab: lightness 0…1, then green–red and blue–yellow about ±0.4 (Björn Ottosson, 2020). */
export function srgbToOklab(color: Color): Color {
  const linear = color.map(srgbToLinear) as unknown as Color
  const cones = multiply(toCones, linear).map(Math.cbrt) as unknown as Color
  return multiply(toLab, cones)
}

/** OKLab to sRGB; outside 0…1 where sRGB has no such colour. */
export function oklabToSrgb(lab: Color): Color {
  const cones = multiply(fromLab, lab).map((value) => value ** 3) as unknown as Color
  return multiply(fromCones, cones).map(linearToSrgb) as unknown as Color
}

type Matrix = readonly [Color, Color, Color]

function multiply(matrix: Matrix, [a, b, c]: Color): Color {
  return matrix.map((row) => row[0] * a + row[1] * b + row[2] * c) as unknown as Color
}

const toCones: Matrix = [
  [0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9],
  [0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6],
  [0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5],
]
const fromCones: Matrix = [
  [4.076_741_662_1, -3.307_711_591_3, 0.230_969_929_2],
  [-1.268_438_004_6, 2.609_757_401_1, -0.341_319_396_5],
  [-0.004_196_086_3, -0.703_418_614_7, 1.707_614_701],
]
const toLab: Matrix = [
  [0.210_454_255_3, 0.793_617_785, -0.004_072_046_8],
  [1.977_998_495_1, -2.428_592_205, 0.450_593_709_9],
  [0.025_904_037_1, 0.782_771_766_2, -0.808_675_766],
]
const fromLab: Matrix = [
  [1, 0.396_337_777_4, 0.215_803_757_3],
  [1, -0.105_561_345_8, -0.063_854_172_8],
  [1, -0.089_484_177_5, -1.291_485_548],
]
