/**
 * How large each piece is drawn, how it is turned, and who lies in front: from what shows of it, not from its box.
 *
 * A cell is described by how far its border is from the piece's place in `DIRECTIONS` directions, a silhouette by its
 * covered samples, seen from their centroid, which comes to lie on the place. A sample leaves the cell at the scale
 * border ÷ distance; the piece is drawn at the scale at which `OVERRUN` of its samples are outside. So what is long and
 * thin stays small and what fills a corner of its picture becomes large. Turning shifts the directions.
 */
import { nearestPoints } from './nearest.ts'
import { insideMask, type Mask } from './sites.ts'

/** What shows of a picture. */
export interface Outline {
  /** Width ÷ height of the picture. */
  readonly aspect: number
  /** Coverage, 32 × 32, 0 to 255, stretched over the picture. */
  readonly mask: Uint8Array
}

/** What to pack. */
export interface PackRequest {
  /** [n, 2] */
  readonly positions: ArrayLike<number>
  readonly width: number
  readonly height: number
  readonly outlines: readonly Outline[]
  /** 0.1 to 1; Layerage's control. Default 0.9. */
  readonly size?: number
  /** The most that a piece is turned to fit better, in degrees. Default 0. */
  readonly turn?: number
  /** Share of a silhouette that may lie outside of its cell, 0 to 1. Default 0.1. */
  readonly overrun?: number
  /** A shape that pieces stay in as they stay in their cells. */
  readonly mask?: Mask
  /** A factor for each piece's size, as edited by hand. Default 1. */
  readonly factors?: ArrayLike<number>
  /** The piece that lies in front of all. Default 0: the piece that the others were chosen for. */
  readonly hero?: number
}

/** Where and how a picture is drawn: its anchor comes to lie on the piece's place. */
export interface Placed {
  readonly x: number
  readonly y: number
  /** Size of the whole picture before it is turned. */
  readonly width: number
  readonly height: number
  /** Of the silhouette's centroid in the picture, 0 to 1. The picture is turned about it. */
  readonly anchor: readonly [number, number]
  /** Degrees, clockwise on a canvas whose y goes down. */
  readonly angle: number
}

/** Pieces as drawn, and their order from back to front. */
export interface Packing {
  readonly pieces: readonly Placed[]
  readonly order: Int32Array
}

const GRID = 32
/** 15° apart. */
const DIRECTIONS = 24
/** Share of the silhouette of the piece in front of all that may lie outside of its cell, more than of the others. */
const HERO_MORE = 0.2
/** How far pieces may reach over the canvas's sides, in mean distances. */
const BLEED = 0.2

/** Sizes, turns and orders the pieces. */
export function packPieces(request: PackRequest): Packing {
  const {
    positions,
    width,
    height,
    outlines,
    size = 0.9,
    turn = 0,
    overrun = 0.1,
    mask,
    factors,
    hero = 0,
  } = request
  const count = outlines.length
  const near = nearestPoints(positions, Math.min(16, count - 1))
  const most = Math.min(DIRECTIONS / 2, Math.floor(turn / (360 / DIRECTIONS)))
  // Used anew for each piece.
  const borders = new Float64Array(DIRECTIONS)
  const samples: Samples = {
    count: 0,
    directions: new Uint8Array(GRID * GRID),
    distances: new Float64Array(GRID * GRID),
  }
  const scales = new Float64Array(GRID * GRID)
  const pieces = outlines.map((outline, piece): Placed => {
    const x = positions[2 * piece]!
    const y = positions[2 * piece + 1]!
    const around = near.indices.subarray(piece * near.k, (piece + 1) * near.k)
    findBorders(positions, piece, around, width, height, borders)
    if (mask !== undefined) stayInside(borders, mask, x, y, width, height)
    const anchor = sample(outline, samples)
    const outside = piece === hero ? overrun + HERO_MORE : overrun
    let scale = 0
    let shift = 0
    for (let step = 0; step <= 2 * most; step++) {
      // 0, 1, −1, 2, −2, …: of two turns that fit alike the smaller one is taken.
      const turned = step % 2 === 1 ? (step + 1) / 2 : 0 - step / 2
      const fits = fitOf(samples, borders, turned, outside, scales)
      if (fits > scale * 1.001) [scale, shift] = [fits, turned]
    }
    const longer = scale * (size / 0.9) * (factors?.[piece] ?? 1)
    const { aspect } = outline
    return {
      x,
      y,
      width: longer * Math.min(1, aspect),
      height: longer / Math.max(1, aspect),
      anchor,
      angle: (shift * 360) / DIRECTIONS,
    }
  })
  const order = Int32Array.from({ length: count }, (_, at) => count - 1 - at)
  const back = order.filter((piece) => piece !== hero)
  order.set(back)
  if (hero < count) order[count - 1] = hero
  return { pieces, order }
}

