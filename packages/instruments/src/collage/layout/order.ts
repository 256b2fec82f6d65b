/**
 * What a step of one piece does to the neighbours that are kept, exactly: its own 8 nearest change, and it enters or
 * leaves the 8 nearest of those around it, where it takes the place of another or gives way to one.
 *
 * Only the nearest `WATCHED` of a piece can be concerned by its small steps. For each of them it is noted once a visit where
 * its 8 end without the visitor, and who is the last; then a step costs one distance for each.
 */
import { nearestPoints } from './nearest.ts'
import { KEPT, type Neighbours } from './relations.ts'

/** Pieces around one that its steps can concern. */
const WATCHED = 20

/** Kept neighbours around one piece at a time. */
export interface Order {
  /** Looks anew who is around whom, after many steps. @returns the share of the wanted neighbours that is kept */
  readonly refresh: () => number
  /** The piece that is asked about from now on. */
  readonly visit: (piece: number) => void
  /** How many more wanted neighbours would be kept if the visited piece were there; negative where they are lost. */
  readonly gain: (x: number, y: number) => number
}

/**
 * Watches places that change.
 * @param wanted who should be beside whom
 * @param positions [n, 2], read at each visit
 */
export function orderOf(wanted: Neighbours, positions: Float64Array): Order {
  const count = positions.length / 2
  const used = Math.min(KEPT, wanted.k)
  const k = Math.min(WATCHED, count - 1)
  const last = Math.min(KEPT, k) - 1
  let around = nearestPoints(positions, k).indices
  const all = wanted.indices.reduce((sum, other, at) => sum + (at % wanted.k < used && other >= 0 ? 1 : 0), 0)
  let piece = 0
  let isReady = false
  let now = 0
  // Of each piece around the visited one: the square of the distance at which its nearest end, how many wanted it has there
  // of the two that there is one place for, and whether the visited one wants it.
  const edges = new Float64Array(k)
  const within = new Uint8Array(k)
  const beyond = new Uint8Array(k)
  const mine = new Uint8Array(k)
  const squares = new Float64Array(k)
  const xs = new Float64Array(k)
  const ys = new Float64Array(k)
  const sorted = new Float64Array(last + 1)
  const nearest = new Float64Array(last + 1)
  const who = new Int32Array(last + 1)

  const wants = (one: number, other: number): number => {
    for (let at = one * wanted.k, end = at + used; at < end; at++) if (wanted.indices[at] === other) return 1
    return 0
  }

  const look = (at: number): void => {
    const one = around[piece * k + at]!
    const x = positions[2 * one]!
    const y = positions[2 * one + 1]!
    nearest.fill(Infinity)
    who.fill(-1)
    for (let rank = one * k, end = rank + k; rank < end; rank++) {
      const other = around[rank]!
      if (other === piece) continue
      const dx = positions[2 * other]! - x
      const dy = positions[2 * other + 1]! - y
      const square = dx * dx + dy * dy
      let slot = last
      if (square >= nearest[slot]!) continue
      for (; slot > 0 && square < nearest[slot - 1]!; slot--) {
        nearest[slot] = nearest[slot - 1]!
        who[slot] = who[slot - 1]!
      }
      nearest[slot] = square
      who[slot] = other
    }
    xs[at] = x
    ys[at] = y
    edges[at] = nearest[last]!
    within[at] = wants(one, piece)
    beyond[at] = who[last]! < 0 ? 0 : wants(one, who[last]!)
    mine[at] = wants(piece, one)
  }

  const keptAt = (x: number, y: number): number => {
    let kept = 0
    sorted.fill(Infinity)
    for (let at = 0; at < k; at++) {
      const dx = xs[at]! - x
      const dy = ys[at]! - y
      const square = dx * dx + dy * dy
      squares[at] = square
      kept += square < edges[at]! ? within[at]! : beyond[at]!
      if (square >= sorted[last]!) continue
      let slot = last
      for (; slot > 0 && square < sorted[slot - 1]!; slot--) sorted[slot] = sorted[slot - 1]!
      sorted[slot] = square
    }
    for (let at = 0; at < k; at++) if (mine[at] !== 0 && squares[at]! <= sorted[last]!) kept++
    return kept
  }

  return {
    refresh: () => {
      around = nearestPoints(positions, k).indices
      let kept = 0
      for (let one = 0; one < count; one++) {
        for (let rank = 0; rank <= last; rank++) kept += wants(one, around[one * k + rank]!)
      }
      return all === 0 ? 1 : kept / all
    },
    visit: (visited) => {
      piece = visited
      isReady = false
    },
    gain: (x, y) => {
      // Most visits end without a step that is worth asking about.
      if (!isReady) {
        for (let at = 0; at < k; at++) look(at)
        now = keptAt(positions[2 * piece]!, positions[2 * piece + 1]!)
        isReady = true
      }
      return keptAt(x, y) - now
    },
  }
}
