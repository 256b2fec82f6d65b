/**
 * Colours that photographs vary in. tensorflow/lucid optimises a picture z in a space whose axes are uncorrelated over
 * ImageNet, with pixels x = M z; M is the square root of the colours' correlation matrix (lucid, "optvis/param/color").
 * Plain gradient ascent on z moves x by M Mᵀ g, so the parameterisation amounts to this product with the gradient;
 * the step is normalised afterwards, which makes M's scale irrelevant.
 */
import type { Planes } from './planes.ts'

/** Lucid's matrix: rows are red, green and blue, columns the uncorrelated axes. */
const ROOT = [
  [0.26, 0.09, 0.02],
  [0.27, 0.0, -0.05],
  [0.27, -0.09, 0.03],
] as const

const product = ROOT.map((row) => ROOT.map((other) => row[0] * other[0] + row[1] * other[1] + row[2] * other[2]))

/** Turns the gradient of pixels into the direction of a step on uncorrelated colours, in place. */
export function decorrelate(gradient: Planes): void {
  const { data } = gradient
  const size = gradient.width * gradient.height
  const [red, green, blue] = product as [number[], number[], number[]]
  for (let at = 0; at < size; at++) {
    const r = data[at]!
    const g = data[at + size]!
    const b = data[at + 2 * size]!
    data[at] = red[0]! * r + red[1]! * g + red[2]! * b
    data[at + size] = green[0]! * r + green[1]! * g + green[2]! * b
    data[at + 2 * size] = blue[0]! * r + blue[1]! * g + blue[2]! * b
  }
}
