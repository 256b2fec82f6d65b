import type { MapLayout } from '../collection.ts'
import type { Piece } from '../piece.ts'
import { blocksOf } from './groups.ts'

/** A tag that more of the pieces have says what the collection is, not what sets pieces apart. */
const COMMON = 0.5

/**
 * Pieces by their most frequent tags, largest group first. A tag becomes a group when it is the most frequent among the
 * pieces that are in none yet, so that groups overlap little; a piece with several of the groups' tags is where the
 * rarest of them is. What has none of them stands last.
 * @param map which the pieces of a group follow, so that like is by like
 * @param most groups at most
 * @returns undefined when no piece has a tag
 */
export function tagLayout(
  pieces: readonly Pick<Piece, 'tags'>[],
  map?: MapLayout,
  most = 40,
): MapLayout | undefined {
  const members = new Map<string, number[]>()
  for (const [piece, { tags }] of pieces.entries()) {
    for (const tag of new Set(tags)) {
      const group = members.get(tag)
      if (group === undefined) members.set(tag, [piece])
      else group.push(piece)
    }
  }
  if (members.size === 0) return undefined
  const chosen = mostFrequent(members, pieces.length, most)
  const rarity = new Map([...chosen].map((tag) => [tag, members.get(tag)!.length]))
  const groups = new Map<string, number[]>([...chosen].map((tag) => [tag, []]))
  const rest: number[] = []
  for (const [piece, { tags }] of pieces.entries()) {
    const own = tags.filter((tag) => chosen.has(tag))
    const tag = own.sort((left, right) => rarity.get(left)! - rarity.get(right)! || (left < right ? -1 : 1))[0]
    if (tag === undefined) rest.push(piece)
    else groups.get(tag)!.push(piece)
  }
  const filled = [...groups]
    .filter(([, group]) => group.length > 0)
    .sort(([, left], [, right]) => right.length - left.length)
    .map(([text, group]) => ({ text, pieces: group }))
  const all = rest.length > 0 ? [...filled, { text: 'others', pieces: rest }] : filled
  return blocksOf(all, { kind: 'tags', count: pieces.length, map })
}

/** Tags, each the most frequent among the pieces that have none of those before. Equal ones by the alphabet. */
function mostFrequent(members: ReadonlyMap<string, readonly number[]>, count: number, most: number): Set<string> {
  const few = new Map([...members].filter(([, group]) => group.length <= COMMON * count))
  const open = few.size > 0 ? few : members
  const candidates = [...open.keys()].sort()
  const uncovered = new Uint8Array(count).fill(1)
  const left = new Map(candidates.map((tag) => [tag, open.get(tag)!.length]))
  const chosen = new Set<string>()
  while (chosen.size < most) {
    let best: string | undefined
    let frequency = 0
    // Counts only fall as pieces are covered: one that is too small already need not be counted again.
    for (const tag of candidates) {
      if (left.get(tag)! <= frequency) continue
      const now = open.get(tag)!.reduce((sum, piece) => sum + uncovered[piece]!, 0)
      left.set(tag, now)
      if (now <= frequency) continue
      frequency = now
      best = tag
    }
    if (best === undefined) break
    chosen.add(best)
    for (const piece of open.get(best)!) uncovered[piece] = 0
  }
  return chosen
}
