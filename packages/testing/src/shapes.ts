/** Coloured shapes with alpha, drawn from formulas: pictures for collections that are made in code. */
import type { Raster } from '@reverie/image'

/** How far inside its edge a place is, −1…1 coordinates; negative is outside. */
type Form = (x: number, y: number) => number

const forms: readonly Form[] = [
  (x, y) => 0.9 - Math.hypot(x, y),
  (x, y) => 0.28 - Math.abs(Math.hypot(x, y) - 0.62),
  (x, y) => 0.8 - Math.max(Math.abs(x), Math.abs(y)),
  (x, y) => 0.85 - (Math.abs(x) + Math.abs(y)),
  (x, y) => Math.min(0.7 - y, 0.42 + y * 0.5 - Math.abs(x) * 0.9),
  (x, y) => 0.62 + 0.25 * Math.cos(5 * Math.atan2(x, -y)) - Math.hypot(x, y),
  (x, y) => 0.6 + 0.3 * Math.cos(8 * Math.atan2(y, x)) - Math.hypot(x, y),
  (x, y) =>
    Math.max(0.28 - Math.max(Math.abs(x) - 0.6, Math.abs(y)), 0.28 - Math.max(Math.abs(y) - 0.6, Math.abs(x))),
  (x, y) => Math.min(0.88 - Math.hypot(x, y), Math.hypot(x - 0.4, y + 0.1) - 0.68),
  (x, y) => 0.35 - Math.abs(y - 0.45 * Math.sin(4 * x)) - Math.max(0, Math.abs(x) - 0.85) * 3,
]

/** How many forms there are. */
export const formCount = forms.length

/**
 * One shape.
 * @param form 0…formCount − 1.
 * @param hue 0…1 around the circle; lightness and shade follow from it.
 * @param width and height in pixels.
 */
export function shapePicture(form: number, hue: number, width: number, height: number): Raster {
  const data = new Uint8Array(4 * width * height)
  const inside = forms[form]!
  const edge = 2 / Math.max(width, height)
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const x = (2 * (column + 0.5)) / width - 1
      const y = (2 * (row + 0.5)) / height - 1
      const depth = inside(x, y)
      const light = 0.62 + 0.3 * Math.min(1, Math.max(0, depth)) - 0.18 * (x + y)
      const at = 4 * (row * width + column)
      for (let channel = 0; channel < 3; channel++) {
        const wave = 0.5 + 0.5 * Math.cos(2 * Math.PI * (hue - channel / 3))
        data[at + channel] = Math.round(255 * Math.min(1, Math.max(0, light * (0.25 + 0.85 * wave))))
      }
      data[at + 3] = Math.round(255 * Math.min(1, Math.max(0, depth / edge + 0.5)))
    }
  }
  return { width, height, channels: 4, depth: 8, data }
}
