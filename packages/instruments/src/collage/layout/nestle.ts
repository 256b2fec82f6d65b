/**
 * Pieces find their room: each grows and steps aside, a little at a time, as long as what shows of it does not lie on
 * others more than it may. Cells (`pack.ts`) tell how large a piece can be on its own ground; here silhouettes slip into
 * each other's corners, and holes that no cell tells of are filled.
 *
 * A coarse grid counts how many silhouettes lie on each of its squares (`ground.ts`). Pieces are visited in turn, some
 * rounds long: a piece is lifted off, what it could do next is tried on the grid, and it is laid down where that is best. A
 * step also has a price: for each wanted neighbour that it loses (`order.ts`; it is paid for each that it regains), and for
 * what it makes of the areas of cells (`evenness.ts`). So order is given up only where much room is won for little of it.
 *
 * All is decided by counts and sums, so that the outcome is the same everywhere, but for the sine and cosine of an angle.
 */
import { evennessOf } from './evenness.ts'
import { burden, groundOf, lay, samplesOf, SEEN, type Ground } from './ground.ts'
import { orderOf } from './order.ts'
import type { Outline, Placed } from './pack.ts'
import type { Neighbours } from './relations.ts'
import { shareInside, type Mask } from './sites.ts'

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
  /** What steps should leave as it is. Default: nothing, so that only `farthest` bounds them. */
  readonly keep?: Keep
}

