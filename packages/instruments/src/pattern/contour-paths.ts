/** Layers of a grid as paths of a drawing. */
import type { ContourGrid } from './contour-grid.ts'
import type { Layer } from './contour-layers.ts'
import { contourRings } from './contour-rings.ts'
import { fitRing, type Part, type Point } from './curves.ts'

/** Greatest distance of a curve from what marching squares found, in cells. */
const tolerance = 0.15
/** Area of the smallest island or lake that is drawn, in cells. */
const smallest = 1.5
/** Steps of coordinates along the longer side: a fraction of what an eye or a cutter tells. */
const steps = 20_000

/**
 * A layer as the text of a `path`, with curves in relative coordinates; nothing where it is empty. The even-odd rule makes
 * its inner lines holes.
 * @param size width and height of the drawing
 */
export function layerPath(
  { field, threshold, color }: Layer,
  { values, cell, moved }: ContourGrid,
  size: readonly [number, number],
): string[] {
  const cells = [values.width, values.height] as const
  const isBorder = ([x, y]: Point): boolean => x <= 0 || y <= 0 || x >= cells[0] || y >= cells[1]
  // What lies on the border stays there.
  const put = (at: number, axis: 0 | 1): number => {
    if (at <= 0) return 0
    return at >= cells[axis] ? size[axis] : Math.min(size[axis], Math.max(0, at * cell[axis] - moved[axis]))
  }
  const place = ([x, y]: Point): Point => [put(x, 0), put(y, 1)]
  let fraction = 1
  while (fraction < 10_000 && fraction * Math.max(...size) < steps) fraction *= 10
  const lines = contourRings(field, ...cells, threshold)
    .filter((ring) => Math.abs(areaOf(ring)) >= smallest)
    .map((ring) => fitRing(withoutBorderPoints(ring, ...cells), tolerance, isBorder))
    .map((parts) =>
      pathText(
        parts.map((part) => part.map(place) as unknown as Part),
        fraction,
      ),
    )
    .filter((line) => line !== '')
  return lines.length === 0 ? [] : [`<path fill="${color}" d="${lines.join('')}"/>`]
}

/** The ring without what lies along the border between two others: there it is straight. */
function withoutBorderPoints(ring: readonly Point[], width: number, height: number): Point[] {
  const sides = ring.map(
    ([x, y]) => (x <= 0 ? 1 : 0) | (x >= width ? 2 : 0) | (y <= 0 ? 4 : 0) | (y >= height ? 8 : 0),
  )
  return ring.filter((_, at) => {
    const before = sides.at(at - 1)!
    const after = sides[(at + 1) % ring.length]!
    return (sides[at]! & before & after) === 0
  })
}

function areaOf(ring: readonly Point[]): number {
  let sum = 0
  for (const [at, [x, y]] of ring.entries()) {
    const [nextX, nextY] = ring[(at + 1) % ring.length]!
    sum += x * nextY - nextX * y
  }
  return sum / 2
}

/** A closed path; each number is the way from the point before it, rounded to a fraction of a pixel. */
function pathText(parts: readonly Part[], fraction: number): string {
  if (parts.length === 0) return ''
  const round = ([x, y]: Point): Point => [Math.round(x * fraction), Math.round(y * fraction)]
  let [atX, atY] = round(parts[0]![0])
  const numbers = (points: readonly Point[], fromX: number, fromY: number): string =>
    points
      .map(round)
      .flatMap(([x, y]) => [x - fromX, y - fromY])
      .map((step) => String(step / fraction).replace(/^(-?)0\./, '$1.'))
      .join(' ')
      .replaceAll(' -', '-')
  let text = `M${numbers([parts[0]![0]], 0, 0)}`
  for (const [, ...rest] of parts) {
    text += `${rest.length === 1 ? 'l' : 'c'}${numbers(rest, atX, atY)}`
    ;[atX, atY] = round(rest.at(-1)!)
  }
  return `${text}z`
}
