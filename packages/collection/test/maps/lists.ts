/** Neighbour lists of points in clusters, exactly, for tests of maps. */
import { createRandom } from '@reverie/recipe'
import type { NeighbourLists } from '@reverie/collection'

/** Unit vectors, piece i in cluster i mod `clusters`. */
export function clustered(count: number, clusters: number, dimensions = 24, noise = 0.35): Float32Array {
  const random = createRandom(5)
  const centers = Array.from({ length: clusters * dimensions }, () => random.gaussian())
  const vectors = new Float32Array(count * dimensions)
  for (let piece = 0; piece < count; piece++) {
    const row = Array.from(
      { length: dimensions },
      (_, at) => centers[(piece % clusters) * dimensions + at]! + noise * random.gaussian(),
    )
    const length = Math.hypot(...row)
    vectors.set(
      row.map((value) => value / length),
      piece * dimensions,
    )
  }
  return vectors
}

/** The `k` nearest of each row by cosine. */
export function listsOf(vectors: Float32Array, dimensions: number, k: number): NeighbourLists {
  const count = vectors.length / dimensions
  const used = Math.max(0, Math.min(k, count - 1))
  const indices = new Int32Array(count * used)
  const distances = new Float32Array(count * used)
  for (let piece = 0; piece < count; piece++) {
    const others = Array.from({ length: count }, (_, other) => {
      let cosine = 0
      for (let at = 0; at < dimensions; at++)
        cosine += vectors[piece * dimensions + at]! * vectors[other * dimensions + at]!
      return { other, distance: 1 - cosine }
    })
      .filter(({ other }) => other !== piece)
      .sort((left, right) => left.distance - right.distance || left.other - right.other)
    others.slice(0, used).forEach(({ other, distance }, at) => {
      indices[piece * used + at] = other
      distances[piece * used + at] = distance
    })
  }
  return { count, k: used, indices, distances }
}

/** Share of pieces whose nearest on the map are mostly of their own cluster (piece i is in cluster i mod `clusters`). */
export function purity(positions: Float32Array, clusters: number, nearest = 8): number {
  const count = positions.length / 2
  let same = 0
  for (let piece = 0; piece < count; piece++) {
    const square = (other: number): number =>
      (positions[2 * other]! - positions[2 * piece]!) ** 2 +
      (positions[2 * other + 1]! - positions[2 * piece + 1]!) ** 2
    const others = Array.from(positions.subarray(0, count).keys()).filter((other) => other !== piece)
    others.sort((left, right) => square(left) - square(right))
    same += others.slice(0, nearest).filter((other) => other % clusters === piece % clusters).length
  }
  return same / (count * nearest)
}
