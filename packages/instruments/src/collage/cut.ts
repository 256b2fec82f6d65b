/** How pictures without transparency are cut: to the cell around their place, so that they fill the canvas, or round. */
import { Delaunay } from 'd3-delaunay'
import type { Geometry } from './plan.ts'
import type { CollageParameters } from './params.ts'
import type { Clip } from './paint.ts'
import { isOpaque, type Placement } from './place.ts'

/** A line that a picture is cut along. */
export type Cut =
  | { readonly kind: 'circle'; readonly x: number; readonly y: number; readonly radius: number }
  /** Convex, x and y in turn. */
  | { readonly kind: 'polygon'; readonly points: readonly number[] }

/**
 * Cuts the opaque ones among the placements; the others stay as they are.
 * @returns placements that reach what they are cut along, and the cut of each piece by its id
 */
export function cutPlacements(
  placements: readonly Placement[],
  { cut, scale }: CollageParameters,
  { width, height }: Geometry,
): { placements: Placement[]; cuts: ReadonlyMap<string, Cut> } {
  const cuts = new Map<string, Cut>()
  if (cut === 'none') return { placements: [...placements], cuts }
  const cells = cut === 'cell' ? cellPolygons(placements, width, height) : []
  const made = placements.map((placement, at): Placement => {
    if (!isOpaque(placement.piece.outline)) return placement
    const upright = { ...placement, angle: placement.piece.degrees }
    if (cut === 'circle') {
      const radius = Math.min(placement.width, placement.height) / 2
      cuts.set(placement.piece.id, { kind: 'circle', x: placement.x, y: placement.y, radius })
      return { ...upright, anchor: [0.5, 0.5] }
    }
    const polygon = cells[at]
    if (polygon === undefined || polygon.length < 6) return placement
    const { points, middle } = shrunk(polygon, placement, scale)
    cuts.set(placement.piece.id, { kind: 'polygon', points })
    return covering(upright, points, middle)
  })
  return { placements: made, cuts }
}

/** What a cut shows of each pixel, its edge one pixel soft. */
export function clipOf(cut: Cut): Clip {
  if (cut.kind === 'circle') {
    const { radius } = cut
    return (x, y) => clamp(radius - Math.hypot(x - cut.x, y - cut.y) + 0.5)
  }
  const { points } = cut
  const sides = points.length / 2
  const lines = Array.from({ length: sides }, (_, at) => {
    const [x, y] = [points[2 * at]!, points[2 * at + 1]!]
    const next = (at + 1) % sides
    const [alongX, alongY] = [points[2 * next]! - x, points[2 * next + 1]! - y]
    const length = Math.hypot(alongX, alongY) || 1
    return { x, y, normalX: -alongY / length, normalY: alongX / length }
  })
  const turn = area(points) > 0 ? 1 : -1
  return (x, y) => {
    let least = Infinity
    for (const line of lines) {
      least = Math.min(least, turn * ((x - line.x) * line.normalX + (y - line.y) * line.normalY))
    }
    return clamp(least + 0.5)
  }
}

function clamp(value: number): number {
  return value < 0 ? 0 : value > 1 ? 1 : value
}

/** Without the last point, which d3 repeats. */
function cellPolygons(placements: readonly Placement[], width: number, height: number): (number[] | undefined)[] {
  const places = Float64Array.from(placements.flatMap(({ x, y }) => [x, y]))
  const voronoi = new Delaunay(places).voronoi([0, 0, width, height])
  return placements.map((_, at) => (voronoi.cellPolygon(at) as [number, number][] | null)?.slice(0, -1).flat())
}

/** A seam of even width between cells: wide where pieces are drawn small, none at size 1. */
function shrunk(
  polygon: readonly number[],
  { x, y }: Placement,
  scale: number,
): { points: number[]; middle: readonly [number, number] } {
  const room = Math.sqrt(Math.abs(area(polygon)))
  const seam = (room * (1 - scale)) / 6
  const sides = polygon.length / 2
  // Towards the place, by the share that moves the nearest side by the seam.
  let nearest = Infinity
  for (let at = 0; at < sides; at++) {
    const next = (at + 1) % sides
    const [fromX, fromY] = [polygon[2 * at]!, polygon[2 * at + 1]!]
    const [alongX, alongY] = [polygon[2 * next]! - fromX, polygon[2 * next + 1]! - fromY]
    const length = Math.hypot(alongX, alongY) || 1
    nearest = Math.min(nearest, Math.abs((x - fromX) * alongY - (y - fromY) * alongX) / length)
  }
  const keep = Math.max(0.5, 1 - seam / Math.max(nearest, 1e-6))
  const points = polygon.map((value, at) => {
    const place = at % 2 === 0 ? x : y
    return place + keep * (value - place)
  })
  const across = points.filter((_, at) => at % 2 === 0)
  const down = points.filter((_, at) => at % 2 === 1)
  return {
    points,
    middle: [(Math.min(...across) + Math.max(...across)) / 2, (Math.min(...down) + Math.max(...down)) / 2],
  }
}

/** The picture as large as covers the polygon, its middle on the polygon's. */
function covering(placement: Placement, points: readonly number[], [x, y]: readonly [number, number]): Placement {
  const { aspect } = placement.piece.outline
  const turn = (placement.angle * Math.PI) / 180
  let wide = 0
  let high = 0
  for (let at = 0; at < points.length; at += 2) {
    const dx = points[at]! - x
    const dy = points[at + 1]! - y
    wide = Math.max(wide, 2 * Math.abs(dx * Math.cos(turn) + dy * Math.sin(turn)))
    high = Math.max(high, 2 * Math.abs(dy * Math.cos(turn) - dx * Math.sin(turn)))
  }
  const width = Math.max(wide, high * aspect) * placement.piece.factor + 2
  return { ...placement, x, y, width, height: width / aspect, anchor: [0.5, 0.5] }
}

/** Signed, positive for clockwise with y down. */
function area(points: readonly number[]): number {
  let sum = 0
  const count = points.length / 2
  for (let at = 0; at < count; at++) {
    const next = (at + 1) % count
    sum += points[2 * at]! * points[2 * next + 1]! - points[2 * next]! * points[2 * at + 1]!
  }
  return sum / 2
}
