/** One step of gradient ascent on the pixels. */
import type { Planes } from './planes.ts'

/**
 * `x += size · g · weight`, kept within 0 and 255, in place (google/deepdream: `step / mean|g| · g`, then clip).
 * @param size how far a gradient of 1 moves a pixel: the step size over the mean magnitude of the gradient
 * @param weight one plane, 0 to 1: where the picture may change
 */
export function ascend(x: Planes, gradient: Planes, size: number, weight?: Float32Array): void {
  const pixels = x.data
  const slope = gradient.data
  if (weight === undefined) {
    for (let at = 0; at < pixels.length; at++) {
      const value = pixels[at]! + size * slope[at]!
      pixels[at] = value < 0 ? 0 : value > 255 ? 255 : value
    }
    return
  }
  const plane = x.width * x.height
  for (let start = 0; start < pixels.length; start += plane) {
    for (let at = 0; at < plane; at++) {
      const value = pixels[start + at]! + size * weight[at]! * slope[start + at]!
      pixels[start + at] = value < 0 ? 0 : value > 255 ? 255 : value
    }
  }
}

/** Mean magnitude of a gradient, weighted by `weight` where that is given. 0 where all weights are 0. */
export function meanMagnitude(gradient: Planes, weight?: Float32Array): number {
  const { data } = gradient
  const plane = gradient.width * gradient.height
  let sum = 0
  for (let start = 0; start < data.length; start += plane) {
    for (let at = 0; at < plane; at++) {
      sum += Math.abs(data[start + at]!) * (weight === undefined ? 1 : weight[at]!)
    }
  }
  return meanOf(sum, gradient, weight)
}

/** A sum of weighted magnitudes over a gradient, as a mean. */
export function meanOf(sum: number, gradient: Planes, weight?: Float32Array): number {
  let count = gradient.data.length
  if (weight !== undefined) {
    count = 0
    for (let at = 0; at < weight.length; at++) count += weight[at]!
    count *= gradient.channels
  }
  return count > 0 ? sum / count : 0
}
