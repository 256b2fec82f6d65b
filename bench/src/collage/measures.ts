/** What a layout is judged by, beside the kept neighbours (`keptShare` of @reverie/instruments). */
import { Delaunay } from 'd3-delaunay'
import type { Shape } from './shapes.ts'

/** Coefficient of variation (deviation ÷ mean) of the areas of the Voronoi cells, cut off at the canvas. */
export function areaVariation(positions: Float64Array, width: number, height: number): number {
  const voronoi = new Delaunay(positions).voronoi([0, 0, width, height])
  const areas = Array.from({ length: positions.length / 2 }, (_, point) => {
    // A point that coincides with another has none.
    const cell = voronoi.cellPolygon(point) ?? []
    let twice = 0
    for (let at = 0; at + 1 < cell.length; at++) {
      twice += cell[at]![0] * cell[at + 1]![1] - cell[at + 1]![0] * cell[at]![1]
    }
    return Math.abs(twice) / 2
  })
  const mean = areas.reduce((sum, area) => sum + area, 0) / areas.length
  return Math.sqrt(areas.reduce((sum, area) => sum + (area - mean) ** 2, 0) / areas.length) / mean
}

/** A picture where it is drawn, in the canvas's units. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

const GRID = 32
const COLUMNS = 960

/**
 * Each picture's middle on its position and its longer side as long as `size` times the side of a square of the mean
 * cell's area: the same sizes for any method, so that only the positions count.
 */
export function equalBoxes(
  positions: Float64Array,
  shapes: readonly Shape[],
  width: number,
  height: number,
  size: number,
): Box[] {
  const longer = size * Math.sqrt((width * height) / shapes.length)
  return shapes.map(({ aspect }, piece) => {
    const wide = longer * Math.min(1, aspect)
    const high = longer / Math.max(1, aspect)
    return {
      left: positions[2 * piece]! - wide / 2,
      top: positions[2 * piece + 1]! - high / 2,
      width: wide,
      height: high,
    }
  })
}

/** Sum of the areas of what shows of all pieces, overlapping or not. */
export function ink(boxes: readonly Box[], shapes: readonly Shape[]): number {
  return boxes.reduce((sum, { width, height }, piece) => {
    const covered = shapes[piece]!.mask.reduce((count, value) => count + (value >= 128 ? 1 : 0), 0)
    return sum + (width * height * covered) / (GRID * GRID)
  }, 0)
}

/** Share of the canvas that shows a piece. */
export function coverage(boxes: readonly Box[], shapes: readonly Shape[], width: number, height: number): number {
  const scale = COLUMNS / width
  const rows = Math.round(height * scale)
  const covered = new Uint8Array(COLUMNS * rows)
  for (const [piece, box] of boxes.entries()) {
    const { mask } = shapes[piece]!
    const left = box.left * scale
    const top = box.top * scale
    const wide = box.width * scale
    const high = box.height * scale
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
