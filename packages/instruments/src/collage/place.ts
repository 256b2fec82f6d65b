/** From a collage's state to pictures on its canvas, in pixels. */
import { createRandom } from '@reverie/recipe'
import { packPieces, type Mask, type Placed } from './layout/index.ts'
import type { Geometry } from './plan.ts'
import type { CollageParameters } from './params.ts'
import type { CollageState, StatePiece } from './state.ts'

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
  const { overlap, turn, scale, tilt } = parameters
  const packing = packPieces({
    positions: pieces.flatMap(({ x, y }) => [x * room.width, y * room.height]),
    width: room.width,
    height: room.height,
    outlines: pieces.map(({ outline }) => outline),
    size: scale,
    turn,
    overrun: overlap,
    factors: pieces.map(({ factor }) => factor),
    hero: front < 0 ? pieces.length : front,
    ...(mask && { mask }),
  })
  return Array.from(packing.order, (at): Placement => {
    const piece = pieces[at]!
    const placed = packing.pieces[at]!
    const chance = createRandom((seed ^ Number.parseInt(piece.id.slice(0, 8), 16)) >>> 0).next()
    const angle = placed.angle + piece.degrees + (tilt === 0 ? 0 : tilt * (2 * chance - 1))
    return { ...placed, x: placed.x + room.left, y: placed.y + room.top, angle, piece }
  })
}
