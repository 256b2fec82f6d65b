/**
 * The way of the pieces in a film: from where the map has them to their places. What the layout itself does on its way
 * (thousands of swaps) would be a flicker; this is the same beginning and the same end with a calm way between.
 */
import type { Placement } from './place.ts'
import type { Geometry } from './plan.ts'

/** Share of the film that stands still at its end, to be looked at. */
const REST = 0.12
/** Share of the rest that each piece is on its way; those more like the first set out earlier. */
const WAY = 0.6
/** Size at the beginning, where all are in a crowd. */
const SMALL = 0.55

/** @param time 0 to 1, the whole film */
export function movedTo(
  { placements, geometry }: { readonly placements: readonly Placement[]; readonly geometry: Geometry },
  time: number,
): Placement[] {
  const { room } = geometry
  const run = Math.min(1, time / (1 - REST))
  const last = Math.max(1, placements.length - 1)
  return placements.map((placement, at) => {
    const setOut = (1 - WAY) * (1 - at / last)
    const share = eased(Math.max(0, Math.min(1, (run - setOut) / WAY)))
    const [fromX, fromY] = placement.piece.from
    const size = SMALL + (1 - SMALL) * share
    return {
      ...placement,
      x: mixed(room.left + fromX * room.width, placement.x, share),
      y: mixed(room.top + fromY * room.height, placement.y, share),
      width: placement.width * size,
      height: placement.height * size,
      angle: placement.angle * share,
    }
  })
}

function mixed(from: number, to: number, share: number): number {
  return from + (to - from) * share
}

/** Begins and ends at rest: 6t⁵ − 15t⁴ + 10t³ (Perlin 2002). */
function eased(t: number): number {
  return t * t * t * (t * (6 * t - 15) + 10)
}
