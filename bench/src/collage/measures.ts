/** What a layout is judged by, beside the kept neighbours (`keptShare` of @reverie/instruments). */
import { Delaunay } from 'd3-delaunay'

/** Coefficient of variation (deviation ÷ mean) of the areas of the Voronoi cells, cut off at the canvas. */
export function areaVariation(positions: Float64Array, width: number, height: number): number {
  const voronoi = new Delaunay(positions).voronoi([0, 0, width, height])
  const areas = Array.from({ length: positions.length / 2 }, (_, point) => {
    const cell = voronoi.cellPolygon(point)
    let twice = 0
    for (let at = 0; cell !== null && at + 1 < cell.length; at++) {
      twice += cell[at]![0] * cell[at + 1]![1] - cell[at + 1]![0] * cell[at]![1]
    }
    return Math.abs(twice) / 2
  })
  const mean = areas.reduce((sum, area) => sum + area, 0) / areas.length
  return Math.sqrt(areas.reduce((sum, area) => sum + (area - mean) ** 2, 0) / areas.length) / mean
}

/** A picture's shape: width ÷ height, and its coverage as 32 × 32 values of 0 to 255. */
interface Shape {
  readonly aspect: number
  readonly mask: Uint8Array
}

const GRID = 32
const COLUMNS = 960

/**
 * Share of the canvas that pieces cover, each with the middle of its picture on its position and the picture's longer
 * side as long as `size` times the side of a square of the mean cell's area. The same sizes for any method, so that
 * only the positions count.
 */
export function coverage(
  positions: Float64Array,
  shapes: readonly Shape[],
  width: number,
  height: number,
  size: number,
): number {
  const scale = COLUMNS / width
  const rows = Math.round(height * scale)
  const covered = new Uint8Array(COLUMNS * rows)
  const longer = size * Math.sqrt((width * height) / shapes.length) * scale
  for (const [piece, { aspect, mask }] of shapes.entries()) {
    const wide = longer * Math.min(1, aspect)
    const high = longer / Math.max(1, aspect)
    const left = positions[2 * piece]! * scale - wide / 2
    const top = positions[2 * piece + 1]! * scale - high / 2
    for (let row = Math.max(0, Math.ceil(top - 0.5)); row + 0.5 < Math.min(rows, top + high); row++) {
      for (
        let column = Math.max(0, Math.ceil(left - 0.5));
        column + 0.5 < Math.min(COLUMNS, left + wide);
        column++
      ) {
        const u = Math.min(GRID - 1, Math.floor(((column + 0.5 - left) / wide) * GRID))
        const v = Math.min(GRID - 1, Math.floor(((row + 0.5 - top) / high) * GRID))
        if (mask[v * GRID + u]! >= 128) covered[row * COLUMNS + column] = 1
      }
    }
  }
  return covered.reduce((sum, value) => sum + value, 0) / covered.length
}
