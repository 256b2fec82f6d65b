/**
 * What a step of one piece does to the neighbours that are kept, exactly: its own 8 nearest change, and it enters or
 * leaves the 8 nearest of those around it, where it takes the place of another or gives way to one.
 *
 * Only the nearest `WATCHED` of a piece can be concerned by its small steps. For each of them it is noted once a visit where
 * its 8 end without the visitor, and who is the last; then a step costs one distance for each. Who is how near is kept in
 * order for every piece: when a piece has gone, its own distances are measured again, and one in each list that it is on.
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
 * @param positions [n, 2]; between looks at all, only the piece that was visited last may have gone elsewhere
 */
export function orderOf(wanted: Neighbours, positions: Float64Array): Order {
  const count = positions.length / 2
  const used = Math.min(KEPT, wanted.k)
  const k = Math.min(WATCHED, count - 1)
  const last = Math.min(KEPT, k) - 1
  // Of each piece those around it, and their squared distances; once pieces have gone, in order by `ranks`.
  let { indices: around, squares: gaps } = nearestPoints(positions, k)
  const ranks = new Uint8Array(count * k)
  // Those that have piece i around them: at `first[i] … first[i + 1] − 1`, as places on the lists.
  const first = new Int32Array(count + 1)
  const listed = new Int32Array(count * k)
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
  // Where the visited piece was when it came.
  let oldX = 0
  let oldY = 0

  const wants = (one: number, other: number): number => {
    for (let at = one * wanted.k, end = at + used; at < end; at++) if (wanted.indices[at] === other) return 1
    return 0
  }

  const list = (): void => {
    first.fill(0)
    for (let at = 0; at < around.length; at++) {
      ranks[at] = at % k
      first[around[at]!]!++
    }
    for (let one = 0; one < count; one++) first[one + 1]! += first[one]!
    for (let at = 0; at < around.length; at++) listed[--first[around[at]!]!] = at
  }
  list()

  const isBefore = (one: number, two: number): boolean =>
    gaps[one]! < gaps[two]! || (gaps[one] === gaps[two] && one < two)

  /** Puts one place on a list where it belongs, when its distance is another or none behind it is in order. */
  const sort = (start: number, from: number): void => {
    const rank = ranks[start + from]!
    let slot = from
    for (; slot > 0 && isBefore(start + rank, start + ranks[start + slot - 1]!); slot--) {
      ranks[start + slot] = ranks[start + slot - 1]!
    }
    ranks[start + slot] = rank
  }

  const gap = (one: number, other: number): number => {
    const dx = positions[2 * other]! - positions[2 * one]!
    const dy = positions[2 * other + 1]! - positions[2 * one + 1]!
    return dx * dx + dy * dy
  }

  /** The visited piece has gone elsewhere. */
  const follow = (): void => {
    const start = piece * k
    for (let at = start; at < start + k; at++) gaps[at] = gap(piece, around[at]!)
    for (let from = 1; from < k; from++) sort(start, from)
    for (let at = first[piece]!, end = first[piece + 1]!; at < end; at++) {
      const place = listed[at]!
      const other = Math.floor(place / k)
      const line = other * k
      gaps[place] = gap(other, piece)
      let slot = 0
      while (ranks[line + slot] !== place - line) slot++
      // Nearer than before: forwards. Farther: those behind it go forwards past it.
      sort(line, slot)
      for (let next = slot + 1; next < k && isBefore(line + ranks[line + next]!, place); next++) sort(line, next)
    }
  }

  const look = (at: number): void => {
    const one = around[piece * k + at]!
    const start = one * k
    // The 8th but for the visitor. Where there are too few, none.
    let slot = 0
    for (; slot <= last && slot < k; slot++) if (around[start + ranks[start + slot]!] === piece) break
    const end = slot <= last ? last + 1 : last
    const place = end < k ? start + ranks[start + end]! : -1
    xs[at] = positions[2 * one]!
    ys[at] = positions[2 * one + 1]!
    edges[at] = place < 0 ? Infinity : gaps[place]!
    within[at] = wants(one, piece)
    beyond[at] = place < 0 ? 0 : wants(one, around[place]!)
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
      ;({ indices: around, squares: gaps } = nearestPoints(positions, k))
      list()
      let kept = 0
      for (let one = 0; one < count; one++) {
        for (let rank = 0; rank <= last; rank++) kept += wants(one, around[one * k + rank]!)
      }
      return all === 0 ? 1 : kept / all
    },
    visit: (visited) => {
      if (positions[2 * piece] !== oldX || positions[2 * piece + 1] !== oldY) follow()
      piece = visited
      oldX = positions[2 * piece]!
      oldY = positions[2 * piece + 1]!
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
