/**
 * How large each piece is drawn, how it is turned, and who lies in front: from what shows of it, not from its box.
 *
 * A silhouette is described by how far it reaches from its centroid in `DIRECTIONS` directions, a cell by how far its
 * border is from the piece's place. A piece at scale s fits a direction when s · reach ≤ border. It may overlap its
 * neighbours a little: the scale is the one at which `TOLERANCE` of the directions are overrun, and no larger than what
 * makes its covered area `FILL` of the cell's. Turning is the same with the directions shifted.
 */
import { nearestPoints } from './nearest.ts'

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
const TOLERANCE = 0.35
const FILL = 0.85

/** Sizes, turns and orders the pieces. */
export function packPieces(request: PackRequest): Packing {
  const { positions, width, height, outlines, size = 0.9, turn = 0, factors, hero = 0 } = request
  const count = outlines.length
  const near = nearestPoints(positions, Math.min(16, count - 1))
  const most = Math.min(DIRECTIONS / 2, Math.floor(turn / (360 / DIRECTIONS)))
  const pieces = outlines.map((outline, piece): Placed => {
    const x = positions[2 * piece]!
    const y = positions[2 * piece + 1]!
    const around = near.indices.subarray(piece * near.k, (piece + 1) * near.k)
    const borders = bordersOf(positions, piece, around, width, height)
    const { anchor, reaches, covered } = reachOf(outline)
    const area = (Math.PI / DIRECTIONS) * borders.reduce((sum, border) => sum + border * border, 0)
    let scale = 0
    let shift = 0
    for (let step = 0; step <= 2 * most; step++) {
      // 0, 1, −1, 2, −2, …: of two turns that fit alike the smaller one is taken.
      const turned = step % 2 === 1 ? (step + 1) / 2 : 0 - step / 2
      const fits = fitOf(reaches, borders, turned)
      if (fits > scale * 1.001) [scale, shift] = [fits, turned]
    }
    const longer = Math.min(scale, Math.sqrt((FILL * area) / covered)) * (size / 0.9) * (factors?.[piece] ?? 1)
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
  return Float64Array.from({ length: DIRECTIONS }, (_, at) => {
    const ux = cosines[at]!
    const uy = sines[at]!
    let least = Infinity
    if (ux > 1e-9) least = Math.min(least, (width - x) / ux)
    if (ux < -1e-9) least = Math.min(least, -x / ux)
    if (uy > 1e-9) least = Math.min(least, (height - y) / uy)
    if (uy < -1e-9) least = Math.min(least, -y / uy)
    for (const other of around) {
      const dx = positions[2 * other]! - x
      const dy = positions[2 * other + 1]! - y
      const along = ux * dx + uy * dy
      if (along > 1e-9) least = Math.min(least, (dx * dx + dy * dy) / (2 * along))
    }
    return least
  })
}

/** A silhouette's reach from its centroid, where the picture's longer side is 1. */
function reachOf({ aspect, mask }: Outline): {
  readonly anchor: readonly [number, number]
  readonly reaches: Float64Array
  readonly covered: number
} {
  const wide = Math.min(1, aspect)
  const high = 1 / Math.max(1, aspect)
  let sum = 0
  let sumX = 0
  let sumY = 0
  for (const [at, cover] of mask.entries()) {
    sum += cover
    sumX += cover * ((at % GRID) + 0.5)
    sumY += cover * (Math.floor(at / GRID) + 0.5)
  }
  if (sum === 0) return reachOf({ aspect, mask: new Uint8Array(GRID * GRID).fill(255) })
  const middleX = sumX / sum / GRID
  const middleY = sumY / sum / GRID
  const reaches = new Float64Array(DIRECTIONS).fill(1 / GRID)
  for (const [at, cover] of mask.entries()) {
    if (cover < 64) continue
    const dx = (((at % GRID) + 0.5) / GRID - middleX) * wide
    const dy = ((Math.floor(at / GRID) + 0.5) / GRID - middleY) * high
    const turn = Math.atan2(dy, dx) / (2 * Math.PI)
    const direction = Math.round(turn * DIRECTIONS + DIRECTIONS) % DIRECTIONS
    reaches[direction] = Math.max(reaches[direction]!, Math.hypot(dx, dy) + 0.5 / GRID)
  }
  const covered = (sum / 255 / (GRID * GRID)) * wide * high
  return { anchor: [middleX, middleY], reaches, covered }
}

/** The scale at which a silhouette, turned by `shift` directions, overruns `TOLERANCE` of a cell's border. */
function fitOf(reaches: Float64Array, borders: Float64Array, shift: number): number {
  const ratios = Float64Array.from(reaches, (reach, at) => borders[(at + shift + DIRECTIONS) % DIRECTIONS]! / reach)
  return ratios.sort()[Math.floor(TOLERANCE * DIRECTIONS)]!
}
