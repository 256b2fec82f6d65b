import type { Imprints } from '@reverie/collection'
import { createRandom } from '@reverie/recipe'

const CLUSTERS = 100
/** Directions in which a cluster is spread, and how far; the rest is noise. */
const DIRECTIONS = 6
const SPREAD = 0.35
const NOISE = 0.5

/** Unit vectors in 100 clusters, each a sheet of six dimensions with noise in all; seeded. */
export function clusteredVectors(count: number, dimensions: number): Imprints {
  const random = createRandom(7)
  const gaussians = (length: number): Float32Array => Float32Array.from({ length }, () => random.gaussian())
  const centers = gaussians(CLUSTERS * dimensions)
  const directions = gaussians(CLUSTERS * DIRECTIONS * dimensions)
  const vectors = new Float32Array(count * dimensions)
  for (let row = 0; row < count; row++) {
    const cluster = row % CLUSTERS
    const vector = vectors.subarray(row * dimensions, (row + 1) * dimensions)
    vector.set(centers.subarray(cluster * dimensions, (cluster + 1) * dimensions))
    for (let direction = 0; direction < DIRECTIONS; direction++) {
      const far = SPREAD * random.gaussian()
      const base = (cluster * DIRECTIONS + direction) * dimensions
      for (let at = 0; at < dimensions; at++) vector[at]! += far * directions[base + at]!
    }
    let square = 0
    for (let at = 0; at < dimensions; at++) {
      vector[at]! += NOISE * random.gaussian()
      square += vector[at]! ** 2
    }
    const length = Math.sqrt(square)
    for (let at = 0; at < dimensions; at++) vector[at]! /= length
  }
  return { count, dimensions, vectors }
}
