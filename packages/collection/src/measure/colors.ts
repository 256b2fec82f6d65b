/**
 * The colours of a picture, in OKLab, where distances are about those of the eye: five main colours (k-means, begun at
 * the colours farthest from each other, so that no chance is needed) and a soft histogram for searching by colour.
 */
import { srgbToLinear, type Raster } from '@reverie/image'

/** How many main colours are kept. */
export const mainColors = 5
/** Bins along L, a and b of the histogram; `palette[(l × 4 + a) × 4 + b]`. */
const BINS = 4
/** Bins of the palette in all. */
export const colorBins = BINS ** 3
/** a and b of the outer bins' centres; sRGB reaches 0.28 and −0.31. */
const REACH = 0.24
const ROUNDS = 12

/** Colours of a picture. */
export interface Colors {
  /** 5 × (L, a, b, share 0…1), the largest share first; unused rows are zero. */
  readonly colors: Float32Array
  /** 64 shares that sum to 1; each pixel is shared among the eight bins about it. All 0 when nothing is opaque. */
  readonly palette: Float32Array
}

/** @param raster small (64 pixels a side tell enough), 8 bits, 3 or 4 channels */
export function colorsOf(raster: Raster): Colors {
  const { points, weights } = labOf(raster)
  return { colors: cluster(points, weights), palette: colorHistogram(points, weights) }
}

interface Weighted {
  /** [n, 3] */
  readonly points: Float64Array
  /** Sum to 1, or are empty. */
  readonly weights: Float64Array
}

const linear = Float64Array.from({ length: 256 }, (_, value) => srgbToLinear(value / 255))

/** OKLab of the pixels (as `srgbToOklab`, without a list for each pixel), weighted by alpha. */
function labOf({ width, height, channels, data }: Raster): Weighted {
  const points = new Float64Array(width * height * 3)
  const weights = new Float64Array(width * height)
  let sum = 0
  for (let pixel = 0, at = 0; pixel < weights.length; pixel++, at += channels) {
    const weight = channels === 4 ? (data[at + 3] as number) / 255 : 1
    weights[pixel] = weight
    sum += weight
    const r = linear[data[at] as number] as number
    const g = linear[data[at + 1] as number] as number
    const b = linear[data[at + 2] as number] as number
    const l = Math.cbrt(0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b)
    const m = Math.cbrt(0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b)
    const s = Math.cbrt(0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b)
    points[pixel * 3] = 0.210_454_255_3 * l + 0.793_617_785 * m - 0.004_072_046_8 * s
    points[pixel * 3 + 1] = 1.977_998_495_1 * l - 2.428_592_205 * m + 0.450_593_709_9 * s
    points[pixel * 3 + 2] = 0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766 * s
  }
  for (let pixel = 0; pixel < weights.length; pixel++)
    weights[pixel] = sum > 0 ? (weights[pixel] as number) / sum : 0
  return { points, weights }
}

function colorHistogram(points: Float64Array, weights: Float64Array): Float32Array {
  const bins = new Float64Array(colorBins)
  const place = (value: number, low: number, high: number) =>
    Math.min(BINS - 1, Math.max(0, ((value - low) / (high - low)) * (BINS - 1)))
  for (let pixel = 0; pixel < weights.length; pixel++) {
    const weight = weights[pixel] as number
    if (weight === 0) continue
    const l = place(points[pixel * 3] as number, 0, 1)
    const a = place(points[pixel * 3 + 1] as number, -REACH, REACH)
    const b = place(points[pixel * 3 + 2] as number, -REACH, REACH)
    for (let corner = 0; corner < 8; corner++) {
      const [x, y, z] = [corner >> 2, (corner >> 1) & 1, corner & 1]
      const share = part(l, x) * part(a, y) * part(b, z)
      if (share === 0) continue
      const bin = ((Math.floor(l) + x) * BINS + Math.floor(a) + y) * BINS + Math.floor(b) + z
      bins[bin] = (bins[bin] as number) + weight * share
    }
  }
  return Float32Array.from(bins)
}

/** The share of the lower (0) or the upper (1) bin about a place. */
const part = (place: number, upper: number): number => {
  const above = place - Math.floor(place)
  return upper === 1 ? above : 1 - above
}

function cluster(points: Float64Array, weights: Float64Array): Float32Array {
  const centers = beginnings(points, weights)
  const shares = new Float64Array(centers.length)
  for (let round = 0; round < ROUNDS; round++) {
    const sums = centers.map(() => [0, 0, 0] as [number, number, number])
    shares.fill(0)
    for (let pixel = 0; pixel < weights.length; pixel++) {
      const weight = weights[pixel] as number
      if (weight === 0) continue
      const nearest = nearestOf(centers, points, pixel).index
      shares[nearest] = (shares[nearest] as number) + weight
      const sum = sums[nearest] as [number, number, number]
      for (let axis = 0; axis < 3; axis++) (sum[axis] as number) += weight * (points[pixel * 3 + axis] as number)
    }
    sums.forEach((sum, index) => {
      const share = shares[index] as number
      if (share > 0) centers[index] = [sum[0] / share, sum[1] / share, sum[2] / share]
    })
  }
  const rows = centers
    .map((center, index) => ({ center, share: shares[index] as number }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share)
  const colors = new Float32Array(mainColors * 4)
  rows.forEach(({ center, share }, index) => colors.set([...center, share], index * 4))
  return colors
}

type Point = [number, number, number]

/** The mean first, then each time the pixel whose weight and distance from those taken are largest. */
function beginnings(points: Float64Array, weights: Float64Array): Point[] {
  const at = (pixel: number): Point => [points[pixel * 3]!, points[pixel * 3 + 1]!, points[pixel * 3 + 2]!]
  const mean: Point = [0, 0, 0]
  weights.forEach((weight, pixel) => {
    for (let axis = 0; axis < 3; axis++) (mean[axis] as number) += weight * (points[pixel * 3 + axis] as number)
  })
  const first = farthest([mean], points, weights)
  if (first === undefined) return weights.some((weight) => weight > 0) ? [mean] : []
  const centers = [at(first)]
  while (centers.length < mainColors) {
    const next = farthest(centers, points, weights)
    if (next === undefined) break
    centers.push(at(next))
  }
  return centers
}

/** Closer than this, squared, is the same colour: a step of the eye is about 0.02. */
const SAME = 0.02 ** 2

function farthest(centers: readonly Point[], points: Float64Array, weights: Float64Array): number | undefined {
  let best: number | undefined
  let most = 0
  for (let pixel = 0; pixel < weights.length; pixel++) {
    const weight = weights[pixel] as number
    if (weight === 0) continue
    const { distance } = nearestOf(centers, points, pixel)
    if (distance > SAME && weight * distance > most) {
      most = weight * distance
      best = pixel
    }
  }
  return best
}

function nearestOf(
  centers: readonly Point[],
  points: Float64Array,
  pixel: number,
): { index: number; distance: number } {
  const [l, a, b] = [points[pixel * 3]!, points[pixel * 3 + 1]!, points[pixel * 3 + 2]!]
  let index = 0
  let distance = Infinity
  for (let each = 0; each < centers.length; each++) {
    const center = centers[each] as Point
    const here = (center[0] - l) ** 2 + (center[1] - a) ** 2 + (center[2] - b) ** 2
    if (here < distance) {
      distance = here
      index = each
    }
  }
  return { index, distance }
}
