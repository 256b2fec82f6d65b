import type { Lattice } from './lattice.ts'

/**
 * Pieces to cells so that left stays left and top stays top: both are halved alike along the cells' longer side, and the
 * halves again. In n log² n. Equal coordinates are ordered by index, so that what coincides is side by side.
 * @param positions [count, 2] of all pieces
 * @param pieces which of them, as many as `cells`
 * @param cellOf filled for those pieces
 */
export function halveAlike(
  positions: ArrayLike<number>,
  pieces: Int32Array,
  { columns }: Lattice,
  cells: Int32Array,
  cellOf: Int32Array,
): void {
  const ordered = Int32Array.from(pieces)
  const places = Int32Array.from(cells)
  const placeOf = (cell: number, axis: number): number => (axis === 0 ? cell % columns : Math.floor(cell / columns))
  const sortAlong = (axis: number, low: number, high: number): void => {
    ordered
      .subarray(low, high)
      .sort((left, right) => positions[2 * left + axis]! - positions[2 * right + axis]! || left - right)
    places.subarray(low, high).sort((left, right) => placeOf(left, axis) - placeOf(right, axis) || left - right)
  }
  const extent = (axis: number, low: number, high: number): number => {
    let least = Infinity
    let most = -Infinity
    for (let at = low; at < high; at++) {
      const value = placeOf(places[at]!, axis)
      if (value < least) least = value
      if (value > most) most = value
    }
    return most - least
  }
  const halve = (low: number, high: number): void => {
    if (high - low === 1) cellOf[ordered[low]!] = places[low]!
    if (high - low <= 1) return
    sortAlong(extent(0, low, high) >= extent(1, low, high) ? 0 : 1, low, high)
    const middle = (low + high) >> 1
    halve(low, middle)
    halve(middle, high)
  }
  halve(0, ordered.length)
}
