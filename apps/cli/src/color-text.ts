/** Colours as people write them. */
import { oklabToSrgb, type Color } from '@reverie/image'

/** What CSS's notations and names mean in OKLab; undefined when it is none of them. */
export async function readColors(): Promise<(text: string) => Color | undefined> {
  const { converter, parse } = await import('culori')
  const toOklab = converter('oklab')
  return (text) => {
    const color = toOklab(parse(text))
    return color === undefined ? undefined : [color.l, color.a, color.b]
  }
}

/** OKLab as `#rrggbb`, clipped to sRGB. */
export function hexOf([l = 0, a = 0, b = 0]: readonly number[]): string {
  const bytes = oklabToSrgb([l, a, b]).map((part) => Math.round(Math.min(1, Math.max(0, part)) * 255))
  return `#${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
}
