import type { MapLayout } from '../collection.ts'
import type { Piece } from '../piece.ts'
import { barsOf } from './groups.ts'

/**
 * Pieces by year, from left to right, those without one last: each year a bar as high as it has pieces. Years without
 * pieces are left out.
 * @param map which the pieces of a year follow, so that like is by like
 * @returns undefined when no piece has a year
 */
export function timeLayout(pieces: readonly Pick<Piece, 'year'>[], map?: MapLayout): MapLayout | undefined {
  if (pieces.every(({ year }) => year === null)) return undefined
  const byYear = new Map<number, number[]>()
  for (const [piece, { year }] of pieces.entries()) {
    const group = byYear.get(year ?? Infinity)
    if (group === undefined) byYear.set(year ?? Infinity, [piece])
    else group.push(piece)
  }
  const groups = [...byYear]
    .sort(([left], [right]) => left - right)
    .map(([year, members]) => ({ text: year === Infinity ? 'no year' : String(year), pieces: members }))
  return barsOf(groups, { kind: 'time', count: pieces.length, map })
}
