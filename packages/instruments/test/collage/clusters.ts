/** Collections made up for tests: clusters of several sizes and widths. */
import { createRandom } from '@reverie/recipe'

/** [n, 2] positions in clusters, rounded to two decimals as Layerage's map is, some of them equal. */
export function clusteredMap(count: number, seed: number): Float64Array {
  const random = createRandom(seed)
  const clusters = Array.from({ length: Math.ceil(count / 40) }, () => ({
    x: 20 * random.next(),
    y: 20 * random.next(),
    width: 0.3 + 1.5 * random.next(),
  }))
  const map = new Float64Array(2 * count)
  for (let piece = 0; piece < count; piece++) {
    const { x, y, width } = clusters[random.integer(0, clusters.length - 1)]!
    map[2 * piece] = Math.round(100 * (x + width * random.gaussian())) / 100
    map[2 * piece + 1] = Math.round(100 * (y + width * random.gaussian())) / 100
  }
  return map
}

/** [n, dimensions] unit vectors around a few centres. */
export function clusteredImprints(count: number, dimensions: number, seed: number): Float32Array {
  const random = createRandom(seed)
  const centres = Array.from({ length: Math.ceil(count / 25) }, () =>
    Float64Array.from({ length: dimensions }, () => random.gaussian()),
  )
  const vectors = new Float32Array(count * dimensions)
  for (let piece = 0; piece < count; piece++) {
    const centre = centres[random.integer(0, centres.length - 1)]!
    const vector = centre.map((value) => value + 0.5 * random.gaussian())
    const length = Math.hypot(...vector)
    for (let at = 0; at < dimensions; at++) vectors[piece * dimensions + at] = vector[at]! / length
  }
  return vectors
}