const cosines = Float64Array.from({ length: DIRECTIONS }, (_, at) => Math.cos((2 * Math.PI * at) / DIRECTIONS))
const sines = Float64Array.from({ length: DIRECTIONS }, (_, at) => Math.sin((2 * Math.PI * at) / DIRECTIONS))

/** Fills in how far a cell's border is from its point, by direction: the nearest of the bisectors and of the canvas's sides. */
function findBorders(
  positions: ArrayLike<number>,
  piece: number,
  around: Int32Array,
  width: number,
  height: number,
  borders: Float64Array,
): void {
  const x = positions[2 * piece]!
  const y = positions[2 * piece + 1]!
  // Pieces may be cut off by the canvas a little; beside a side they would become tiny otherwise.
  const bleed = BLEED * Math.sqrt((2 * width * height) / positions.length)
  for (let at = 0; at < DIRECTIONS; at++) {
    const ux = cosines[at]!
    const uy = sines[at]!
    let least = Infinity
    if (ux > 1e-9) least = Math.min(least, (width + bleed - x) / ux)
    if (ux < -1e-9) least = Math.min(least, -(x + bleed) / ux)
    if (uy > 1e-9) least = Math.min(least, (height + bleed - y) / uy)
    if (uy < -1e-9) least = Math.min(least, -(y + bleed) / uy)
    borders[at] = least
  }
  for (let rank = 0; rank < around.length; rank++) {
    const other = around[rank]!
    const dx = positions[2 * other]! - x
    const dy = positions[2 * other + 1]! - y
    const square = dx * dx + dy * dy
    for (let at = 0; at < DIRECTIONS; at++) {
      const along = cosines[at]! * dx + sines[at]! * dy
      if (along > 1e-9) borders[at] = Math.min(borders[at]!, square / (2 * along))
    }
  }
}

/** Steps in which the border of a shape is looked for. */
const LOOKS = 24

/** Borders end where the shape does. */
function stayInside(borders: Float64Array, mask: Mask, x: number, y: number, width: number, height: number): void {
  const bleed = BLEED * Math.sqrt((width * height) / mask.data.length)
  for (const [at, border] of borders.entries()) {
    const reach = Math.min(border, width + height)
    for (let look = 1; look <= LOOKS; look++) {
      const along = (reach * look) / LOOKS
      if (insideMask(mask, x + cosines[at]! * along, y + sines[at]! * along, width, height)) continue
      borders[at] = (reach * (look - 0.5)) / LOOKS + bleed
      break
    }
  }
}

/**
 * Covered samples as pairs: the direction from the centroid, and the distance where the picture's longer side is 1. Only
 * the first `count` are filled.
 */
interface Samples {
  count: number
  readonly directions: Uint8Array
  readonly distances: Float64Array
}

