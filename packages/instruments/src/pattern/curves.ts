/**
 * Closed lines of many short pieces, as marching squares leaves them, to few cubic curves, as a drawing wants them.
 *
 * A line is cut at its corners. Each part becomes one straight line where that is near enough, else one cubic that is
 * fitted by least squares (Philip Schneider, "An algorithm for automatically fitting digitized curves", Graphics Gems,
 * 1990), else two parts, cut where the fit is worst, whose tangents agree there. Where the whole line has no corner it is
 * cut once, with the tangent that it has there, so that it stays smooth all around.
 */

/** A point, x to the right and y down. */
export type Point = readonly [x: number, y: number]

/** Four points of a cubic, or two of a straight line; the first is where the part before it ended. */
export type Part = readonly [Point, Point, Point, Point] | readonly [Point, Point]

/** Points on each side that tell the direction of a line, and a corner from the steps of the grid. */
const reach = 3
/** The cosine of the turn from which on it is a corner: 60°. */
const cornerCosine = 0.5
/** Rounds of better parameters for a fit that is not too bad. */
const mostRounds = 4

/**
 * Fits curves to a closed line.
 * @param points without the first one again at the end
 * @param tolerance the greatest distance of a point from the curve
 * @param isFixed whether a point is where it has to be, such as at the border of the picture: a corner in any case
 */
export function fitRing(
  points: readonly Point[],
  tolerance: number,
  isFixed: (point: Point) => boolean = () => false,
): Part[] {
  const count = points.length
  if (count < 3) return []
  const corners = cornersOf(points, isFixed)
  const first = corners[0] ?? 0
  const cuts = corners.length === 0 ? [0] : corners
  const parts: Part[] = []
  for (const [index, from] of cuts.entries()) {
    const to = cuts[index + 1] ?? first + count
    const run = Array.from({ length: to - from + 1 }, (_, at) => points[(from + at) % count]!)
    const smooth = corners.length === 0
    const joint = smooth
      ? between(points.at(-Math.min(reach, count - 1))!, points[Math.min(reach, count - 1)]!)
      : undefined
    fit(
      run,
      joint ?? tangent(run, 0, 1),
      joint === undefined ? tangent(run, run.length - 1, -1) : turned(joint),
      tolerance,
      parts,
    )
  }
  return parts
}

/** Indices of corners, in order. */
function cornersOf(points: readonly Point[], isFixed: (point: Point) => boolean): number[] {
  const count = points.length
  const near = Math.min(reach, Math.floor((count - 1) / 2))
  const turn = points.map((point, index) => {
    const before = between(points[(index - near + count) % count]!, point)
    const after = between(point, points[(index + near) % count]!)
    return before[0] * after[0] + before[1] * after[1]
  })
  const corners: number[] = []
  for (let index = 0; index < count; index++) {
    const here = turn[index] as number
    const least =
      here <= (turn[(index + 1) % count] as number) && here < (turn[(index - 1 + count) % count] as number)
    if (isFixed(points[index]!) || (here < cornerCosine && least)) corners.push(index)
  }
  return corners
}

function fit(points: readonly Point[], start: Point, end: Point, tolerance: number, parts: Part[]): void {
  const from = points[0]!
  const to = points.at(-1)!
  if (points.length < 3 || isStraight(points, tolerance / 2)) {
    parts.push([from, to])
    return
  }
  const ways = waysTo(points)
  const length = ways.at(-1)!
  let places = ways.map((way) => (length === 0 ? 0 : way / length))
  let worst = { at: points.length >> 1, square: Infinity }
  for (let round = 0; round <= mostRounds; round++) {
    const cubic = leastSquares(points, places, start, end, length)
    worst = worstOf(points, places, cubic)
    if (worst.square <= tolerance * tolerance) {
      parts.push(cubic)
      return
    }
    if (worst.square > 16 * tolerance * tolerance) break
    places = places.map((place, index) => closer(cubic, points[index]!, place))
  }
  const middle = Math.min(points.length - 2, Math.max(1, worst.at))
  const before = Math.max(0, middle - reach)
  const after = Math.min(points.length - 1, middle + reach)
  const direction = between(points[before]!, points[after]!)
  fit(points.slice(0, middle + 1), start, turned(direction), tolerance, parts)
  fit(points.slice(middle), direction, end, tolerance, parts)
}

/** Whether all points are near the line from the first to the last, between them. */
function isStraight(points: readonly Point[], tolerance: number): boolean {
  const [x, y] = points[0]!
  const to = points.at(-1)!
  const length = Math.hypot(to[0] - x, to[1] - y)
  if (length === 0) return false
  const [dx, dy] = [(to[0] - x) / length, (to[1] - y) / length]
  return points.every((point) => {
    const along = (point[0] - x) * dx + (point[1] - y) * dy
    const aside = (point[0] - x) * dy - (point[1] - y) * dx
    return Math.abs(aside) <= tolerance && along >= -tolerance && along <= length + tolerance
  })
}

