/** What a silhouette lies on: a coarse grid that counts how many lie on each of its squares. */
import type { Outline, Placed } from './pack.ts'
import { insideMask, type Mask } from './sites.ts'

/** Squares and how many silhouettes lie on each, with a border around the canvas. */
export interface Ground {
  readonly square: number
  readonly columns: number
  readonly rows: number
  /** `OUTSIDE` and more beyond the canvas or the shape. */
  readonly counts: Uint16Array
}

/** Added to the count of squares that are not to be drawn on. */
const OUTSIDE = 0x8000
/** Coverage from which something shows, 0 to 255. */
export const SEEN = 64
/** Squares on each side beyond the canvas. */
const BORDER = 16
/** How much of a piece may be cut off by the canvas or the shape, beside what may lie on others. */
const CUT = 0.06
/** Samples of a silhouette along a side. */
const GRID = 32
/** Numbers of samples above which every second one does. */
const MANY_SAMPLES = 160

/** An empty ground. @param square side of its squares, in the canvas's units */
export function groundOf(width: number, height: number, square: number, mask: Mask | undefined): Ground {
  const columns = Math.ceil(width / square) + 2 * BORDER
  const rows = Math.ceil(height / square) + 2 * BORDER
  const counts = new Uint16Array(columns * rows)
  for (let at = 0; at < counts.length; at++) {
    const x = ((at % columns) - BORDER + 0.5) * square
    const y = (Math.floor(at / columns) - BORDER + 0.5) * square
    const out =
      x < 0 || y < 0 || x > width || y > height || (mask !== undefined && !insideMask(mask, x, y, width, height))
    counts[at] = out ? OUTSIDE : 0
  }
  return { square, columns, rows, counts }
}

/** Counts a silhouette in or out, on all squares that it covers. */
export function lay(ground: Ground, piece: Placed, { mask }: Outline, change: 1 | -1): void {
  const { square, columns, rows, counts } = ground
  const { x, y, width, height, anchor, angle } = piece
  const turn = (angle * Math.PI) / 180
  const cos = angle === 0 ? 1 : Math.cos(turn)
  const sin = angle === 0 ? 0 : Math.sin(turn)
  const left = Math.max(anchor[0], 1 - anchor[0]) * width
  const top = Math.max(anchor[1], 1 - anchor[1]) * height
  const reachX = angle === 0 ? left : Math.hypot(left, top)
  const reachY = angle === 0 ? top : Math.hypot(left, top)
  const first = Math.max(0, Math.floor((x - reachX) / square) + BORDER)
  const last = Math.min(columns - 1, Math.floor((x + reachX) / square) + BORDER)
  const high = Math.max(0, Math.floor((y - reachY) / square) + BORDER)
  const low = Math.min(rows - 1, Math.floor((y + reachY) / square) + BORDER)
  const [wide, tall] = [GRID / width, GRID / height]
  if (angle === 0) {
    // As below, with less of it on each square.
    for (let row = high; row <= low; row++) {
      const v = ((row - BORDER + 0.5) * square - y) * tall + anchor[1] * GRID
      if (v < 0 || v >= GRID) continue
      const line = (v | 0) * GRID
      for (let column = first; column <= last; column++) {
        const u = ((column - BORDER + 0.5) * square - x) * wide + anchor[0] * GRID
        if (u < 0 || u >= GRID || mask[line + (u | 0)]! < SEEN) continue
        counts[row * columns + column]! += change
      }
    }
    return
  }
  for (let row = high; row <= low; row++) {
    const dy = (row - BORDER + 0.5) * square - y
    for (let column = first; column <= last; column++) {
      const dx = (column - BORDER + 0.5) * square - x
      const u = Math.floor((dx * cos + dy * sin) * wide + anchor[0] * GRID)
      const v = Math.floor((dy * cos - dx * sin) * tall + anchor[1] * GRID)
      if (u < 0 || v < 0 || u >= GRID || v >= GRID || mask[v * GRID + u]! < SEEN) continue
      counts[row * columns + column]! += change
    }
  }
}

/** Samples along a side of a grid half as fine, and its squares from the rim to the middle: rims are the first to touch. */
const HALF = GRID / 2
const inward = Uint8Array.from(
  Array.from({ length: HALF * HALF }, (_, at) => at).toSorted((one, two) => eccentricity(two) - eccentricity(one)),
)

function eccentricity(at: number): number {
  const middle = (HALF - 1) / 2
  return ((at % HALF) - middle) ** 2 + (Math.floor(at / HALF) - middle) ** 2
}

/**
 * Points of a silhouette, seen from its anchor, in sides of the picture: x and y in turn. Of a grid of half as many, every
 * second one where there are many, as on a chessboard.
 */
export function samplesOf({ mask }: Outline, anchor: readonly [number, number]): Float64Array {
  const points = new Float64Array(2 * inward.length)
  let filled = samplesInto(points, mask, anchor, false)
  if (filled > MANY_SAMPLES) filled = samplesInto(points, mask, anchor, true)
  return points.slice(0, filled)
}

/** @returns how many numbers are filled */
function samplesInto(
  points: Float64Array,
  mask: Uint8Array,
  anchor: readonly [number, number],
  isThin: boolean,
): number {
  let filled = 0
  for (let at = 0; at < inward.length; at++) {
    const column = inward[at]! % HALF
    const row = (inward[at]! / HALF) | 0
    if (isThin && (column + row) % 2 !== 0) continue
    if (mask[2 * row * GRID + 2 * column]! < SEEN && mask[(2 * row + 1) * GRID + 2 * column + 1]! < SEEN) continue
    points[filled++] = (column + 0.5) / HALF - anchor[0]
    points[filled++] = (row + 0.5) / HALF - anchor[1]
  }
  return filled
}

/**
 * Share of a silhouette that lies on others, and what is cut off beyond what may be.
 * @param enough where it is more than this, it need not be told how much
 */
export function burden(
  { square, columns, rows, counts }: Ground,
  x: number,
  y: number,
  width: number,
  height: number,
  angle: number,
  samples: Float64Array,
  enough: number,
): number {
  const turn = (angle * Math.PI) / 180
  const cos = (angle === 0 ? 1 : Math.cos(turn)) / square
  const sin = (angle === 0 ? 0 : Math.sin(turn)) / square
  const left = x / square + BORDER
  const top = y / square + BORDER
  const all = samples.length / 2
  const most = enough * all
  const spare = CUT * all
  let taken = 0
  let cut = 0
  for (let at = 0; at < samples.length; at += 2) {
    const dx = samples[at]! * width
    const dy = samples[at + 1]! * height
    const column = left + dx * cos - dy * sin
    const row = top + dx * sin + dy * cos
    if (column < 0 || row < 0 || column >= columns || row >= rows) cut++
    else {
      // Neither is negative, so this is what Math.floor tells.
      const count = counts[(row | 0) * columns + (column | 0)]!
      if (count === 0) continue
      if (count >= OUTSIDE) cut++
      else taken++
    }
    if (taken + cut - spare > most) return Infinity
  }
  return all === 0 ? 0 : (taken + Math.max(0, cut - spare)) / all
}
