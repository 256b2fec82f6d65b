/**
 * Pieces find their room: each grows and steps aside, a little at a time, as long as what shows of it does not lie on
 * others more than it may. Cells (`pack.ts`) tell how large a piece can be on its own ground; here silhouettes slip into
 * each other's corners, and holes that no cell tells of are filled.
 *
 * A coarse grid counts how many silhouettes lie on each of its squares. Pieces are visited in turn, some rounds long: a
 * piece is lifted off, what it could do next is tried on the grid, and it is laid down where that is best. All is decided
 * by counts, so that the outcome is the same everywhere, but for the sine and cosine of an angle.
 */
import type { Outline, Placed } from './pack.ts'
import { insideMask, shareInside, type Mask } from './sites.ts'

/** What is to nestle. */
export interface NestleRequest {
  readonly pieces: readonly Placed[]
  readonly outlines: readonly Outline[]
  readonly width: number
  readonly height: number
  /** Room of each piece, relative to each other. Default: all alike. */
  readonly rooms?: ArrayLike<number>
  /** How far a piece may leave its place, in sides of its room: neighbours are lost by it and coverage is won. */
  readonly farthest: number
  /** Share of a silhouette that may lie on others, 0 to 1. */
  readonly overlap: number
  /** Pieces that stay as they are. */
  readonly fixed: (piece: number) => boolean
  readonly mask?: Mask
}

/** Squares of the grid along a mean distance of pieces. */
const SQUARES = 9
const ROUNDS = 14
/** Rounds that a piece which found nothing better is not asked again. */
const PATIENCE = 3
/** Growth of a visit that succeeds. */
const GROWTH = 1.09
/** A step aside, in sides of the piece's own room. */
const STEP = 0.07
/** What shows of a piece covers its room so many times at most, and its longer side is so many sides of its room. */
const FULL = 1.25
const LONGEST = 2.4
/** How much of a piece may be cut off by the canvas or the shape, beside what may lie on others. */
const CUT = 0.06
/** Samples of a silhouette along a side. */
const GRID = 32
/** Numbers of samples above which every second one does. */
const MANY_SAMPLES = 160
/** Coverage from which something shows, 0 to 255. */
const SEEN = 64

/** @returns the pieces with their new sizes and places, in the same order */
export function nestlePieces(request: NestleRequest): Placed[] {
  const { width, height, outlines, fixed, mask } = request
  const pieces = [...request.pieces]
  const count = pieces.length
  const area = mask === undefined ? width * height : width * height * shareInside(mask)
  const mean = Math.sqrt(area / Math.max(1, count))
  const ground = groundOf(width, height, mean / SQUARES, mask)
  const rooms = roomsOf(request.rooms, count, area)
  const homes = pieces.map(({ x, y }) => [x, y] as const)
  const most = pieces.map((piece, at) => largest(piece, outlines[at]!, rooms[at]!))
  const samples = pieces.map(({ anchor }, at) => samplesOf(outlines[at]!, anchor))
  for (const [at, piece] of pieces.entries()) lay(ground, piece, outlines[at]!, 1)
  // A piece that found nothing better is left alone for a while.
  const rests = new Uint8Array(count)
  for (let round = 0; round < ROUNDS; round++) {
    for (let at = 0; at < count; at++) {
      if (rests[at]! > 0) rests[at]!--
      else if (!fixed(at)) {
        const outline = outlines[at]!
        const piece = pieces[at]!
        lay(ground, piece, outline, -1)
        const next = better(ground, piece, samples[at]!, {
          home: homes[at]!,
          side: Math.sqrt(rooms[at]!),
          most: most[at]!,
          ...request,
        })
        if (next === piece) rests[at] = PATIENCE
        pieces[at] = next
        lay(ground, next, outline, 1)
      }
    }
  }
  return pieces
}

/** The ways a piece can step aside. */
const ways = Array.from(
  { length: 8 },
  (_, at) => [Math.cos((at * Math.PI) / 4), Math.sin((at * Math.PI) / 4)] as const,
)

/** What a piece may do. */
interface Freedom {
  readonly home: readonly [x: number, y: number]
  /** Of its room. */
  readonly side: number
  /** Its longer side, at most. */
  readonly most: number
  readonly overlap: number
  readonly farthest: number
}