/** Fills in what a silhouette covers. @returns its centroid */
function sample({ aspect, mask }: Outline, samples: Samples): readonly [number, number] {
  const wide = Math.min(1, aspect)
  const high = 1 / Math.max(1, aspect)
  let sum = 0
  let sumX = 0
  let sumY = 0
  for (let at = 0; at < mask.length; at++) {
    const cover = mask[at]!
    if (cover < 64) continue
    sum += cover
    sumX += cover * ((at % GRID) + 0.5)
    sumY += cover * (Math.floor(at / GRID) + 0.5)
  }
  // Nothing shows, so the box has to do.
  if (sum === 0) return sample({ aspect, mask: new Uint8Array(GRID * GRID).fill(255) }, samples)
  const middleX = sumX / sum / GRID
  const middleY = sumY / sum / GRID
  let count = 0
  for (let at = 0; at < mask.length; at++) {
    if (mask[at]! < 64) continue
    const dx = (((at % GRID) + 0.5) / GRID - middleX) * wide
    const dy = ((Math.floor(at / GRID) + 0.5) / GRID - middleY) * high
    samples.directions[count] = directionOf(dx, dy)
    samples.distances[count++] = lengthOf(dx, dy) + 0.5 / GRID
  }
  samples.count = count
  return [middleX, middleY]
}

/** Where one direction ends and the next begins, between an axis and a diagonal. */
const bounds = [0.5, 1.5, 2.5].map((at) => Math.tan((2 * Math.PI * at) / DIRECTIONS)) as [number, number, number]

/** The nearest of the directions, by comparing; only right at a bound an angle has to tell. */
function directionOf(dx: number, dy: number): number {
  const alongX = Math.abs(dx)
  const alongY = Math.abs(dy)
  const more = Math.max(alongX, alongY)
  const less = Math.min(alongX, alongY)
  const first = less - bounds[0] * more
  const second = less - bounds[1] * more
  const third = less - bounds[2] * more
  const near = 1e-9 * more
  if (Math.abs(first) <= near || Math.abs(second) <= near || Math.abs(third) <= near) {
    const turn = Math.atan2(dy, dx) / (2 * Math.PI)
    return Math.round(turn * DIRECTIONS + DIRECTIONS) % DIRECTIONS
  }
  let direction = first < 0 ? 0 : second < 0 ? 1 : third < 0 ? 2 : 3
  if (alongY > alongX) direction = DIRECTIONS / 4 - direction
  if (dx < 0) direction = DIRECTIONS / 2 - direction
  return dy < 0 && direction > 0 ? DIRECTIONS - direction : direction
}

/** Math.hypot as V8 computes it, operation by operation, since sizes hang on it, but inlined. */
function lengthOf(dx: number, dy: number): number {
  const alongX = Math.abs(dx)
  const alongY = Math.abs(dy)
  const most = Math.max(alongX, alongY)
  if (most === 0) return 0
  const x = alongX / most
  const y = alongY / most
  const first = x * x
  // The first sum is exact, so that nothing is carried over to the second.
  return Math.sqrt(first + y * y) * most
}

/** The scale at which a silhouette, turned by `shift` directions, has that share of its samples outside. */
function fitOf(
  { count, directions, distances }: Samples,
  borders: Float64Array,
  shift: number,
  overrun: number,
  scales: Float64Array,
): number {
  for (let at = 0; at < count; at++) {
    scales[at] = borders[(directions[at]! + shift + DIRECTIONS) % DIRECTIONS]! / distances[at]!
  }
  return ranked(scales, count, Math.floor(overrun * count))
}

/** What would be at a place if values were in order (Hoare 1961); they are put in other places. NaN beyond the last. */
function ranked(values: Float64Array, count: number, place: number): number {
  if (place >= count) return Number.NaN
  let first = 0
  let last = count - 1
  while (first < last) {
    const pivot = values[(first + last) >> 1]!
    let left = first
    let right = last
    while (left <= right) {
      while (values[left]! < pivot) left++
      while (values[right]! > pivot) right--
      if (left > right) break
      const value = values[left]!
      values[left++] = values[right]!
      values[right--] = value
    }
    if (place <= right) last = right
    else if (place >= left) first = left
    else break
  }
  return values[place]!
}
