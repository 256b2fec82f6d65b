/**
 * Total variation: the sum over pixels of √(dx² + dy² + ε), where dx and dy are the differences to the right and lower
 * neighbours (Rudin, Osher and Fatemi, "Nonlinear total variation based noise removal algorithms", 1992). Stepping
 * against its gradient holds neighbours together; the gradient has no scale, each difference pulls about equally.
 */
import type { Planes } from './planes.ts'

/** ε, in squared steps of 255: differences below about one step count as none. */
const FLAT = 1

/**
 * Adds `−amount · ∂TV/∂x` to a gradient whose mean magnitude is `magnitude`, so that `amount` 1 weighs as much as the
 * dream itself.
 * @param x the picture, 0 to 255
 */
export function addCalm(x: Planes, gradient: Planes, amount: number, magnitude: number): void {
  const { width, height, data } = x
  const size = width * height
  const share = amount * magnitude
  for (let channel = 0; channel < x.channels; channel++) {
    const plane = channel * size
    for (let y = 0; y < height; y++) {
      for (let column = 0; column < width; column++) {
        const at = plane + y * width + column
        const right = column + 1 < width ? data[at + 1]! - data[at]! : 0
        const below = y + 1 < height ? data[at + width]! - data[at]! : 0
        const length = Math.sqrt(right * right + below * below + FLAT)
        gradient.data[at]! += (share * (right + below)) / length
        if (column + 1 < width) gradient.data[at + 1]! -= (share * right) / length
        if (y + 1 < height) gradient.data[at + width]! -= (share * below) / length
      }
    }
  }
}
