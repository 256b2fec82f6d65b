/**
 * A Delaunay triangulation of points in a rectangle and their images in its sides, which follows the points while they
 * move a little: what is no longer Delaunay is flipped (Lawson 1977), which takes a fifth of the time of a new one.
 */
import { Delaunay } from 'd3-delaunay'

/** Triangles over n points and the images of those near a side, as half-edges in the manner of Delaunator. */
export interface Triangles {
  /** [n + images, 2] */
  readonly points: Float64Array
  /** [triangles, 3]; numbers from n on are images. */
  readonly triangles: Uint32Array
  /** The half-edge on the other side; −1 on the hull. */
  readonly halfedges: Int32Array
  /** [triangles, 2], centres of the circumcircles. */
  readonly centres: Float64Array
  /** Of each image: four times the point that it is of, and the side. */
  readonly images: readonly number[]
}

/** Points nearer to a side than this many mean distances are mirrored. */
const RIM = 2.5

/** Triangulates. @param positions [n, 2], inside the rectangle, all different */
export function trianglesOf(positions: Float64Array, width: number, height: number): Triangles {
  const images = imagesOf(positions, width, height)
  const points = new Float64Array(positions.length + 2 * images.length)
  place(points, positions, images, width, height)
  const { triangles, halfedges } = new Delaunay(points)
  const centres = new Float64Array((triangles.length / 3) * 2)
  for (let at = 0; at < triangles.length; at += 3) circumscribe(points, triangles, centres, at)
  return { points, triangles, halfedges, centres, images }
}

/**
 * Follows points to where they are now, in place.
 * @returns false where they went too far for that; then the triangles are of no more use
 */
export function follow(known: Triangles, positions: Float64Array, width: number, height: number): boolean {
  const { points, triangles, halfedges, centres, images } = known
  const count = positions.length / 2
  place(points, positions, images, width, height)
  for (let at = 0; at < triangles.length; at += 3) {
    // One that is turned over would have to be dug out of others. Flat ones of images alone bound no cell.
    if (circumscribe(points, triangles, centres, at) <= 0 && touches(triangles, at, count)) return false
  }
  const due: number[] = []
  let flips = 0
  for (let edge = 0; edge < triangles.length; edge++) {
    if (halfedges[edge]! < edge) continue
    due.push(edge)
    for (;;) {
      const one = due.pop()
      if (one === undefined) break
      const other = halfedges[one]!
      if (other < 0 || !isWrong(known, one, other, count)) continue
      if (++flips > triangles.length) return false
      flip(triangles, halfedges, one, other)
      const [oneFirst, otherFirst] = [one - (one % 3), other - (other % 3)]
      circumscribe(points, triangles, centres, oneFirst)
      circumscribe(points, triangles, centres, otherFirst)
      due.push(one, before(one), other, before(other))
    }
  }
  return true
}

const after = (edge: number): number => (edge % 3 === 2 ? edge - 2 : edge + 1)
const before = (edge: number): number => (edge % 3 === 0 ? edge + 2 : edge - 1)

/** Whether a triangle has a corner that is not an image. */
const touches = (triangles: Uint32Array, first: number, count: number): boolean =>
  triangles[first]! < count || triangles[first + 1]! < count || triangles[first + 2]! < count

/** Whether the corner across an edge lies in the circle of the triangle on this side. */
function isWrong({ points, triangles, centres }: Triangles, edge: number, other: number, count: number): boolean {
  if (!touches(triangles, edge - (edge % 3), count) || !touches(triangles, other - (other % 3), count)) return false
  const centre = 2 * ((edge / 3) | 0)
  const x = centres[centre]!
  const y = centres[centre + 1]!
  const own = 2 * triangles[edge]!
  const far = 2 * triangles[before(other)]!
  const radius = (points[own]! - x) ** 2 + (points[own + 1]! - y) ** 2
  const distance = (points[far]! - x) ** 2 + (points[far + 1]! - y) ** 2
  return distance < radius * (1 - 1e-9)
}

/** Turns the edge between two triangles to join their other corners. */
function flip(triangles: Uint32Array, halfedges: Int32Array, edge: number, other: number): void {
  const edgeNext = after(edge)
  const otherNext = after(other)
  const outer = halfedges[edgeNext]!
  const otherOuter = halfedges[otherNext]!
  triangles[edgeNext] = triangles[before(other)]!
  triangles[otherNext] = triangles[before(edge)]!
  halfedges[edge] = otherOuter
  if (otherOuter >= 0) halfedges[otherOuter] = edge
  halfedges[other] = outer
  if (outer >= 0) halfedges[outer] = other
  halfedges[edgeNext] = otherNext
  halfedges[otherNext] = edgeNext
}

function imagesOf(positions: Float64Array, width: number, height: number): number[] {
  const rim = RIM * Math.sqrt((2 * width * height) / positions.length)
  const images: number[] = []
  for (let point = 0; 2 * point < positions.length; point++) {
    const x = positions[2 * point]!
    const y = positions[2 * point + 1]!
    if (x < rim) images.push(4 * point)
    if (x > width - rim) images.push(4 * point + 1)
    if (y < rim) images.push(4 * point + 2)
    if (y > height - rim) images.push(4 * point + 3)
  }
  return images
}

/** The points, then their images. */
function place(
  points: Float64Array,
  positions: Float64Array,
  images: readonly number[],
  width: number,
  height: number,
): void {
  points.set(positions)
  for (let image = 0; image < images.length; image++) {
    const at = positions.length + 2 * image
    const point = images[image]! >> 2
    const side = images[image]! & 3
    const x = positions[2 * point]!
    const y = positions[2 * point + 1]!
    points[at] = side === 0 ? -x : side === 1 ? 2 * width - x : x
    points[at + 1] = side === 2 ? -y : side === 3 ? 2 * height - y : y
  }
}

/** Fills in the centre of the circle through a triangle's corners. @returns its area, doubled; negative where it is turned over */
function circumscribe(points: Float64Array, triangles: Uint32Array, centres: Float64Array, first: number): number {
  const a = 2 * triangles[first]!
  const b = 2 * triangles[first + 1]!
  const c = 2 * triangles[first + 2]!
  const ax = points[a]!
  const ay = points[a + 1]!
  const bx = points[b]! - ax
  const by = points[b + 1]! - ay
  const cx = points[c]! - ax
  const cy = points[c + 1]! - ay
  const bSquare = bx * bx + by * by
  const cSquare = cx * cx + cy * cy
  const area = bx * cy - by * cx
  const twice = 2 * area || 1e-12
  const centre = (first / 3) * 2
  centres[centre] = ax + (cy * bSquare - by * cSquare) / twice
  centres[centre + 1] = ay + (bx * cSquare - cx * bSquare) / twice
  return -area
}