/** What a piece does on its turn; the piece itself where nothing is better. */
function better(
  ground: Ground,
  piece: Placed,
  samples: Float64Array,
  { home: [homeX, homeY], side, most, overlap, farthest }: Freedom,
): Placed {
  const step = STEP * side
  const now = burden(ground, piece, samples, 1)
  const near = (way: readonly [number, number], base: Placed): Placed | undefined => {
    const x = base.x + way[0] * step
    const y = base.y + way[1] * step
    return Math.hypot(x - homeX, y - homeY) > farthest * side ? undefined : { ...base, x, y }
  }
  const larger = Math.max(piece.width, piece.height) * GROWTH <= most ? scaled(piece, GROWTH) : undefined
  if (now <= overlap && larger !== undefined) {
    if (burden(ground, larger, samples, overlap) <= overlap) return larger
    let best: Placed | undefined
    let least = overlap
    for (const way of ways) {
      const moved = near(way, larger)
      if (moved === undefined) continue
      const weight = burden(ground, moved, samples, least)
      if (weight > least) continue
      least = weight
      best = moved
    }
    if (best !== undefined) return best
  }
  // A step that frees it a little; where it is far too crowded, a step back in size.
  let best = piece
  let least = now - 0.01
  for (const way of ways) {
    const moved = near(way, piece)
    if (moved === undefined) continue
    const weight = burden(ground, moved, samples, least)
    if (weight > least) continue
    least = weight
    best = moved
  }
  return best === piece && now > 1.6 * overlap + 0.04 ? scaled(piece, 1 / GROWTH) : best
}

function scaled(piece: Placed, factor: number): Placed {
  return { ...piece, width: piece.width * factor, height: piece.height * factor }
}

/** Squares and how many silhouettes lie on each; a border around the canvas counts as taken by the canvas itself. */
interface Ground {
  readonly square: number
  readonly columns: number
  readonly rows: number
  readonly counts: Uint8Array
  /** 1 outside of the canvas or the shape. */
  readonly outside: Uint8Array
}

/** Squares on each side beyond the canvas. */
const BORDER = 16

function groundOf(width: number, height: number, square: number, mask: Mask | undefined): Ground {
  const columns = Math.ceil(width / square) + 2 * BORDER
  const rows = Math.ceil(height / square) + 2 * BORDER
  const outside = new Uint8Array(columns * rows)
  for (let at = 0; at < outside.length; at++) {
    const x = ((at % columns) - BORDER + 0.5) * square
    const y = (Math.floor(at / columns) - BORDER + 0.5) * square
    const out =
      x < 0 || y < 0 || x > width || y > height || (mask !== undefined && !insideMask(mask, x, y, width, height))
    outside[at] = out ? 1 : 0
  }
  return { square, columns, rows, counts: new Uint8Array(columns * rows), outside }
}

/** Counts a silhouette in or out, on all squares that it covers. */
function lay(ground: Ground, piece: Placed, { mask }: Outline, change: 1 | -1): void {
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

/**
 * Points of a silhouette, seen from its anchor, in sides of the picture: x and y in turn. Of a grid of half as many, every
 * second one where there are many, as on a chessboard.
 */
function samplesOf({ mask }: Outline, anchor: readonly [number, number]): Float64Array {
  const points: number[] = []
  const half = GRID / 2
  for (let at = 0; at < half * half; at++) {
    const [column, row] = [at % half, Math.floor(at / half)]
    if (mask[2 * row * GRID + 2 * column]! < SEEN && mask[(2 * row + 1) * GRID + 2 * column + 1]! < SEEN) continue
    points.push((column + 0.5) / half - anchor[0], (row + 0.5) / half - anchor[1])
  }
  if (points.length <= MANY_SAMPLES) return Float64Array.from(points)
  const thinned = points.filter((_, at) => {
    const point = at - (at % 2)
    const column = Math.round((points[point]! + anchor[0]) * half - 0.5)
    const row = Math.round((points[point + 1]! + anchor[1]) * half - 0.5)
    return (column + row) % 2 === 0
  })
  return Float64Array.from(thinned)
}

/**
 * Share of a silhouette that lies on others, and what is cut off beyond what may be.
 * @param enough where it is more than this, it need not be told how much
 */
function burden(ground: Ground, piece: Placed, samples: Float64Array, enough: number): number {
  const { square, columns, rows, counts, outside } = ground
  const { x, y, width, height, angle } = piece
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
    const column = Math.floor(left + dx * cos - dy * sin)
    const row = Math.floor(top + dx * sin + dy * cos)
    const index = row * columns + column
    if (column < 0 || row < 0 || column >= columns || row >= rows || outside[index]! !== 0) cut++
    else if (counts[index]! !== 0) taken++
    else continue
    if (taken + cut - spare > most) return Infinity
  }
  return all === 0 ? 0 : (taken + Math.max(0, cut - spare)) / all
}

/** The longer side that a piece may come to have. */
function largest({ width, height }: Placed, { aspect, mask }: Outline, room: number): number {
  const shown = mask.reduce((sum, value) => sum + (value >= SEEN ? 1 : 0), 0) / mask.length
  const flat = Math.min(aspect, 1 / aspect)
  const side = Math.sqrt((FULL * room) / Math.max(0.02, shown * flat))
  return Math.max(width, height, Math.min(side, LONGEST * Math.sqrt(room)))
}

function roomsOf(rooms: ArrayLike<number> | undefined, count: number, area: number): Float64Array {
  const given = Float64Array.from({ length: count }, (_, at) => rooms?.[at] ?? 1)
  const sum = given.reduce((total, room) => total + room, 0)
  return given.map((room) => (room / sum) * area)
}
