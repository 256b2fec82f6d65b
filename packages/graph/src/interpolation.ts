/**
 * Resampling of one axis as a matrix: row j holds the weights with which the elements of the input make element j of the
 * result. Resize is such a matrix on each axis, and its gradient the transposed ones.
 *
 * The coordinates and weights are those of ONNX's Resize (opset 18): where a place of the result lies in the input
 * (`coordinate`), which neighbours it takes, and with what weights. Sums are made in float32 where ONNX Runtime
 * rounds a coordinate, so that ties fall to the same side.
 */
import { floatOf, intOf, stringOf, type Node } from './graph.ts'

/** How a Resize node samples. */
export interface Sampling {
  readonly mode: 'nearest' | 'linear' | 'cubic'
  readonly coordinates: string
  readonly nearest: string
  /** The cubic kernel's a. */
  readonly cubic: number
  /** Whether weights that fall outside of the input are dropped and the rest brought to sum 1. */
  readonly excludeOutside: boolean
}

/** One axis: sizes before and after, the scale (after / before, as given), and what part of it tf_crop_and_resize takes. */
export interface ResizedAxis {
  readonly from: number
  readonly to: number
  readonly scale: number
  readonly roi: readonly [number, number]
}

/** The sampling that a Resize node's attributes ask for. */
export function samplingOf(node: Node): Sampling {
  return {
    mode: stringOf(node, 'mode', 'nearest') as Sampling['mode'],
    coordinates: stringOf(node, 'coordinate_transformation_mode', 'half_pixel'),
    nearest: stringOf(node, 'nearest_mode', 'round_prefer_floor'),
    cubic: floatOf(node, 'cubic_coeff_a', -0.75),
    excludeOutside: intOf(node, 'exclude_outside', 0) === 1,
  }
}

/** The matrix [to, from], row-major. Rows of places outside of a cropped input are zero: they hold a constant. */
export function resampling(sampling: Sampling, axis: ResizedAxis): Float32Array {
  const matrix = new Float32Array(axis.to * axis.from)
  for (let place = 0; place < axis.to; place++) {
    const x = coordinate(sampling.coordinates, place, axis)
    if (sampling.coordinates === 'tf_crop_and_resize' && (x < 0 || x > axis.from - 1)) continue
    for (const [neighbour, weight] of neighbours(sampling, x, axis)) {
      const inside = Math.max(0, Math.min(axis.from - 1, neighbour))
      matrix[place * axis.from + inside]! += weight
    }
  }
  return matrix
}

/** Where a place of the result lies in the input, in elements. */
function coordinate(mode: string, place: number, { from, to, scale, roi }: ResizedAxis): number {
  const f = Math.fround
  switch (mode) {
    case 'asymmetric':
      return f(place / f(scale))
    case 'align_corners':
      return to === 1 ? 0 : f((place * (from - 1)) / (to - 1))
    case 'pytorch_half_pixel':
      return to > 1 ? f(f((place + 0.5) / f(scale)) - 0.5) : 0
    case 'tf_half_pixel_for_nn':
      return f((place + 0.5) / f(scale))
    case 'half_pixel_symmetric': {
      // Where the scale did not divide the size, the result is centred on the input.
      const exact = from * scale
      const shift = (from / 2) * (1 - to / exact)
      return f(shift + f(f((place + 0.5) / f(scale)) - 0.5))
    }
    case 'tf_crop_and_resize': {
      const [start, end] = roi
      if (to === 1) return 0.5 * (start + end) * (from - 1)
      return f(start * (from - 1) + (place * (end - start) * (from - 1)) / (to - 1))
    }
    default:
      return f(f((place + 0.5) / f(scale)) - 0.5)
  }
}

function neighbours(sampling: Sampling, x: number, axis: ResizedAxis): readonly (readonly [number, number])[] {
  if (sampling.mode === 'nearest') return [[nearest(sampling.nearest, x), 1]]
  if (sampling.mode === 'linear') {
    const clamped = Math.max(0, Math.min(axis.from - 1, x))
    const left = Math.floor(clamped)
    return [
      [left, 1 - (clamped - left)],
      [left + 1, clamped - left],
    ]
  }
  const left = Math.floor(x)
  const taps = [-1, 0, 1, 2].map((tap) => [left + tap, cubicWeight(x - left - tap, sampling.cubic)] as const)
  if (!sampling.excludeOutside) return taps
  const inside = taps.filter(([at]) => at >= 0 && at < axis.from)
  const total = inside.reduce((sum, [, weight]) => sum + weight, 0)
  return inside.map(([at, weight]) => [at, weight / total] as const)
}

function nearest(mode: string, x: number): number {
  if (mode === 'floor') return Math.floor(x)
  if (mode === 'ceil') return Math.ceil(x)
  if (mode === 'round_prefer_ceil') return Math.floor(x + 0.5)
  return Math.ceil(x - 0.5)
}

/** Keys' cubic convolution kernel ("Cubic convolution interpolation for digital image processing", 1981). */
function cubicWeight(distance: number, a: number): number {
  const d = Math.abs(distance)
  if (d <= 1) return ((a + 2) * d - (a + 3)) * d * d + 1
  if (d < 2) return ((a * d - 5 * a) * d + 8 * a) * d - 4 * a
  return 0
}
