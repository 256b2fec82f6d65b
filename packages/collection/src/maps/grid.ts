/**
 * A grid without gaps or overlaps on which what is alike is near.
 *
 * 1. Map and grid are halved alike, again and again, along the grid's longer side, so that left stays left and top stays
 *    top: every piece has a cell, far ones far apart. In n log² n.
 * 2. Pieces swap cells where that brings them nearer to their neighbours (the lists', not the map's, which has torn some
 *    apart). What a swap is worth is the change of R² / (R² + d²) over both pieces' relations: its long tail lets a
 *    piece leave a wrong district, as in t-SNE, and that a cell holds one keeps districts apart. Proposals put a piece
 *    beside one of its neighbours; a few bad swaps are taken at first (Kirkpatrick, Gelatt and Vecchi 1983). A proposal
 *    costs some 50 distances whatever n is.
 */
import { createRandom } from '@reverie/recipe'
import type { MapLayout, NeighbourLists } from '../collection.ts'
import { breath, type MapOptions } from './embedding.ts'
import { halveAlike } from './halve.ts'
import { latticeFor, layoutOnLattice, type Lattice } from './lattice.ts'

/** How a grid is made. */
export interface GridOptions extends MapOptions {
  /** Width ÷ height, 0.1…10; default 1.5. */
  readonly aspect?: number
  /** Proposed swaps a piece; default 120. None leaves the map's order alone. */
  readonly swaps?: number
}

/** Neighbours of a piece that count. */
const NEIGHBOURS = 8
/** The kernel's radius R, in cells. */
const REACH = 2
const TEMPERATURES = [0.3, 0.01] as const
/** Proposals between looks at the clock. */
const SLICE = 4096
const MILLISECONDS = 100

/**
 * A grid from a map and neighbour lists; 50,000 pieces take seconds.
 * @param map a free layout of the same pieces
 * @throws the signal's reason
 */
export async function gridLayout(
  map: MapLayout,
  lists: NeighbourLists,
  options: GridOptions = {},
): Promise<MapLayout> {
  const { aspect = 1.5, swaps = 120, seed = 0, signal, onProgress } = options
  signal?.throwIfAborted()
  const lattice = latticeFor(lists.count, aspect)
  const cellOf = new Int32Array(lists.count)
  // Cells by row; those that are left over are at the end of the last.
  const all = Int32Array.from(cellOf, (_, at) => at)
  halveAlike(map.positions, all, lattice, all, cellOf)
  const layout = (): MapLayout => layoutOnLattice('grid', lattice, cellOf)
  let last = performance.now()
  for (const share of swapNearer(relationsOf(lists), cellOf, lattice, swaps, seed)) {
    if (performance.now() - last < MILLISECONDS) continue
    onProgress?.({ share, layout })
    await breath()
    signal?.throwIfAborted()
    last = performance.now()
  }
  onProgress?.({ share: 1, layout })
  return layout()
}

/** Who is related to whom, either way; those of piece p are `other[first[p] … first[p + 1] − 1]`, mutual ones twice. */
interface Relations {
  readonly first: Int32Array
  readonly other: Int32Array
}

function relationsOf({ count, k, indices }: NeighbourLists): Relations {
  const used = Math.min(NEIGHBOURS, k)
  const first = new Int32Array(count + 1)
  for (let piece = 0; piece < count; piece++) {
    first[piece + 1]! += used
    for (let at = 0; at < used; at++) first[indices[piece * k + at]! + 1]!++
  }
  for (let piece = 0; piece < count; piece++) first[piece + 1]! += first[piece]!
  const next = first.slice(0, -1)
  const other = new Int32Array(first[count]!)
  for (let piece = 0; piece < count; piece++) {
    for (let at = 0; at < used; at++) {
      const friend = indices[piece * k + at]!
      other[next[piece]!++] = friend
      other[next[friend]!++] = piece
    }
  }
  return { first, other }
}

/** Swaps, in place. @yields the share of the work done */
function* swapNearer(
  { first, other }: Relations,
  cellOf: Int32Array,
  { columns, rows }: Lattice,
  swaps: number,
  seed: number,
): Generator<number, void, void> {
  const count = cellOf.length
  const random = createRandom(seed)
  const pieceAt = new Int32Array(columns * rows).fill(-1)
  const x = new Int32Array(count)
  const y = new Int32Array(count)
  const put = (piece: number, cell: number): void => {
    cellOf[piece] = cell
    pieceAt[cell] = piece
    x[piece] = cell % columns
    y[piece] = Math.floor(cell / columns)
  }
  for (let piece = 0; piece < count; piece++) put(piece, cellOf[piece]!)
  const square = REACH * REACH
  /** What a move of a piece is worth; the pair with the one that it swaps with stays as far apart as it was. */
  const worth = (piece: number, partner: number, toX: number, toY: number): number => {
    const fromX = x[piece]!
    const fromY = y[piece]!
    let sum = 0
    for (let at = first[piece]!, end = first[piece + 1]!; at < end; at++) {
      const friend = other[at]!
      if (friend === partner) continue
      const friendX = x[friend]!
      const friendY = y[friend]!
      const old = (fromX - friendX) * (fromX - friendX) + (fromY - friendY) * (fromY - friendY)
      const now = (toX - friendX) * (toX - friendX) + (toY - friendY) * (toY - friendY)
      sum += (old - now) / ((square + old) * (square + now))
    }
    return square * sum
  }
  const proposals = first[count] === 0 ? 0 : swaps * count
  let temperature: number = TEMPERATURES[0]
  for (let proposal = 0; proposal < proposals; proposal++) {
    if (proposal % SLICE === 0) {
      const share = proposal / proposals
      if (proposal > 0) yield share
      temperature = TEMPERATURES[0] * (TEMPERATURES[1] / TEMPERATURES[0]) ** share
    }
    const piece = Math.floor(random.next() * count)
    const friend = other[first[piece]! + Math.floor(random.next() * (first[piece + 1]! - first[piece]!))]!
    // One of the 24 cells about the friend's.
    const toX = x[friend]! + Math.floor(random.next() * 5) - 2
    const toY = y[friend]! + Math.floor(random.next() * 5) - 2
    if (toX < 0 || toY < 0 || toX >= columns || toY >= rows) continue
    const to = toY * columns + toX
    const partner = pieceAt[to]!
    if (partner < 0 || partner === piece) continue
    const gain = worth(piece, partner, toX, toY) + worth(partner, piece, x[piece]!, y[piece]!)
    if (gain >= 0 || random.next() < Math.exp(gain / temperature)) {
      const from = cellOf[piece]!
      put(piece, to)
      put(partner, from)
    }
  }
}
