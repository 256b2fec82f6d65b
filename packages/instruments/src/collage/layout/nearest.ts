/** Nearest points in the plane by a grid of square bins: for evenly spread points the work grows with their number only. */

/** Lists of nearest points, and the squared distances to them. */
export interface Nearest {
  readonly k: number
  /** [n, k], nearest first, the point itself left out; −1 where there are fewer than k others. */
  readonly indices: Int32Array
  /** [n, k], squared; Infinity beside −1. */
  readonly squares: Float64Array
}

/**
 * The `k` points nearest to each. Equal distances are ordered by index, so that the result depends on the points alone.
 * @param positions [n, 2]
 */
export function nearestPoints(positions: ArrayLike<number>, k: number): Nearest {
  const n = positions.length / 2
  const grid = gridOf(positions, n)
  const indices = new Int32Array(n * k).fill(-1)
  const squares = new Float64Array(n * k).fill(Infinity)
  const { left, top, side, columns, rows, first, members, spots } = grid
  if (k === 0) return { k, indices, squares }
  for (let at = 0; at < n; at++) {
    const point = members[at]!
    const x = spots[2 * at]!
    const y = spots[2 * at + 1]!
    const column = Math.floor((x - left) / side)
    const row = Math.floor((y - top) / side)
    const base = point * k
    const last = base + k - 1
    // The bins around it as one ring with its own: three rows, in each of which the members lie side by side.
    for (let v = Math.max(0, row - 1); v <= Math.min(rows - 1, row + 1); v++) {
      const start = first[v * columns + Math.max(0, column - 1)]!
      const end = first[v * columns + Math.min(columns - 1, column + 1) + 1]!
      offer(grid, start, end, at, x, y, base, last, indices, squares)
    }
    for (let ring = 2; ; ring++) {
      // Whatever lies in this ring or beyond it is at least this far away.
      const clear = (ring - 1) * side
      if (squares[last]! <= clear * clear) break
      if (ring > columns && ring > rows) break
      for (let v = Math.max(0, row - ring); v <= Math.min(rows - 1, row + ring); v++) {
        const line = v * columns
        if (v === row - ring || v === row + ring) {
          const start = first[line + Math.max(0, column - ring)]!
          const end = first[line + Math.min(columns - 1, column + ring) + 1]!
          offer(grid, start, end, at, x, y, base, last, indices, squares)
          continue
        }
        const west = line + column - ring
        if (column >= ring) offer(grid, first[west]!, first[west + 1]!, at, x, y, base, last, indices, squares)
        const east = line + column + ring
        if (column + ring < columns) {
          offer(grid, first[east]!, first[east + 1]!, at, x, y, base, last, indices, squares)
        }
      }
    }
  }
  return { k, indices, squares }
}

/** Puts members from `start` to `end` on the list from `base` to `last` where they are nearer than others, but not `self`. */
function offer(
  { members, spots }: Grid,
  start: number,
  end: number,
  self: number,
  x: number,
  y: number,
  base: number,
  last: number,
  indices: Int32Array,
  squares: Float64Array,
): void {
  let farthest = squares[last]!
  for (let at = start; at < end; at++) {
    const dx = spots[2 * at]! - x
    const dy = spots[2 * at + 1]! - y
    const square = dx * dx + dy * dy
    if (square > farthest || at === self) continue
    const other = members[at]!
    let slot = last
    if (!before(square, other, farthest, indices[slot]!)) continue
    while (slot > base && before(square, other, squares[slot - 1]!, indices[slot - 1]!)) {
      squares[slot] = squares[slot - 1]!
      indices[slot] = indices[slot - 1]!
      slot--
    }
    squares[slot] = square
    indices[slot] = other
    farthest = squares[last]!
  }
}

/**
 * Brings lists up to date, in place, after small moves: distances are measured again and each list is put in order, but
 * no point enters or leaves one.
 */
export function remeasure({ k, indices, squares }: Nearest, positions: ArrayLike<number>): void {
  for (let start = 0; start < indices.length; start += k) {
    const point = start / k
    const x = positions[2 * point]!
    const y = positions[2 * point + 1]!
    for (let at = start; at < start + k; at++) {
      const other = indices[at]!
      if (other < 0) break
      const dx = positions[2 * other]! - x
      const dy = positions[2 * other + 1]! - y
      const square = dx * dx + dy * dy
      let slot = at
      // Lists are nearly in order already, so this hardly ever goes far.
      while (slot > start && before(square, other, squares[slot - 1]!, indices[slot - 1]!)) {
        squares[slot] = squares[slot - 1]!
        indices[slot] = indices[slot - 1]!
        slot--
      }
      squares[slot] = square
      indices[slot] = other
    }
  }
}

const before = (square: number, index: number, otherSquare: number, otherIndex: number): boolean =>
  square < otherSquare || (square === otherSquare && index < otherIndex)

/** Points by bin: those of bin b are `members[first[b] … first[b + 1] − 1]`. */
interface Grid {
  readonly left: number
  readonly top: number
  readonly side: number
  readonly columns: number
  readonly rows: number
  readonly first: Int32Array
  readonly members: Int32Array
  /** [n, 2], where the members lie. */
  readonly spots: Float64Array
}

function gridOf(positions: ArrayLike<number>, n: number): Grid {
  let left = Infinity
  let right = -Infinity
  let top = Infinity
  let bottom = -Infinity
  for (let point = 0; point < n; point++) {
    left = Math.min(left, positions[2 * point]!)
    right = Math.max(right, positions[2 * point]!)
    top = Math.min(top, positions[2 * point + 1]!)
    bottom = Math.max(bottom, positions[2 * point + 1]!)
  }
  const width = right - left || 1
  const height = bottom - top || 1
  // One or two points a bin; no more than 4 n bins, however thin the field is.
  const side = Math.max(Math.sqrt((1.5 * width * height) / n), Math.max(width, height) / (2 * n))
  const columns = Math.floor(width / side) + 1
  const rows = Math.floor(height / side) + 1
  const binOf = new Int32Array(n)
  const first = new Int32Array(columns * rows + 1)
  for (let point = 0; point < n; point++) {
    const column = Math.floor((positions[2 * point]! - left) / side)
    const row = Math.floor((positions[2 * point + 1]! - top) / side)
    const bin = row * columns + column
    binOf[point] = bin
    first[bin + 1]!++
  }
  for (let bin = 0; bin < columns * rows; bin++) first[bin + 1]! += first[bin]!
  const next = first.slice(0, -1)
  const members = new Int32Array(n)
  const spots = new Float64Array(2 * n)
  for (let point = 0; point < n; point++) {
    const at = next[binOf[point]!]!++
    members[at] = point
    spots[2 * at] = positions[2 * point]!
    spots[2 * at + 1] = positions[2 * point + 1]!
  }
  return { left, top, side, columns, rows, first, members, spots }
}
