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
  const pieces = outlines.map((outline, piece): Placed => {
    const x = positions[2 * piece]!
    const y = positions[2 * piece + 1]!
    const around = near.indices.subarray(piece * near.k, (piece + 1) * near.k)
    const borders = bordersOf(positions, piece, around, width, height)
    if (mask !== undefined) stayInside(borders, mask, x, y, width, height)
    const { anchor, samples } = samplesOf(outline)
    const outside = piece === hero ? overrun + HERO_MORE : overrun
    let scale = 0
    let shift = 0
    for (let step = 0; step <= 2 * most; step++) {
      // 0, 1, −1, 2, −2, …: of two turns that fit alike the smaller one is taken.
      const turned = step % 2 === 1 ? (step + 1) / 2 : 0 - step / 2
      const fits = fitOf(samples, borders, turned, outside)
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

const cosines = Array.from({ length: DIRECTIONS }, (_, at) => Math.cos((2 * Math.PI * at) / DIRECTIONS))
const sines = Array.from({ length: DIRECTIONS }, (_, at) => Math.sin((2 * Math.PI * at) / DIRECTIONS))

/** How far a cell's border is from its point, by direction: the nearest of the bisectors and of the canvas's sides. */
function bordersOf(
  positions: ArrayLike<number>,
  piece: number,
  around: Int32Array,
  width: number,
  height: number,
): Float64Array {
  const x = positions[2 * piece]!
  const y = positions[2 * piece + 1]!
  // Pieces may be cut off by the canvas a little; beside a side they would become tiny otherwise.
  const bleed = BLEED * Math.sqrt((2 * width * height) / positions.length)
  return Float64Array.from({ length: DIRECTIONS }, (_, at) => {
    const ux = cosines[at]!
    const uy = sines[at]!
    let least = Infinity
    if (ux > 1e-9) least = Math.min(least, (width + bleed - x) / ux)
    if (ux < -1e-9) least = Math.min(least, -(x + bleed) / ux)
    if (uy > 1e-9) least = Math.min(least, (height + bleed - y) / uy)
    if (uy < -1e-9) least = Math.min(least, -(y + bleed) / uy)
    for (const other of around) {
      const dx = positions[2 * other]! - x
      const dy = positions[2 * other + 1]! - y
      const along = ux * dx + uy * dy
      if (along > 1e-9) least = Math.min(least, (dx * dx + dy * dy) / (2 * along))
    }
    return least
  })
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

/** Covered samples as pairs: the direction from the centroid, and the distance where the picture's longer side is 1. */
interface Samples {
  readonly directions: Uint8Array
  readonly distances: Float64Array
}

function samplesOf({ aspect, mask }: Outline): {
  readonly anchor: readonly [number, number]
  readonly samples: Samples
} {
  const wide = Math.min(1, aspect)
  const high = 1 / Math.max(1, aspect)
  let sum = 0
  let sumX = 0
  let sumY = 0
  for (const [at, cover] of mask.entries()) {
    if (cover < 64) continue
    sum += cover
    sumX += cover * ((at % GRID) + 0.5)
    sumY += cover * (Math.floor(at / GRID) + 0.5)
  }
  // Nothing shows, so the box has to do.
  if (sum === 0) return samplesOf({ aspect, mask: new Uint8Array(GRID * GRID).fill(255) })
  const middleX = sumX / sum / GRID
  const middleY = sumY / sum / GRID
  const directions: number[] = []
  const distances: number[] = []
  for (const [at, cover] of mask.entries()) {
    if (cover < 64) continue
    const dx = (((at % GRID) + 0.5) / GRID - middleX) * wide
    const dy = ((Math.floor(at / GRID) + 0.5) / GRID - middleY) * high
    const turn = Math.atan2(dy, dx) / (2 * Math.PI)
    directions.push(Math.round(turn * DIRECTIONS + DIRECTIONS) % DIRECTIONS)
    distances.push(Math.hypot(dx, dy) + 0.5 / GRID)
  }
  return {
    anchor: [middleX, middleY],
    samples: { directions: Uint8Array.from(directions), distances: Float64Array.from(distances) },
  }
}

/** The scale at which a silhouette, turned by `shift` directions, has that share of its samples outside. */
function fitOf({ directions, distances }: Samples, borders: Float64Array, shift: number, overrun: number): number {
  const scales = distances.map(
    (distance, at) => borders[(directions[at]! + shift + DIRECTIONS) % DIRECTIONS]! / distance,
  )
  return scales.sort()[Math.floor(overrun * scales.length)]!
}
