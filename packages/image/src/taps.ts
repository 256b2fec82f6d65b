/**
 * The weights by which each output value of one axis is made from input values.
 *
 * - `area`: each output pixel is the mean of the input it covers. For shrinking; enlarging repeats pixels.
 * - `bicubic`: Keys' cubic convolution with a = −0.5 (Catmull and Rom), widened by the ratio when shrinking, so that
 *   nothing aliases. Pixel areas are aligned; beyond the edges the kernel is cut off and its weights renewed.
 * - `linear`: the reference dream's: centres of the corner pixels are aligned and neighbours interpolated, as
 *   `scipy.ndimage.zoom(order=1)` does. It does not average when shrinking, so it aliases by design.
 */
export type Method = 'area' | 'bicubic' | 'linear'

/** For `count` outputs, which inputs count and how much. Weights of an output sum to 1. */
export interface Taps {
  readonly count: number
  /** The largest number of inputs for an output; the stride of `weights`. */
  readonly most: number
  /** First input of each output. */
  readonly starts: Int32Array
  /** Number of inputs of each output, 1…most. */
  readonly lengths: Int32Array
  readonly weights: Float64Array
}

/** The taps that take `from` values to `to` values. Both at least 1. */
export function tapsOf(from: number, to: number, method: Method): Taps {
  const rule = from === to ? identity : rules[method]
  const lists = Array.from({ length: to }, (_, index) => rule(index, from, to))
  const most = lists.reduce((longest, list) => Math.max(longest, list.weights.length), 1)
  const taps: Taps = {
    count: to,
    most,
    starts: new Int32Array(to),
    lengths: new Int32Array(to),
    weights: new Float64Array(to * most),
  }
  lists.forEach(({ start, weights }, index) => {
    const sum = weights.reduce((total, weight) => total + weight, 0)
    taps.starts[index] = start
    taps.lengths[index] = weights.length
    weights.forEach((weight, tap) => (taps.weights[index * most + tap] = weight / sum))
  })
  return taps
}

interface List {
  readonly start: number
  readonly weights: readonly number[]
}

type Rule = (index: number, from: number, to: number) => List

const identity: Rule = (index) => ({ start: index, weights: [1] })

const rules: Readonly<Record<Method, Rule>> = {
  area: (index, from, to) => {
    // In units of 1/to of an input pixel all borders are whole numbers, so no rounding decides who counts.
    const low = index * from
    const high = low + from
    const start = Math.floor(low / to)
    const end = Math.ceil(high / to)
    const weights = range(start, end).map((input) => Math.min(high, (input + 1) * to) - Math.max(low, input * to))
    return { start, weights }
  },
  bicubic: (index, from, to) => {
    const scale = Math.max(1, from / to)
    const centre = ((index + 0.5) * from) / to - 0.5
    const start = Math.max(0, Math.ceil(centre - 2 * scale))
    const end = Math.min(from, Math.floor(centre + 2 * scale) + 1)
    return { start, weights: range(start, end).map((input) => cubic(Math.abs(input - centre) / scale)) }
  },
  linear: (index, from, to) => {
    const position = to === 1 ? 0 : (index * (from - 1)) / (to - 1)
    const start = Math.min(Math.floor(position), from - 1)
    const share = position - start
    return { start, weights: share === 0 || start === from - 1 ? [1] : [1 - share, share] }
  },
}

/** Keys, "Cubic convolution interpolation for digital image processing", 1981, equation 15 (a = −1/2). */
function cubic(distance: number): number {
  if (distance < 1) return (1.5 * distance - 2.5) * distance * distance + 1
  if (distance < 2) return ((-0.5 * distance + 2.5) * distance - 4) * distance + 2
  return 0
}

function range(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, index) => start + index)
}
