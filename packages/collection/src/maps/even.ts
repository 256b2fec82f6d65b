/**
 * Spreads a map over its room. UMAP leaves wide seas between islands, so that on a screen the land is small and its
 * pieces lie on each other. In each of a few directions, coordinates go some of the way to where they would be if the
 * pieces were evenly spread along it. Each such step keeps the order along its direction and moves what is near alike, so
 * neighbourhoods stay: on 3,600 pictures of openclipart the land grows from 28 % to 52 % of the map, and trustworthiness
 * (k = 15) goes from .9606 to .9594. (UMAP's own `minDist`, which is meant for that, gives 48 % at .9368.)
 *
 * It is what optimal transport by slices does (Pitié, Kokaram and Dahyot 2005), stopped early.
 */

const DIRECTIONS = 8
const ROUNDS = 4
/** How far a coordinate goes, of the way to its even place. */
const STEP = 0.1
/** Steps of the cumulative share that stands for exact ranks: order within one is kept as it is. */
const BINS = 1024

/** In place. @param points [count, 2] */
export function spreadEvenly(points: Float64Array): void {
  const along = new Float64Array(points.length / 2)
  for (let turn = 0; turn < ROUNDS * DIRECTIONS; turn++) {
    const angle = (Math.PI * (turn % DIRECTIONS)) / DIRECTIONS
    const [u, v] = [Math.cos(angle), Math.sin(angle)]
    let low = Infinity
    let high = -Infinity
    for (let row = 0; row < along.length; row++) {
      const value = u * points[2 * row]! + v * points[2 * row + 1]!
      along[row] = value
      if (value < low) low = value
      if (value > high) high = value
    }
    if (!(high > low)) continue
    const below = cumulative(along, low, high)
    for (let row = 0; row < along.length; row++) {
      const place = ((along[row]! - low) / (high - low)) * BINS
      const bin = Math.min(BINS - 1, Math.floor(place))
      const share = below[bin]! + (below[bin + 1]! - below[bin]!) * (place - bin)
      const step = STEP * (low + share * (high - low) - along[row]!)
      points[2 * row]! += step * u
      points[2 * row + 1]! += step * v
    }
  }
}

/** Share of the values below each bin's lower edge; the last is 1. */
function cumulative(values: Float64Array, low: number, high: number): Float64Array {
  const below = new Float64Array(BINS + 1)
  for (const value of values) below[Math.min(BINS - 1, Math.floor(((value - low) / (high - low)) * BINS)) + 1]!++
  for (let bin = 0; bin < BINS; bin++) below[bin + 1]! += below[bin]!
  return below.map((count) => count / values.length)
}
