/** Pieces that show the same: what a perceptual hash holds for alike and the imprints do not contradict. */
import type { Imprints } from '../collection.ts'
import type { Piece } from '../piece.ts'
import { indexHashes } from './hash-index.ts'

/** How near is the same. */
export interface DuplicateOptions {
  /** Bits of 64 in which the hashes may differ, 0…15. Default 4. */
  readonly bits?: number
  /** 1 − cosine of the imprints at most, 0…2. Default 0.2. */
  readonly distance?: number
}

/**
 * Of pieces of openclipart that were saved again (WebP at quality 70, 32 colours, a tenth brighter) nine in ten differ in up
 * to 2, 0 and 6 bits and by up to 0.04; different cards of a deck begin at both 4 bits and 0.1.
 */
const BITS = 4
const DISTANCE = 0.2
/** Pieces of one hash are compared with so many of it at most; what is left over stands alone. */
const LEADERS = 64

/**
 * Groups of pieces that are copies of each other but for size, format, retouching. The hash forgives colours, so that
 * flags and suits of cards would fall together: the imprints tell those apart. Pictures of one brightness have no hash
 * and are in no group.
 * @param pieces in the order of the imprints
 * @returns rows of each group, at least two, ascending; groups by their first row
 */
export function nearDuplicates(
  pieces: readonly Pick<Piece, 'phash'>[],
  imprints: Imprints,
  { bits = BITS, distance = DISTANCE }: DuplicateOptions = {},
): number[][] {
  const groupOf = Int32Array.from(pieces, (_, row) => row)
  const root = (row: number): number => {
    let at = row
    while (groupOf[at] !== at) at = groupOf[at] = groupOf[groupOf[at] as number] as number
    return at
  }
  const join = (left: number, right: number): void => {
    const [low, high] = [root(left), root(right)].toSorted((a, b) => a - b) as [number, number]
    groupOf[high] = low
  }
  const alike = (left: number, right: number): boolean => cosineDistance(imprints, left, right) <= distance

  const byHash = new Map<bigint, number[]>()
  pieces.forEach(({ phash }, row) => {
    if (phash === 0n) return
    const leaders = byHash.get(phash) ?? []
    const leader = leaders.find((other) => alike(other, row))
    if (leader !== undefined) join(leader, row)
    else if (leaders.length < LEADERS) leaders.push(row)
    byHash.set(phash, leaders)
  })
  const hashes = [...byHash.keys()]
  indexHashes(hashes, bits).pairs((left, right) => {
    for (const one of byHash.get(hashes[left]!)!)
      for (const other of byHash.get(hashes[right]!)!) if (alike(one, other)) join(one, other)
  })

  const groups = new Map<number, number[]>()
  groupOf.forEach((_, row) => {
    const first = root(row)
    groups.set(first, [...(groups.get(first) ?? []), row])
  })
  return [...groups.values()].filter((rows) => rows.length > 1)
}

/** 1 − cosine of two rows, 0…2. */
function cosineDistance({ dimensions, vectors }: Imprints, left: number, right: number): number {
  let cosine = 0
  for (let at = 0; at < dimensions; at++)
    cosine += (vectors[left * dimensions + at] as number) * (vectors[right * dimensions + at] as number)
  return Math.max(0, 1 - cosine)
}
