/** A first place for every piece: points and places are halved alike, again and again, along the longer side. */

/**
 * Pieces to sites, both given as points, so that left stays left and top stays top. Equal coordinates are ordered by
 * index: pieces that coincide on the map get places side by side.
 * @param pieces which pieces, as many as `places`
 * @param siteOf filled for those pieces
 */
export function assignAlike(
  map: ArrayLike<number>,
  pieces: Int32Array,
  sites: ArrayLike<number>,
  places: Int32Array,
  siteOf: Int32Array,
): void {
  if (pieces.length === 0) return
  if (pieces.length === 1) {
    siteOf[pieces[0]!] = places[0]!
    return
  }
  const axis = extent(sites, places, 0) >= extent(sites, places, 1) ? 0 : 1
  const by = (points: ArrayLike<number>) => (left: number, right: number) =>
    points[2 * left + axis]! - points[2 * right + axis]! || left - right
  pieces.sort(by(map))
  places.sort(by(sites))
  const half = pieces.length >> 1
  assignAlike(map, pieces.subarray(0, half), sites, places.subarray(0, half), siteOf)
  assignAlike(map, pieces.subarray(half), sites, places.subarray(half), siteOf)
}

function extent(points: ArrayLike<number>, which: Int32Array, axis: number): number {
  let low = Infinity
  let high = -Infinity
  for (const index of which) {
    low = Math.min(low, points[2 * index + axis]!)
    high = Math.max(high, points[2 * index + axis]!)
  }
  return high - low
}
