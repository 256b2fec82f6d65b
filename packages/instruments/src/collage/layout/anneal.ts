/**
 * Which piece goes to which place: simulated annealing by swaps (Kirkpatrick, Gelatt and Vecchi 1983).
 *
 * The score of an arrangement is what it is judged by, the number of wanted neighbours that are among a place's 8 nearest
 * places, plus a smooth part, R² / (R² + d²) for each wanted pair at distance d, which tells distant pieces which way to
 * go and fades as it cools. The kernel's long tail lets a piece leave its surroundings for better ones, as in t-SNE;
 * what pushes pieces apart is that a place holds one.
 *
 * A swap changes only terms of the two pieces' relations, so that a proposal costs some 26 distances whatever n is.
 * Most proposals put a piece beside one it is related to, the others are near by.
 */
import type { Random } from '@reverie/recipe'
import type { Nearest } from './nearest.ts'
import { KEPT, type Relations } from './relations.ts'

/** Places and who is where. */
export interface Arrangement {
  /** [n, 2] */
  readonly sites: Float64Array
  /** Nearest sites of each site, at least 8 and at most all others. */
  readonly nearest: Nearest
  /** The site of each piece, a permutation; changed in place. */
  readonly siteOf: Int32Array
  /** Pieces that may not move, by piece: 1 for those. */
  readonly locked: Uint8Array
  /** Area that the sites are spread over. */
  readonly area: number
}

/** How hot it starts and ends, in wanted neighbours; the smooth part's weight at both ends. */
export interface Schedule {
  readonly proposals: number
  readonly temperatures: readonly [number, number]
  readonly smooth: readonly [number, number]
}

/** Swaps between looks at the clock or the screen. */
const SLICE = 4096
/** The kernel's radius R, in mean distances of the sites. */
const REACH = 1.6

/**
 * Anneals, in place.
 * @yields the share of the work done, every `SLICE` proposals
 */
export function* anneal(
  relations: Relations,
  arrangement: Arrangement,
  schedule: Schedule,
  random: Random,
): Generator<number, void, void> {
  const { sites, nearest, siteOf, locked, area } = arrangement
  const { first, other, wish, count } = relations
  const { k } = nearest
  const x = new Float64Array(count)
  const y = new Float64Array(count)
  // Squared distance to the 8th nearest place: what is not farther is among the 8, ties included.
  const reach = new Float64Array(count)
  const pieceAt = new Int32Array(count)
  // Of each piece: x, y and reach of its place, side by side, since they are read together and at random.
  const placed = new Float64Array(4 * count)
  const put = (piece: number, site: number): void => {
    siteOf[piece] = site
    pieceAt[site] = piece
    placed[4 * piece] = x[site]!
    placed[4 * piece + 1] = y[site]!
    placed[4 * piece + 2] = reach[site]!
  }
  for (let site = 0; site < count; site++) {
    x[site] = sites[2 * site]!
    y[site] = sites[2 * site + 1]!
    reach[site] = nearest.squares[site * k + Math.min(k, KEPT) - 1]! * (1 + 1e-9)
  }
  for (let piece = 0; piece < count; piece++) put(piece, siteOf[piece]!)
  const radius = (REACH * REACH * area) / count
  const { proposals, temperatures, smooth } = schedule
  let temperature = temperatures[0]
  let smoothness = smooth[0]

  /** What a move of a piece is worth, leaving out the pair with `partner`, which swaps with it. */
  const worth = (piece: number, partner: number, from: number, to: number): number => {
    const fromX = x[from]!
    const fromY = y[from]!
    const toX = x[to]!
    const toY = y[to]!
    const fromReach = reach[from]!
    const toReach = reach[to]!
    let sum = 0
    let hits = 0
    for (let at = first[piece]!, end = first[piece + 1]!; at < end; at++) {
      const friend = other[at]!
      if (friend === partner) continue
      const friendX = placed[4 * friend]!
      const friendY = placed[4 * friend + 1]!
      const old = (fromX - friendX) * (fromX - friendX) + (fromY - friendY) * (fromY - friendY)
      const now = (toX - friendX) * (toX - friendX) + (toY - friendY) * (toY - friendY)
      const kind = wish[at]!
      const pull = (old - now) / ((radius + old) * (radius + now))
      sum += kind === 3 ? pull + pull : pull
      // Which way these go is hard to foresee, so they are counted without branches.
      const friendReach = placed[4 * friend + 2]!
      hits += (kind & 1) * (Number(now <= toReach) - Number(old <= fromReach))
      hits += (kind >> 1) * (Number(now <= friendReach) - Number(old <= friendReach))
    }
    return smoothness * radius * sum + hits
  }

  for (let proposal = 0; proposal < proposals; proposal++) {
    if (proposal % SLICE === 0) {
      const share = proposal / proposals
      if (proposal > 0) yield share
      temperature = temperatures[0] * (temperatures[1] / temperatures[0]) ** share
      smoothness = smooth[0] + (smooth[1] - smooth[0]) * share
    }
    const piece = Math.floor(random.next() * count)
    const from = siteOf[piece]!
    const degree = first[piece + 1]! - first[piece]!
    const draw = random.next()
    const beside =
      degree > 0 && draw < 0.6 ? siteOf[other[first[piece]! + Math.floor((draw / 0.6) * degree)]!]! : from
    const to = nearest.indices[beside * k + Math.floor(random.next() * (beside === from ? k : Math.min(k, KEPT)))]!
    const partner = to < 0 ? piece : pieceAt[to]!
    if (partner === piece || locked[piece] !== 0 || locked[partner] !== 0) continue
    const gain = worth(piece, partner, from, to) + worth(partner, piece, to, from)
    if (gain >= 0 || random.next() < Math.exp(gain / temperature)) {
      put(piece, to)
      put(partner, from)
    }
  }
}
