/** Groups of pieces on a lattice, with their words: bars side by side, or blocks on shelves. */
import type { MapLayout } from '../collection.ts'
import { halveAlike } from './halve.ts'
import { layoutOnLattice, type CellLabel, type Lattice } from './lattice.ts'

/** Pieces that stand together. */
export interface Group {
  readonly text: string
  readonly pieces: readonly number[]
}

/** What stands beside the groups. */
interface Around {
  readonly kind: string
  /** Of all pieces, each of which is in one group. */
  readonly count: number
  /** A map on which like is by like, which a group's pieces follow; without, they are in the collection's order. */
  readonly map: MapLayout | undefined
}

/** How much wider than high the whole is to be. */
const ASPECT = 1.6

/**
 * Bars that stand on one line, a free column between two, their words beneath. All may be as high as the highest; what
 * does not fit makes a bar wider.
 */
export function barsOf(groups: readonly Group[], around: Around): MapLayout {
  const rows = leastWhere(largestOf(groups), (rows) => {
    const width = groups.reduce((sum, { pieces }) => sum + Math.ceil(pieces.length / rows) + 1, -1)
    return width <= ASPECT * rows
  })
  const widths = groups.map(({ pieces }) => Math.ceil(pieces.length / rows))
  const columns = Math.max(
    1,
    widths.reduce((sum, width) => sum + width + 1, -1),
  )
  const blocks: Block[] = []
  const labels: CellLabel[] = []
  let left = 0
  for (const [group, { text, pieces }] of groups.entries()) {
    const width = widths[group]!
    const cells = pieces.map((_, at) => (rows - 1 - Math.floor(at / width)) * columns + left + (at % width))
    blocks.push({ pieces, cells })
    labels.push({ text, column: left + width / 2, row: rows + 1 })
    left += width + 1
  }
  return fill(blocks, { columns, rows: rows + 1 }, labels, around)
}

/** Free rows above a block, for its words, and free columns beside it. */
const GAP = 1

/** Square blocks in rows, like books on shelves, in their order; words above each. */
export function blocksOf(groups: readonly Group[], around: Around): MapLayout {
  const sides = groups.map(({ pieces }) => Math.ceil(Math.sqrt(pieces.length)))
  const shelves = (columns: number): { places: { left: number; top: number }[]; rows: number } => {
    const places: { left: number; top: number }[] = []
    let [left, top, high] = [0, 0, 0]
    for (const side of sides) {
      if (left > 0 && left + side > columns) {
        top += high + GAP
        left = 0
        high = 0
      }
      places.push({ left, top: top + GAP })
      left += side + GAP
      high = Math.max(high, side + GAP)
    }
    return { places, rows: top + high }
  }
  const widest = Math.max(1, ...sides)
  const all = sides.reduce((sum, side) => sum + side + GAP, 0)
  const columns = leastWhere(all, (columns) => columns >= widest && columns >= ASPECT * shelves(columns).rows)
  const { places, rows } = shelves(columns)
  const blocks: Block[] = []
  const labels: CellLabel[] = []
  for (const [group, { text, pieces }] of groups.entries()) {
    const { left, top } = places[group]!
    const side = sides[group]!
    const cells = pieces.map((_, at) => (top + Math.floor(at / side)) * columns + left + (at % side))
    blocks.push({ pieces, cells })
    labels.push({ text, column: left + side / 2, row: top })
  }
  return fill(blocks, { columns, rows }, labels, around)
}

interface Block {
  readonly pieces: readonly number[]
  readonly cells: readonly number[]
}

function fill(
  blocks: readonly Block[],
  lattice: Lattice,
  labels: readonly CellLabel[],
  { kind, count, map }: Around,
): MapLayout {
  const cellOf = new Int32Array(count)
  for (const { pieces, cells } of blocks) {
    if (map === undefined) for (const [at, piece] of pieces.entries()) cellOf[piece] = cells[at]!
    else halveAlike(map.positions, Int32Array.from(pieces), lattice, Int32Array.from(cells), cellOf)
  }
  return layoutOnLattice(kind, lattice, cellOf, labels)
}

const largestOf = (groups: readonly Group[]): number =>
  groups.reduce((most, { pieces }) => Math.max(most, pieces.length), 1)

/** The least whole number from 1 to `high` that will do, where larger ones do too; `high` when none does. */
function leastWhere(high: number, does: (value: number) => boolean): number {
  let low = 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (does(middle)) high = middle
    else low = middle + 1
  }
  return low
}
