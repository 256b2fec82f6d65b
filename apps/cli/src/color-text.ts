/** Colours as people write them. */
import { oklabToSrgb, type Color } from '@reverie/image'
import { converter, formatHex, parse } from 'culori'

const toOklab = converter('oklab')

/** CSS's notations and names to OKLab; undefined when it is none of them. */
export function labOf(text: string): Color | undefined {
  const color = toOklab(parse(text))
  return color === undefined ? undefined : [color.l, color.a, color.b]
}

/** OKLab as `#rrggbb`, clipped to sRGB. */
export function hexOf([l = 0, a = 0, b = 0]: readonly number[]): string {
  const [red, green, blue] = oklabToSrgb([l, a, b])
  return formatHex({ mode: 'rgb', r: red, g: green, b: blue })
}
