/**
 * Gaussian smoothing of the gradient, cascaded: the mean of three Gaussians with half, once and twice the asked
 * deviation, so that fine and coarse both survive (the cascade of gordicaleksa/pytorch-deepdream). There the
 * deviation also grows over the steps of an octave; here it is constant, since it is a number that an artist sets.
 * Edges are extended with their own value, and each kernel reaches three deviations.
 */
import { emptyPlanes, type Planes } from './planes.ts'

/** Ratios of the three deviations to the one that is asked for. */
const CASCADE = [0.5, 1, 2]

/** The smoothed gradient. @param deviation in pixels, above 0 */
export function smooth(gradient: Planes, deviation: number): Planes {
  const result = emptyPlanes(gradient.width, gradient.height, gradient.channels)
  const between = new Float32Array(gradient.width * gradient.height)
  for (const ratio of CASCADE) blurOnto(gradient, gaussian(deviation * ratio), between, result)
  return result
}

/** Half of a symmetric kernel, from its centre outwards; the whole sums to 1 / (number of cascaded kernels). */
function gaussian(deviation: number): Float64Array {
  const reach = Math.max(1, Math.ceil(3 * deviation))
  const kernel = Float64Array.from({ length: reach + 1 }, (_, at) =>
    Math.exp(-(at * at) / (2 * deviation * deviation)),
  )
  const sum = kernel.reduce((total, value, at) => total + (at === 0 ? value : 2 * value), 0)
  return kernel.map((value) => value / sum)
}

function blurOnto(from: Planes, kernel: Float64Array, between: Float32Array, onto: Planes): void {
  const { width, height, channels, data } = from
  const size = width * height
  const reach = kernel.length - 1
  const line = new Float32Array(width + 2 * reach)
  for (let channel = 0; channel < channels; channel++) {
    const plane = channel * size
    for (let y = 0; y < height; y++) {
      const row = plane + y * width
      line.set(data.subarray(row, row + width), reach)
      line.fill(data[row]!, 0, reach)
      line.fill(data[row + width - 1]!, reach + width)
      for (let x = 0; x < width; x++) {
        const centre = x + reach
        let sum = line[centre]! * kernel[0]!
        for (let at = 1; at <= reach; at++) sum += (line[centre - at]! + line[centre + at]!) * kernel[at]!
        between[y * width + x] = sum
      }
    }
    // Down, a row at a time: rows lie together in memory, columns do not.
    for (let y = 0; y < height; y++) {
      const to = plane + y * width
      for (let at = 0; at <= reach; at++) {
        const share = kernel[at]! / CASCADE.length
        const above = Math.max(0, y - at) * width
        const below = Math.min(height - 1, y + at) * width
        for (let x = 0; x < width; x++) {
          onto.data[to + x]! += share * (at === 0 ? between[above + x]! : between[above + x]! + between[below + x]!)
        }
      }
    }
  }
}
