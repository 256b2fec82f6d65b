/**
 * PNG's filters (ISO 15948, clause 9): each row is stored as differences from its neighbours to the left and above, by
 * the one of five rules whose differences are smallest, since deflate makes least of small numbers.
 *
 * The rule of a row is chosen as libpng does, by the least sum of absolute differences, but from every seventh byte
 * only: seven shares no factor with the bytes of a pixel (1 to 8), so all channels are seen, and the choice costs a
 * fraction of the filtering itself.
 */
import type { Raster } from '../raster.ts'

/** The layout of a PNG's rows. */
export interface RowLayout {
  readonly width: number
  readonly channels: 1 | 2 | 3 | 4
  readonly depth: 8 | 16
}

/** Bytes of a row, without the filter's byte. */
export function rowBytes({ width, channels, depth }: RowLayout): number {
  return (width * channels * depth) / 8
}

const sampleStep = 7

/**
 * Makes a filter, which remembers the last row that it was given.
 * @returns writes rows `from` … `from + rows − 1` of a raster into `out`, each as its filter's byte and its bytes. Rasters
 *   have the layout's width, channels and depth, and follow each other from the top.
 */
export function createFilter(
  layout: RowLayout,
): (raster: Raster, from: number, rows: number, out: Uint8Array) => void {
  const length = rowBytes(layout)
  const left = (layout.channels * layout.depth) / 8
  let above = new Uint8Array(length)
  let row = new Uint8Array(length)
  return (raster, from, rows, out) => {
    for (let index = 0; index < rows; index++) {
      readRow(raster, from + index, row)
      const at = index * (length + 1)
      const rule = bestRule(row, above, left)
      out[at] = rule
      apply(rule, row, above, left, out.subarray(at + 1, at + 1 + length))
      const last = above
      above = row
      row = last
    }
  }
}

/** A row's bytes in the file's order: 16-bit values have their high byte first. */
function readRow({ data, width, channels }: Raster, index: number, row: Uint8Array): void {
  const count = width * channels
  const values = data.subarray(index * count, (index + 1) * count)
  if (!(values instanceof Uint16Array)) {
    row.set(values)
    return
  }
  for (let from = 0, to = 0; from < count; from++, to += 2) {
    const value = values[from] as number
    row[to] = value >> 8
    row[to + 1] = value
  }
}

/** 0 none, 1 left, 2 above, 3 mean of both, 4 Paeth's. */
function bestRule(row: Uint8Array, above: Uint8Array, left: number): number {
  let [none, sub, up, mean, paeth] = [0, 0, 0, 0, 0]
  for (let at = left; at < row.length; at += sampleStep) {
    const value = row[at] as number
    const a = row[at - left] as number
    const b = above[at] as number
    none += size(value)
    sub += size(value - a)
    up += size(value - b)
    mean += size(value - ((a + b) >> 1))
    paeth += size(value - predict(a, b, above[at - left] as number))
  }
  const least = Math.min(none, sub, up, mean, paeth)
  // On equal terms the simpler one, whose rows look more alike.
  return least === none ? 0 : least === up ? 2 : least === sub ? 1 : least === paeth ? 4 : 3
}

/** The absolute value of a difference as a signed byte. */
function size(difference: number): number {
  return Math.abs((difference << 24) >> 24)
}

/** The neighbour that is nearest to a + b − c (Alan Paeth, 1991). */
function predict(a: number, b: number, c: number): number {
  const toA = Math.abs(b - c)
  const toB = Math.abs(a - c)
  const toC = Math.abs(a + b - c - c)
  if (toA <= toB && toA <= toC) return a
  return toB <= toC ? b : c
}

function apply(rule: number, row: Uint8Array, above: Uint8Array, left: number, out: Uint8Array): void {
  const { length } = row
  const first = Math.min(left, length)
  if (rule === 0) {
    out.set(row)
    return
  }
  // Left of the first pixel all is zero: Paeth's rule then takes what is above.
  for (let at = 0; at < first; at++) {
    const b = rule === 1 ? 0 : rule === 3 ? (above[at] as number) >> 1 : (above[at] as number)
    out[at] = (row[at] as number) - b
  }
  // One loop a rule: a choice within would cost more than the subtraction.
  if (rule === 1) {
    for (let at = left; at < length; at++) out[at] = (row[at] as number) - (row[at - left] as number)
  } else if (rule === 2) {
    for (let at = left; at < length; at++) out[at] = (row[at] as number) - (above[at] as number)
  } else if (rule === 3) {
    for (let at = left; at < length; at++)
      out[at] = (row[at] as number) - (((row[at - left] as number) + (above[at] as number)) >> 1)
  } else {
    for (let at = left; at < length; at++)
      out[at] =
        (row[at] as number) - predict(row[at - left] as number, above[at] as number, above[at - left] as number)
  }
}
