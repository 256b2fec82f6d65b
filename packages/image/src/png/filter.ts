/**
 * PNG's filters (ISO 15948, clause 9): each row is stored as differences from its neighbours to the left and above, by
 * the one of five rules whose differences are smallest, since deflate makes least of small numbers. The loops are in
 * WebAssembly, where they take a fraction of deflate's time; in plain JavaScript they took half of it.
 */
import type { Raster } from '../raster.ts'
import { openPngMachine } from './machine.ts'

/** The layout of a PNG's rows. */
export interface RowLayout {
  readonly width: number
  readonly channels: 1 | 2 | 3 | 4
  readonly depth: 8 | 16
}

/** Filters rows in their order from the top, and gathers them. */
export interface RowFilter {
  /** Rows that are gathered. */
  readonly held: number
  /** Takes rows `from` … `from + rows − 1` of a raster of the layout's width, channels and depth. */
  add(raster: Raster, from: number, rows: number): void
  /** The rows that were gathered, each as its filter's byte and its bytes, and begins anew. */
  take(): Uint8Array<ArrayBuffer>
}

/** Bytes of a row, without the filter's byte. */
export function rowBytes({ width, channels, depth }: RowLayout): number {
  return (width * channels * depth) / 8
}

/** A filter. @param most rows that are gathered at once */
export function createFilter(layout: RowLayout, most: number): RowFilter {
  const machine = openPngMachine()
  const length = rowBytes(layout)
  const input = machine.prepare(length, (layout.channels * layout.depth) / 8, layout.depth === 16, most)
  const output = machine.results()
  let held = 0
  return {
    get held() {
      return held
    },
    add: ({ data }, from, rows) => {
      const bytes = new Uint8Array(data.buffer, data.byteOffset + from * length, rows * length)
      new Uint8Array(machine.memory.buffer).set(bytes, input)
      machine.filter(rows, held)
      held += rows
    },
    take: () => {
      const rows = new Uint8Array(machine.memory.buffer).slice(output, output + held * (length + 1))
      held = 0
      return rows
    },
  }
}