/** What is kept while pieces nestle. */
interface Keep {
  /** Who should stay beside whom. */
  readonly neighbours: Neighbours
  /** How much they count, and even areas with them, against room: 0, not at all, to 1. */
  readonly weight: number
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
/** First prices at full weight, in shares of a silhouette that lies on others: of a lost neighbour; of Σ (area ÷ target − 1)². */
const LOST = 0.1
const UNEVEN = 14
/** What should be kept of the wanted neighbours where there were more: the rest is spent on room. */
const SHARE = 0.758
/** Where there were fewer, so many more should be. */
const REGAINED = 0.01
/** How much areas may vary where they did not vary more. */
const LIMIT = 0.047
/** How fast prices rise, a round, while there is less order than should be, how fast they fall again, and how far either way. */
const RISE = 1.4
const FALL = 0.85
const RANGE = 8
/** What a step beside growing may cost at full weight. */
const WORTH = 0.2
/** A step aside where steps have prices: shorter, since short ones lose less. */
const SHORT_STEP = 0.05

/** @returns the pieces with their new sizes and places, in the same order */
export function nestlePieces(request: NestleRequest): Placed[] {
  const { width, height, outlines, overlap, farthest, fixed, mask } = request
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
  const positions = Float64Array.from(homes.flat())
  const stakes = stakesOf(request, positions, rooms)
  for (let round = 0; round < ROUNDS; round++) {
    stakes?.refresh()
    for (let at = 0; at < count; at++) {
      if (rests[at]! > 0) rests[at]!--
      else if (!fixed(at)) {
        const outline = outlines[at]!
        const piece = pieces[at]!
        lay(ground, piece, outline, -1)
        stakes?.visit(at)
        const side = Math.sqrt(rooms[at]!)
        const home = homes[at]!
        const next = better(ground, piece, samples[at]!, { home, side, most: most[at]!, overlap, farthest, stakes })
        if (next === piece) rests[at] = PATIENCE
        pieces[at] = next
        if (next.x !== piece.x || next.y !== piece.y) {
          stakes?.went(next.x, next.y)
          positions[2 * at] = next.x
          positions[2 * at + 1] = next.y
        }
        lay(ground, next, outline, 1)
      }
    }
  }
  return pieces
}

/** What the steps of the visited piece cost beside room. */
interface Stakes {
  readonly refresh: () => void
  readonly visit: (piece: number) => void
  readonly price: (x: number, y: number) => number
  readonly went: (x: number, y: number) => void
  /** What growing with a step may cost. */
  readonly worth: number
}

/** Undefined where nothing is to be kept. Areas are those of the whole canvas, so in a shape they are left alone. */
function stakesOf(
  { keep, width, height, mask }: NestleRequest,
  positions: Float64Array,
  rooms: Float64Array,
): Stakes | undefined {
  if (keep === undefined || keep.weight === 0 || rooms.length < 2) return undefined
  const { neighbours, weight } = keep
  const order = orderOf(neighbours, positions)
  const evenness = mask === undefined ? evennessOf(positions, width, height, rooms) : undefined
  const share = Math.min(SHARE, order.refresh() + REGAINED)
  const limit = Math.max(LIMIT, evenness?.refresh() ?? 0)
  let lost = 1
  let uneven = 1
  const adjusted = (factor: number, isShort: boolean): number =>
    Math.min(RANGE, Math.max(1 / RANGE, factor * (isShort ? RISE : FALL)))
  return {
    refresh: () => {
      lost = adjusted(lost, order.refresh() < share)
      if (evenness !== undefined) uneven = adjusted(uneven, evenness.refresh() > limit)
    },
    visit: (piece) => {
      order.visit(piece)
      evenness?.visit(piece)
    },
    price: (x, y) => weight * (UNEVEN * uneven * (evenness?.loss(x, y) ?? 0) - LOST * lost * order.gain(x, y)),
    went: (x, y) => evenness?.went(x, y),
    worth: weight * WORTH,
  }
}

/** The ways a piece can step aside. */
const WAYS = 8
const waysX = Float64Array.from({ length: WAYS }, (_, at) => Math.cos((at * Math.PI) / 4))
const waysY = Float64Array.from({ length: WAYS }, (_, at) => Math.sin((at * Math.PI) / 4))

/** What a piece may do. */
interface Freedom {
  readonly home: readonly [x: number, y: number]
  /** Of its room. */
  readonly side: number
  /** Its longer side, at most. */
  readonly most: number
  readonly overlap: number
  readonly farthest: number
  readonly stakes: Stakes | undefined
}

/** What a piece does on its turn; the piece itself where nothing is better. */
function better(ground: Ground, piece: Placed, samples: Float64Array, freedom: Freedom): Placed {
  const { most, overlap, stakes } = freedom
  const { x, y, width, height, angle } = piece
  const now = burden(ground, x, y, width, height, angle, samples, 1)
  if (now <= overlap && Math.max(width, height) * GROWTH <= most) {
    const larger = scaled(piece, GROWTH)
    if (burden(ground, x, y, larger.width, larger.height, angle, samples, overlap) <= overlap) return larger
    const moved = aside(ground, larger, samples, freedom, overlap + (stakes?.worth ?? 0), overlap)
    if (moved !== undefined) return moved
  }
  // A step that frees it a little; where it is far too crowded, a step back in size.
  const moved = aside(ground, piece, samples, freedom, now - 0.01, 1)
  return moved ?? (now > 1.6 * overlap + 0.04 ? scaled(piece, 1 / GROWTH) : piece)
}

/**
 * The best step aside.
 * @param least what burden and price may come to together
 * @param most what the burden alone may be
 */
function aside(
  ground: Ground,
  piece: Placed,
  samples: Float64Array,
  { home: [homeX, homeY], side, farthest, stakes }: Freedom,
  least: number,
  most: number,
): Placed | undefined {
  const step = (stakes === undefined ? STEP : SHORT_STEP) * side
  const { width, height, angle } = piece
  let best = -1
  let bound = least
  for (let way = 0; way < WAYS; way++) {
    const x = piece.x + waysX[way]! * step
    const y = piece.y + waysY[way]! * step
    if (isFarther(x - homeX, y - homeY, farthest * side)) continue
    // Where little is allowed, most ways end here, before they are priced.
    const lies = most < 1 ? burden(ground, x, y, width, height, angle, samples, most) : 0
    if (lies > most) continue
    const price = stakes === undefined ? 0 : stakes.price(x, y)
    const enough = Math.min(most, bound - price)
    if (enough < lies) continue
    const weight = burden(ground, x, y, width, height, angle, samples, enough)
    if (weight > enough) continue
    bound = weight + price
    best = way
  }
  return best < 0 ? undefined : { ...piece, x: piece.x + waysX[best]! * step, y: piece.y + waysY[best]! * step }
}

/** Whether a vector is longer than that. What squares leave open, Math.hypot decides, as it always did. */
function isFarther(x: number, y: number, most: number): boolean {
  const square = x * x + y * y
  const limit = most * most
  if (square < limit * (1 - 1e-9)) return false
  return square > limit * (1 + 1e-9) || Math.hypot(x, y) > most
}

function scaled(piece: Placed, factor: number): Placed {
  return { ...piece, width: piece.width * factor, height: piece.height * factor }
}

/** The longer side that a piece may come to have. */
function largest({ width, height }: Placed, { aspect, mask }: Outline, room: number): number {
  let seen = 0
  for (let at = 0; at < mask.length; at++) if (mask[at]! >= SEEN) seen++
  const shown = seen / mask.length
  const flat = Math.min(aspect, 1 / aspect)
  const side = Math.sqrt((FULL * room) / Math.max(0.02, shown * flat))
  return Math.max(width, height, Math.min(side, LONGEST * Math.sqrt(room)))
}

function roomsOf(rooms: ArrayLike<number> | undefined, count: number, area: number): Float64Array {
  const given = Float64Array.from({ length: count }, (_, at) => rooms?.[at] ?? 1)
  const sum = given.reduce((total, room) => total + room, 0)
  return given.map((room) => (room / sum) * area)
}
