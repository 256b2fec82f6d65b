/**
 * Voronoi cells of points in a rectangle: areas, centroids, and how the areas change when a point moves.
 *
 * Points near a side are mirrored in it. The line midway between a point and its mirror image is that side, so the cells
 * of the real points end there by themselves and nothing has to be clipped: a cell is the fan of triangles (point, c, c′)
 * over its Delaunay edges, c and c′ the circumcentres on both sides of the edge.
 *
 * When point i moves by δ, its border with j (length ℓ, middle m, distance of the points d) sweeps the area
 * ℓ (m − xᵢ) · δ / d from j to i: differentiate |q − xᵢ|² = |q − xⱼ|². That is the whole gradient; the sides stay.
 */
import { Delaunay } from 'd3-delaunay'

/** What is known of the cells of n points. */
export interface Cells {
  readonly areas: Float64Array
  /** [n, 2] */
  readonly centroids: Float64Array
  /** Borders between two real points. */
  readonly borders: Borders
  /** Empty circles: the circumcircles of the Delaunay triangles. */
  readonly circles: Circles
}

/** Circles through three points each, with no point inside. Numbers from n on are images of points beside a side. */
interface Circles {
  /** [circles, 3] */
  readonly points: Uint32Array
  /** [circles, 2] */
  readonly centres: Float64Array
}

/** Borders as parallel arrays; only the first `count` are filled. */
interface Borders {
  readonly count: number
  readonly from: Int32Array
  readonly to: Int32Array
  /** Length ÷ distance of the points. */
  readonly ratio: Float64Array
  readonly middleX: Float64Array
  readonly middleY: Float64Array
}

/** Points nearer to a side than this many mean distances are mirrored. */
const RIM = 2.5

/**
 * Cells of points that all lie inside the rectangle and fill it roughly evenly: where a gap of more than `RIM` mean
 * distances opens at a side, the cells beside it are not exact.
 * @param positions [n, 2], all different
 */
export function cellsOf(positions: Float64Array, width: number, height: number): Cells {
  const n = positions.length / 2
  const points = mirrored(positions, width, height)
  const { triangles, halfedges } = new Delaunay(points)
  const circles = circumcentres(points, triangles)
  const areas = new Float64Array(n)
  const centroids = new Float64Array(2 * n)
  const most = 3 * n
  const from = new Int32Array(most)
  const to = new Int32Array(most)
  const ratio = new Float64Array(most)
  const middleX = new Float64Array(most)
  const middleY = new Float64Array(most)
  let count = 0
  for (let edge = 0; edge < triangles.length; edge++) {
    const opposite = halfedges[edge]!
    if (opposite < edge) continue
    const one = triangles[edge]!
    const two = triangles[edge % 3 === 2 ? edge - 2 : edge + 1]!
    if (one >= n && two >= n) continue
    const c = 2 * Math.floor(edge / 3)
    const d = 2 * Math.floor(opposite / 3)
    const sumX = circles[c]! + circles[d]!
    const sumY = circles[c + 1]! + circles[d + 1]!
    const alongX = points[2 * two]! - points[2 * one]!
    const alongY = points[2 * two + 1]! - points[2 * one + 1]!
    const acrossX = circles[d]! - circles[c]!
    const acrossY = circles[d + 1]! - circles[c + 1]!
    // The border is at a right angle to the line between the points: this is ¼ of distance times (signed) length.
    const area = (alongX * acrossY - alongY * acrossX) / 4
    for (const point of [one, two]) {
      if (point >= n) continue
      areas[point]! += area
      centroids[2 * point]! += area * (points[2 * point]! + sumX)
      centroids[2 * point + 1]! += area * (points[2 * point + 1]! + sumY)
    }
    if (one >= n || two >= n) continue
    from[count] = one
    to[count] = two
    ratio[count] = Math.sqrt((acrossX ** 2 + acrossY ** 2) / Math.max(alongX ** 2 + alongY ** 2, 1e-18))
    middleX[count] = sumX / 2
    middleY[count++] = sumY / 2
  }
  for (let at = 0; at < 2 * n; at++) {
    const area = areas[at >> 1]!
    centroids[at] = area > 0 ? centroids[at]! / (3 * area) : positions[at]!
  }
  return {
    areas,
    centroids,
    borders: { count, from, to, ratio, middleX, middleY },
    circles: { points: triangles, centres: circles },
  }
}

/** The points, then the images of those near a side. */
function mirrored(positions: Float64Array, width: number, height: number): Float64Array {
  const rim = RIM * Math.sqrt((2 * width * height) / positions.length)
  const points = [...positions]
  for (let at = 0; at < positions.length; at += 2) {
    const x = positions[at]!
    const y = positions[at + 1]!
    if (x < rim) points.push(-x, y)
    if (x > width - rim) points.push(2 * width - x, y)
    if (y < rim) points.push(x, -y)
    if (y > height - rim) points.push(x, 2 * height - y)
  }
  return Float64Array.from(points)
}

/** [triangles, 2] */
function circumcentres(points: Float64Array, triangles: Uint32Array): Float64Array {
  const centres = new Float64Array((triangles.length / 3) * 2)
  for (let triangle = 0; 3 * triangle < triangles.length; triangle++) {
    const a = 2 * triangles[3 * triangle]!
    const b = 2 * triangles[3 * triangle + 1]!
    const c = 2 * triangles[3 * triangle + 2]!
    const ax = points[a]!
    const ay = points[a + 1]!
    const bx = points[b]! - ax
    const by = points[b + 1]! - ay
    const cx = points[c]! - ax
    const cy = points[c + 1]! - ay
    const bSquare = bx * bx + by * by
    const cSquare = cx * cx + cy * cy
    const twice = 2 * (bx * cy - by * cx) || 1e-12
    centres[2 * triangle] = ax + (cy * bSquare - by * cSquare) / twice
    centres[2 * triangle + 1] = ay + (bx * cSquare - cx * bSquare) / twice
  }
  return centres
}

/** Coefficient of variation of areas, each divided by what it should be. */
export function variation(areas: ArrayLike<number>, targets: ArrayLike<number>): number {
  let sum = 0
  for (let at = 0; at < areas.length; at++) sum += (areas[at]! / targets[at]! - 1) ** 2
  return Math.sqrt(sum / areas.length)
}
