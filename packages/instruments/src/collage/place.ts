/** From a collage's state to pictures on its canvas, in pixels. */
import { createRandom } from '@reverie/recipe'
import { nestlePieces, packPieces, type Mask, type Outline, type Placed } from './layout/index.ts'
import type { Geometry } from './plan.ts'
import type { CollageParameters } from './params.ts'
import { wantedOf, type CollageState, type StatePiece } from './state.ts'
import { roomsOf } from './weights.ts'

/** The size of pieces at which they nestle; at other ones all are larger or smaller alike. */
const NOMINAL = 0.97
/** How far pieces leave their places where they nestle most, in sides of their rooms. */
const FARTHEST = 0.42
/** Samples along a side of a silhouette. */
const GRID = 32

/** A piece as it is drawn. */
export interface Placement extends Placed {
  readonly piece: StatePiece
}

/**
 * Sizes, turns and the order of the pieces, in pixels of the whole picture.
 * @param seed what tilts are drawn from, by the piece: a piece keeps its tilt when others come and go
 * @returns from back to front
 */
export function placementsOf(
  state: CollageState,
  parameters: CollageParameters,
  { room }: Geometry,
  seed: number,
  mask?: Mask,
): Placement[] {
  const { pieces, hero } = state
  if (pieces.length === 0) return []
  const front = hero === undefined ? -1 : pieces.findIndex(({ id }) => id === hero)
  const { overlap, turn, scale, sizes, cut } = parameters
  const outlines = pieces.map(({ outline }) => (cut === 'circle' && isOpaque(outline) ? discIn(outline) : outline))
  const canvas = { width: room.width, height: room.height, outlines, ...(mask && { mask }) }
  const packing = packPieces({
    ...canvas,
    positions: pieces.flatMap(({ x, y }) => [x * room.width, y * room.height]),
    turn,
    overrun: overlap,
    hero: front < 0 ? pieces.length : front,
  })
  const neighbours = wantedOf(pieces)
  const nestled = nestlePieces({
    ...canvas,
    pieces: packing.pieces,
    rooms: roomsOf(
      sizes,
      pieces.map(({ likeness }) => likeness),
      front < 0 ? undefined : front,
    ),
    overlap,
    farthest: FARTHEST * parameters.nestle,
    ...(neighbours && { keep: { neighbours, weight: 1 - parameters.nestle } }),
    // What is cut to its cell has no silhouette of its own.
    fixed: (at) => pieces[at]!.locked || (cut === 'cell' && isOpaque(outlines[at]!)),
  })
  return orderOf(nestled, front).map((at): Placement => {
    const piece = pieces[at]!
    const placed = nestled[at]!
    const size = (scale / NOMINAL) * piece.factor
    const chance = createRandom((seed ^ Number.parseInt(piece.id.slice(0, 8), 16)) >>> 0).next()
    const angle = placed.angle + piece.degrees + parameters.tilt * (2 * chance - 1)
    const { width, height } = placed
    return {
      ...placed,
      x: placed.x + room.left,
      y: placed.y + room.top,
      width: width * size,
      height: height * size,
      angle,
      piece,
    }
  })
}

/** From back to front: small ones would vanish behind large ones. The hero is in front of all. */
function orderOf(placed: readonly Placed[], front: number): number[] {
  const size = (at: number): number => (at === front ? 0 : placed[at]!.width * placed[at]!.height)
  return [...placed.keys()].sort((one, other) => size(other) - size(one) || other - one)
}

/** Whether nothing of a picture is transparent. */
export function isOpaque({ mask }: Outline): boolean {
  return mask.every((value) => value === 255)
}

/** The largest disc in a picture's middle. */
function discIn({ aspect }: Outline): Outline {
  const mask = Uint8Array.from({ length: GRID * GRID }, (_, at) => {
    const u = (((at % GRID) + 0.5) / GRID - 0.5) * Math.max(1, aspect)
    const v = ((Math.floor(at / GRID) + 0.5) / GRID - 0.5) * Math.max(1, 1 / aspect)
    return u * u + v * v <= 0.25 ? 255 : 0
  })
  return { aspect, mask }
}
