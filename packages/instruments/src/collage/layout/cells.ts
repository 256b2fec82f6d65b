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
import { trianglesOf, type Triangles } from './triangles.ts'

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

/**
 * Cells of points that all lie inside the rectangle and fill it roughly evenly: where a gap opens at a side that is wider
 * than what is mirrored there (triangles.ts), the cells beside it are not exact.
 * @param positions [n, 2], all different
 */
export function cellsOf(positions: Float64Array, width: number, height: number): Cells {
  return cellsWithin(trianglesOf(positions, width, height), positions)
}

/**
 * The same, of points that are triangulated already.
 * @param old cells of as many points that are of no more use: their memory is taken
 */
export function cellsWithin(
  { points, triangles, halfedges, centres }: Triangles,
  positions: Float64Array,
  old: Cells = emptyCells(positions.length / 2),
): Cells {
  const n = positions.length / 2
  const { areas, centroids } = old
  const { from, to, ratio, middleX, middleY } = old.borders
  areas.fill(0)
  centroids.fill(0)
  let count = 0
  for (let edge = 0; edge < triangles.length; edge++) {
    const opposite = halfedges[edge]!
    if (opposite < edge) continue
    const one = triangles[edge]!
    const two = triangles[edge % 3 === 2 ? edge - 2 : edge + 1]!
    if (one >= n && two >= n) continue
    const c = 2 * ((edge / 3) | 0)
    const d = 2 * ((opposite / 3) | 0)
    const sumX = centres[c]! + centres[d]!
    const sumY = centres[c + 1]! + centres[d + 1]!
    const alongX = points[2 * two]! - points[2 * one]!
    const alongY = points[2 * two + 1]! - points[2 * one + 1]!
    const acrossX = centres[d]! - centres[c]!
    const acrossY = centres[d + 1]! - centres[c + 1]!
    // The border is at a right angle to the line between the points: this is ¼ of distance times (signed) length.
    const area = (alongX * acrossY - alongY * acrossX) / 4
    if (one < n) {
      areas[one]! += area
      centroids[2 * one]! += area * (points[2 * one]! + sumX)
      centroids[2 * one + 1]! += area * (points[2 * one + 1]! + sumY)
    }
    if (two < n) {
      areas[two]! += area
      centroids[2 * two]! += area * (points[2 * two]! + sumX)
      centroids[2 * two + 1]! += area * (points[2 * two + 1]! + sumY)
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
    circles: { points: triangles, centres },
  }
}

function emptyCells(n: number): Cells {
  const most = 3 * n
  return {
    areas: new Float64Array(n),
    centroids: new Float64Array(2 * n),
    borders: {
      count: 0,
      from: new Int32Array(most),
      to: new Int32Array(most),
      ratio: new Float64Array(most),
      middleX: new Float64Array(most),
      middleY: new Float64Array(most),
    },
    circles: { points: new Uint32Array(), centres: new Float64Array() },
  }
}

/** Coefficient of variation of areas, each divided by what it should be. */
export function variation(areas: ArrayLike<number>, targets: ArrayLike<number>): number {
  let sum = 0
  for (let at = 0; at < areas.length; at++) sum += (areas[at]! / targets[at]! - 1) ** 2
  return Math.sqrt(sum / areas.length)
}
