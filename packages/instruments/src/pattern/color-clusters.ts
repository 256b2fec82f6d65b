/**
 * The few colours that stand for all of a picture's: those from which its colours, as points of OKLab, are least far in
 * the sum of squares.
 *
 * Pixels are counted in cells of 4 × 4 × 4 steps of sRGB, whose mean colours are the points. The whole is halved again and
 * again, always the cluster with the greatest sum of squares, at its mean across its longest axis (Wan, Wong and
 * Prusinkiewicz, 1988); then each point goes to the nearest mean and the means are taken anew (Lloyd), until nothing
 * moves. There is no chance in it, and all arithmetic has the same bits in every engine, so that a picture gives the same
 * colours wherever it is read.
 */
import { toDepth, type Color, type Raster } from '@reverie/image'
import { exactOklab } from './exact-oklab.ts'

/** Points of OKLab with what they count. */
interface ColorPoints {
  /** Lightness, a, b of each. */
  readonly places: Float64Array
  readonly weights: Float64Array
}

interface Cluster {
  readonly members: readonly number[]
  readonly mean: Color
  readonly squares: number
}

const cellBits = 6
const mostRounds = 64

/**
 * A picture's colours as points. Grey and alpha are known by the number of channels; what is transparent counts less.
 * @param damped whether a colour counts by the root of its area, so that a small vivid thing is not lost in a large sky
 */
export function colorPoints(raster: Raster, damped: boolean): ColorPoints {
  const { channels, data } = toDepth(raster, 8)
  const cells = 1 << (3 * cellBits)
  const counts = new Float64Array(cells)
  const sums = new Float64Array(3 * cells)
  const step = channels < 3 ? 0 : 1
  const shift = 8 - cellBits
  for (let at = 0; at < data.length; at += channels) {
    const red = data[at] as number
    const green = data[at + step] as number
    const blue = data[at + 2 * step] as number
    const weight = channels % 2 === 0 ? (data[at + channels - 1] as number) : 255
    const cell = ((((red >> shift) << cellBits) | (green >> shift)) << cellBits) | (blue >> shift)
    counts[cell] = (counts[cell] as number) + weight
    sums[3 * cell] = (sums[3 * cell] as number) + weight * red
    sums[3 * cell + 1] = (sums[3 * cell + 1] as number) + weight * green
    sums[3 * cell + 2] = (sums[3 * cell + 2] as number) + weight * blue
  }
  const used = Array.from(counts.keys()).filter((cell) => (counts[cell] as number) > 0)
  const places = new Float64Array(3 * used.length)
  const weights = new Float64Array(used.length)
  for (const [index, cell] of used.entries()) {
    const count = counts[cell] as number
    const mean = (channel: number): number => (sums[3 * cell + channel] as number) / count / 255
    places.set(exactOklab(mean(0), mean(1), mean(2)), 3 * index)
    weights[index] = damped ? Math.sqrt(count) : count
  }
  return { places, weights }
}

/**
 * At most `count` colours in OKLab that stand for the points; fewer where there are fewer points.
 * @returns the means of the clusters, and for each the point that is nearest to it; from dark to light
 */
export function clusterColors(points: ColorPoints, count: number): { mean: Color; nearest: Color }[] {
  if (points.weights.length === 0) return []
  const clusters = [clusterOf(points, Array.from(points.weights.keys()))]
  while (clusters.length < count) {
    const widest = clusters.reduce((best, one) => (one.squares > best.squares ? one : best))
    const halves = halve(points, widest)
    if (halves === undefined) break
    clusters.splice(clusters.indexOf(widest), 1, ...halves)
  }
  const means = settle(
    points,
    clusters.map(({ mean }) => mean),
  )
  const found = means.map((mean) => ({ mean, nearest: nearestPoint(points, mean) }))
  return found.sort((one, other) => one.mean[0] - other.mean[0])
}

