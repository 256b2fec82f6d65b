/**
 * How Layerage lays a collage out, plainly: x and y of a map each stretched to the canvas, then exactly 3000 of Lloyd's
 * steps on the Voronoi cells (facts/collage.md). Written anew from that description.
 */
import { Delaunay } from 'd3-delaunay'

const STEPS = 3000

/**
 * @param map [n, 2]
 * @returns [n, 2] on the canvas
 */
export function layeragePositions(map: Float64Array, width: number, height: number): Float64Array {
  const positions = stretch(map, width, height)
  const delaunay = new Delaunay(positions)
  const voronoi = delaunay.voronoi([0, 0, width, height])
  for (let step = 0; step < STEPS; step++) {
    for (let point = 0; 2 * point < positions.length; point++) {
      const cell = voronoi.cellPolygon(point)
      // A point that coincides with another has no cell; it stays where it is.
      if (cell === null) continue
      let area = 0
      let x = 0
      let y = 0
      for (let at = 0; at + 1 < cell.length; at++) {
        const [leftX, leftY] = cell[at]!
        const [rightX, rightY] = cell[at + 1]!
        const cross = leftX * rightY - rightX * leftY
        area += cross
        x += (leftX + rightX) * cross
        y += (leftY + rightY) * cross
      }
      if (area === 0) continue
      positions[2 * point] = x / (3 * area)
      positions[2 * point + 1] = y / (3 * area)
    }
    delaunay.update()
    voronoi.update()
  }
  return positions
}

function stretch(map: Float64Array, width: number, height: number): Float64Array {
  const positions = new Float64Array(map.length)
  for (const [axis, size] of [width, height].entries()) {
    let low = Infinity
    let high = -Infinity
    for (let at = axis; at < map.length; at += 2) {
      low = Math.min(low, map[at]!)
      high = Math.max(high, map[at]!)
    }
    for (let at = axis; at < map.length; at += 2) {
      positions[at] = high === low ? size / 2 : ((map[at]! - low) / (high - low)) * size
    }
  }
  return positions
}
