/** Square cells side by side, a piece a cell: what layouts without overlaps stand on. */
import type { MapLabel, MapLayout } from '../collection.ts'

/** Cells, rows from the top. */
export interface Lattice {
  readonly columns: number
  readonly rows: number
}

/** The smallest lattice of about the aspect (width ÷ height) that has room for so many. */
export function latticeFor(count: number, aspect: number): Lattice {
  const columns = Math.max(1, Math.min(Math.max(1, count), Math.ceil(Math.sqrt(count * aspect) - 1e-9)))
  return { columns, rows: Math.max(1, Math.ceil(count / columns)) }
}

/** A word above a cell, in cells. */
export interface CellLabel {
  readonly text: string
  readonly column: number
  readonly row: number
}

/**
 * A layout whose pieces are in the middles of cells.
 * @param cellOf [count] `row × columns + column` of each piece
 */
export function layoutOnLattice(
  kind: string,
  { columns, rows }: Lattice,
  cellOf: Int32Array,
  labels: readonly CellLabel[] = [],
): MapLayout {
  const cell = 1 / Math.max(columns, rows)
  const positions = new Float32Array(2 * cellOf.length)
  cellOf.forEach((at, piece) => {
    positions[2 * piece] = ((at % columns) + 0.5) * cell
    positions[2 * piece + 1] = (Math.floor(at / columns) + 0.5) * cell
  })
  const words: MapLabel[] = labels.map(({ text, column, row }) => ({ text, x: column * cell, y: row * cell }))
  return { kind, positions, cell, ...(words.length > 0 && { labels: words }) }
}