function clusterOf({ places, weights }: ColorPoints, members: readonly number[]): Cluster {
  const sum = [0, 0, 0]
  let weight = 0
  for (const member of members) {
    weight += weights[member] as number
    for (let axis = 0; axis < 3; axis++)
      sum[axis] = (sum[axis] as number) + (weights[member] as number) * (places[3 * member + axis] as number)
  }
  const mean = sum.map((value) => value / weight) as unknown as Color
  let squares = 0
  for (const member of members) squares += (weights[member] as number) * distance(places, member, mean)
  return { members, mean, squares }
}

/** Two clusters of one, or undefined when its points are all alike. */
function halve(points: ColorPoints, cluster: Cluster): [Cluster, Cluster] | undefined {
  const axis = longestAxis(points, cluster)
  const { mean, members } = cluster
  const along = (member: number): number =>
    axis.reduce(
      (sum, part, at) => sum + part * ((points.places[3 * member + at] as number) - (mean[at] as number)),
      0,
    )
  const upper = members.filter((member) => along(member) > 0)
  if (upper.length === 0 || upper.length === members.length) return undefined
  return [
    clusterOf(
      points,
      members.filter((member) => along(member) <= 0),
    ),
    clusterOf(points, upper),
  ]
}

/** The first principal axis, not normalised, by the power method from the widest coordinate. */
function longestAxis({ places, weights }: ColorPoints, { members, mean }: Cluster): number[] {
  const spread = Array.from({ length: 9 }, () => 0)
  for (const member of members) {
    const away = mean.map((value, at) => (places[3 * member + at] as number) - value)
    for (let entry = 0; entry < 9; entry++)
      spread[entry] =
        (spread[entry] as number) +
        (weights[member] as number) * (away[Math.floor(entry / 3)] as number) * (away[entry % 3] as number)
  }
  const widest = [0, 4, 8].reduce((best, at) => ((spread[at] as number) > (spread[best] as number) ? at : best))
  let axis: number[] = [0, 1, 2].map((at) => (at === widest / 4 ? 1 : 0))
  for (let round = 0; round < 16; round++) {
    const next = [0, 1, 2].map((row) =>
      axis.reduce((sum, part, at) => sum + part * (spread[3 * row + at] as number), 0),
    )
    const largest = Math.max(...next.map(Math.abs))
    if (largest === 0) break
    axis = next.map((part) => part / largest)
  }
  return axis
}

/** Lloyd's rounds: every point to its nearest mean, every mean to the middle of its points. */
function settle(points: ColorPoints, start: readonly Color[]): readonly Color[] {
  let means = start
  const owners = new Int32Array(points.weights.length).fill(-1)
  for (let round = 0; round < mostRounds; round++) {
    let moved = false
    const groups = means.map((): number[] => [])
    for (let point = 0; point < owners.length; point++) {
      const owner = nearestMean(points.places, point, means)
      moved ||= owner !== owners[point]
      owners[point] = owner
      groups[owner]!.push(point)
    }
    if (!moved) break
    means = groups.map((members, index) => (members.length === 0 ? means[index]! : clusterOf(points, members).mean))
  }
  return means
}

function nearestMean(places: Float64Array, point: number, means: readonly Color[]): number {
  let best = 0
  let least = Infinity
  for (let index = 0; index < means.length; index++) {
    const found = distance(places, point, means[index]!)
    if (found < least) {
      least = found
      best = index
    }
  }
  return best
}

function nearestPoint({ places, weights }: ColorPoints, mean: Color): Color {
  let best = 0
  let least = Infinity
  for (let point = 0; point < weights.length; point++) {
    const found = distance(places, point, mean)
    if (found < least) {
      least = found
      best = point
    }
  }
  return [places[3 * best]!, places[3 * best + 1]!, places[3 * best + 2]!]
}

/** Squared. */
function distance(places: Float64Array, point: number, color: Color): number {
  const x = (places[3 * point] as number) - color[0]
  const y = (places[3 * point + 1] as number) - color[1]
  const z = (places[3 * point + 2] as number) - color[2]
  return x * x + y * y + z * z
}