/** The way along the line to each point. */
function waysTo(points: readonly Point[]): number[] {
  let sum = 0
  return points.map((point, index) => {
    const before = points[index - 1] ?? point
    sum += Math.hypot(point[0] - before[0], point[1] - before[1])
    return sum
  })
}

/** The cubic with these ends and tangents whose points at `places` are nearest to the points. */
function leastSquares(
  points: readonly Point[],
  places: readonly number[],
  start: Point,
  end: Point,
  longest: number,
): readonly [Point, Point, Point, Point] {
  const from = points[0]!
  const to = points.at(-1)!
  const cross = start[0] * end[0] + start[1] * end[1]
  let [c00, c01, c11, x0, x1] = [0, 0, 0, 0, 0]
  for (const [index, t] of places.entries()) {
    const s = 1 - t
    const b1 = 3 * s * s * t
    const b2 = 3 * s * t * t
    const early = s * s * s + b1
    const late = b2 + t * t * t
    const dx = points[index]![0] - from[0] * early - to[0] * late
    const dy = points[index]![1] - from[1] * early - to[1] * late
    c00 += b1 * b1
    c01 += b1 * b2 * cross
    c11 += b2 * b2
    x0 += b1 * (start[0] * dx + start[1] * dy)
    x1 += b2 * (end[0] * dx + end[1] * dy)
  }
  const determinant = c00 * c11 - c01 * c01
  const span = Math.hypot(to[0] - from[0], to[1] - from[1])
  let first = (x0 * c11 - x1 * c01) / determinant
  let second = (c00 * x1 - c01 * x0) / determinant
  // Handles that point backwards, have no solution or are longer than the line, which would let the curve swing out
  // between two points: a third of the way, as for a straight line.
  const isSound = (handle: number): boolean => handle > 1e-6 * span && handle < longest
  if (!isSound(first) || !isSound(second)) first = second = span / 3
  return [
    from,
    [from[0] + first * start[0], from[1] + first * start[1]],
    [to[0] + second * end[0], to[1] + second * end[1]],
    to,
  ]
}

function worstOf(
  points: readonly Point[],
  places: readonly number[],
  cubic: readonly [Point, Point, Point, Point],
): { at: number; square: number } {
  let at = points.length >> 1
  let square = 0
  for (let index = 1; index < points.length - 1; index++) {
    const dx = valueAt(cubic, 0, places[index]!) - points[index]![0]
    const dy = valueAt(cubic, 1, places[index]!) - points[index]![1]
    const found = dx * dx + dy * dy
    if (found > square) {
      square = found
      at = index
    }
  }
  return { at, square }
}

/** A step of Newton's method towards the place on the cubic that is nearest to the point. */
function closer(cubic: readonly [Point, Point, Point, Point], point: Point, place: number): number {
  let slope = 0
  let bend = 0
  for (const axis of [0, 1] as const) {
    const away = valueAt(cubic, axis, place) - point[axis]
    const [a, b, c, d] = [cubic[0][axis], cubic[1][axis], cubic[2][axis], cubic[3][axis]]
    const s = 1 - place
    const first = 3 * (s * s * (b - a) + 2 * s * place * (c - b) + place * place * (d - c))
    const second = 6 * (s * (c - 2 * b + a) + place * (d - 2 * c + b))
    slope += away * first
    bend += first * first + away * second
  }
  const next = bend === 0 ? place : place - slope / bend
  return Math.min(1, Math.max(0, next))
}

function valueAt([a, b, c, d]: readonly [Point, Point, Point, Point], axis: 0 | 1, t: number): number {
  const s = 1 - t
  return s * s * s * a[axis] + 3 * s * s * t * b[axis] + 3 * s * t * t * c[axis] + t * t * t * d[axis]
}

/** The direction of a run at one of its ends, into the run. */
function tangent(run: readonly Point[], at: number, step: 1 | -1): Point {
  const far = Math.min(run.length - 1, Math.max(0, at + step * Math.min(2, run.length - 1)))
  return between(run[at]!, run[far]!)
}

function turned([x, y]: Point): Point {
  return [-x, -y]
}

/** From one point towards another, of length 1; of length 0 where they are one. */
function between(from: Point, to: Point): Point {
  const x = to[0] - from[0]
  const y = to[1] - from[1]
  const length = Math.hypot(x, y)
  return length === 0 ? [0, 0] : [x / length, y / length]
}
