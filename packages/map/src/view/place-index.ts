/**
 * Finds pictures by place: a uniform grid with about two pictures a cell, filled by counting. Maps are spread evenly enough
 * that a tree would find nothing sooner, and the grid is three arrays that are made once a layout.
 */
import type { Box } from './camera.ts'

/** Where the pictures of one layout are. */
export interface PlaceIndex {
  readonly positions: Float32Array
  /** Around all pictures. */
  readonly box: Box
  /** Distance between neighbours in the middle of the distribution, map units. */
  readonly spacing: number
  /** Whether pictures stand in the cells of a grid. */
  readonly isRegular: boolean
  readonly columns: number
  readonly rows: number
  readonly side: number
  /** [columns × rows + 1] where each cell's pictures begin in `items`. */
  readonly starts: Uint32Array
  readonly items: Uint32Array
}

/**
 * @param positions [count, 2] in map units.
 * @param cell side of the squares whose middles the positions are, in layouts without overlaps.
 */
export function indexPlaces(positions: Float32Array, cell?: number): PlaceIndex {
  const count = positions.length / 2
  const box = boxOf(positions)
  const width = Math.max(1e-6, box.right - box.left)
  const height = Math.max(1e-6, box.bottom - box.top)
  const side = Math.max(Math.sqrt((width * height * 2) / Math.max(1, count)), Math.max(width, height) / 4096)
  const columns = Math.floor(width / side) + 1
  const rows = Math.floor(height / side) + 1
  const starts = new Uint32Array(columns * rows + 1)
  const cells = new Uint32Array(count)
  for (let at = 0; at < count; at++) {
    const column = Math.min(columns - 1, Math.floor((positions[2 * at]! - box.left) / side))
    const row = Math.min(rows - 1, Math.floor((positions[2 * at + 1]! - box.top) / side))
    cells[at] = row * columns + column
    starts[cells[at]! + 1]!++
  }
  for (let cell = 0; cell < columns * rows; cell++) starts[cell + 1]! += starts[cell]!
  const next = starts.slice(0, -1)
  const items = new Uint32Array(count)
  for (let at = 0; at < count; at++) items[next[cells[at]!]!++] = at
  const isRegular = cell !== undefined
  const bare = { positions, box, columns, rows, side, starts, items, spacing: cell ?? side, isRegular }
  return isRegular ? bare : { ...bare, spacing: spacingOf(bare) }
}

/** Calls `visit` for each picture of the cells that a box touches. */
export function visitPlaces(
  index: PlaceIndex,
  left: number,
  top: number,
  right: number,
  bottom: number,
  visit: (item: number) => void,
): void {
  const { box, side, columns, rows, starts, items } = index
  const firstColumn = Math.max(0, Math.floor((left - box.left) / side))
  const lastColumn = Math.min(columns - 1, Math.floor((right - box.left) / side))
  const firstRow = Math.max(0, Math.floor((top - box.top) / side))
  const lastRow = Math.min(rows - 1, Math.floor((bottom - box.top) / side))
  for (let row = firstRow; row <= lastRow; row++) {
    const end = starts[row * columns + lastColumn + 1]!
    for (let at = starts[row * columns + firstColumn]!; at < end; at++) visit(items[at]!)
  }
}

/** The picture nearest to a place among those that `allows`, or −1. */
export function nearestPlace(
  index: PlaceIndex,
  x: number,
  y: number,
  allows: (item: number, dx: number, dy: number) => boolean,
): number {
  let best = -1
  let distance = Infinity
  const reach = reachFrom(index, x, y)
  for (let radius = index.side; radius < 2 * reach; radius *= 2) {
    visitPlaces(index, x - radius, y - radius, x + radius, y + radius, (item) => {
      const dx = index.positions[2 * item]! - x
      const dy = index.positions[2 * item + 1]! - y
      const away = dx * dx + dy * dy
      if (away < distance && allows(item, dx, dy)) {
        distance = away
        best = item
      }
    })
    // What lies beyond the searched square could not be nearer.
    if (best >= 0 && distance <= radius * radius) break
  }
  return best
}

/**
 * The next picture in a direction: the nearest one in a quarter turn around it, or, where that is empty, in half a turn;
 * what lies off the axis counts as farther.
 */
export function nextPlace(
  index: PlaceIndex,
  from: number,
  direction: readonly [number, number],
  allows: (item: number) => boolean,
): number {
  const x = index.positions[2 * from]!
  const y = index.positions[2 * from + 1]!
  const [ax, ay] = direction
  for (const slope of [1, 6]) {
    let best = -1
    let cost = Infinity
    const reach = reachFrom(index, x, y)
    for (let radius = index.side * 2; radius < 2 * reach; radius *= 2) {
      visitPlaces(index, x - radius, y - radius, x + radius, y + radius, (item) => {
        const dx = index.positions[2 * item]! - x
        const dy = index.positions[2 * item + 1]! - y
        const along = dx * ax + dy * ay
        const across = Math.abs(dx * ay) + Math.abs(dy * ax)
        if (along <= 0 || across > along * slope) return
        const price = along + 2 * across
        if (price < cost && item !== from && allows(item)) {
          cost = price
          best = item
        }
      })
      if (best >= 0 && cost <= radius) break
    }
    if (best >= 0) return best
  }
  return -1
}

/** A square of this radius around a place holds all pictures. */
function reachFrom({ box, side }: PlaceIndex, x: number, y: number): number {
  return side * 2 + Math.max(x - box.left, box.right - x, y - box.top, box.bottom - y)
}

function boxOf(positions: Float32Array): Box {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity }
  for (let at = 0; at < positions.length; at += 2) {
    box.left = Math.min(box.left, positions[at]!)
    box.right = Math.max(box.right, positions[at]!)
    box.top = Math.min(box.top, positions[at + 1]!)
    box.bottom = Math.max(box.bottom, positions[at + 1]!)
  }
  return positions.length === 0 ? { left: 0, top: 0, right: 1, bottom: 1 } : box
}

/** From the nearest neighbours of a thousand pictures. */
function spacingOf(index: PlaceIndex): number {
  const count = index.positions.length / 2
  const step = Math.max(1, Math.floor(count / 1000))
  const distances: number[] = []
  for (let at = 0; at < count; at += step) {
    const x = index.positions[2 * at]!
    const y = index.positions[2 * at + 1]!
    const other = nearestPlace(index, x, y, (item) => item !== at)
    if (other < 0) continue
    distances.push(Math.hypot(index.positions[2 * other]! - x, index.positions[2 * other + 1]! - y))
  }
  if (distances.length === 0) return 0.1
  distances.sort((one, two) => one - two)
  // Places that coincide say nothing of how dense a map is.
  const middle = Math.max(distances[distances.length >> 1]!, index.side / 8)
  // A dense heap says little of the rest of a map: pictures are as large as they could be if they shared what they cover.
  let covered = 0
  for (let cell = 0; cell + 1 < index.starts.length; cell++)
    if (index.starts[cell + 1]! > index.starts[cell]!) covered += index.side ** 2
  return Math.max(middle, 0.5 * Math.sqrt(covered / Math.max(1, count)))
}
