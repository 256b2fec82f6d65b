import type { MapLayout } from '../collection.ts'
import type { Piece } from '../piece.ts'
import { blocksOf } from './groups.ts'

/** A tag that more of the pieces have says what the collection is, not what sets pieces apart. */
const COMMON = 0.5
/** A tag of fewer pieces makes no group. */
const FEW = 3

/**
 * Pieces by their most frequent tags, the largest group first. A piece with several of those is where the rarest of them
 * is: birds are among the birds, and with the other animals only what nothing closer is said of. What has none of them
 * stands last.
 * @param map which the pieces of a group follow, so that like is by like
 * @param most groups at most
 * @returns undefined when no piece has a tag
 */
export function tagLayout(
  pieces: readonly Pick<Piece, 'tags'>[],
  map?: MapLayout,
  most = 40,
): MapLayout | undefined {
  const counts = new Map<string, number>()
  for (const { tags } of pieces) for (const tag of new Set(tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1)
  if (counts.size === 0) return undefined
  const frequent = [...counts]
    .filter(([, count]) => count >= FEW && count <= COMMON * pieces.length)
    .sort(([tag, count], [other, others]) => others - count || (tag < other ? -1 : 1))
    .slice(0, most)
  const rank = new Map(frequent.map(([tag], at) => [tag, at]))
  const groups = frequent.map(([text]) => ({ text, pieces: [] as number[] }))
  const rest: number[] = []
  for (const [piece, { tags }] of pieces.entries()) {
    const rarest = tags.reduce((last, tag) => Math.max(last, rank.get(tag) ?? -1), -1)
    const members = groups[rarest]?.pieces ?? rest
    members.push(piece)
  }
  const filled = groups
    .filter(({ pieces: members }) => members.length > 0)
    .sort((left, right) => right.pieces.length - left.pieces.length)
  const all = rest.length > 0 ? [...filled, { text: 'others', pieces: rest }] : filled
  return blocksOf(all, { kind: 'tags', count: pieces.length, map })
}
