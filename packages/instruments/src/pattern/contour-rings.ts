/**
 * Marching squares: the closed lines at which a field of numbers crosses a value.
 *
 * The numbers stand in the middles of cells; outside it is lower than any value, so that every line closes, along the border
 * if need be. A line passes from square to square (of four neighbouring numbers) through their sides. Every side that is
 * crossed is left by one line and entered by it, so `next`, from side to side, holds all lines at once, and following it
 * takes them out one by one: the time is that of the field's size, however many lines there are.
 */
import type { Point } from './curves.ts'

/** Sides of a square. */
const top = 0
const right = 1
const bottom = 2
const left = 3

/**
 * For the corners that are inside (8 top left, 4 top right, 2 bottom right, 1 bottom left): where lines enter a square and
 * leave it, inside to their right. 5 and 10 are those whose middle is outside, 16 and 17 the same with the middle inside.
 */
const passages: readonly (readonly number[])[] = [
  [],
  [left, bottom],
  [bottom, right],
  [left, right],
  [right, top],
  [left, bottom, right, top],
  [bottom, top],
  [left, top],
  [top, left],
  [top, bottom],
  [top, left, bottom, right],
  [top, right],
  [right, left],
  [right, bottom],
  [bottom, left],
  [],
  [left, top, right, bottom],
  [top, right, bottom, left],
]

/**
 * The lines around what is at or above a value, each without its first point at the end. Filled by the even-odd rule they
 * are the area itself.
 * @param field finite numbers, [height, width]; that of row j and column i stands at (i + ½, j + ½)
 */
export function contourRings(field: Float32Array, width: number, height: number, value: number): Point[][] {
  const { next, across } = passagesOf(field, width, height, value)
  const place = (side: number): Point => {
    // Between two numbers beside each other, or above each other.
    const level = side < across
    const columns = level ? width + 1 : width
    const [i, j] = level
      ? [side % columns, Math.floor(side / columns)]
      : [(side - across) % columns, Math.floor((side - across) / columns)]
    const along = level ? i : j
    const end = level ? width : height
    const here = j * width + i
    const at =
      along === 0 || along === end
        ? along
        : along - 0.5 + share(field[level ? here - 1 : here - width]!, field[here]!, value)
    return level ? [at, j + 0.5] : [i + 0.5, at]
  }
  const rings: Point[][] = []
  for (let start = 0; start < next.length; start++) {
    if (next[start]! < 0) continue
    const ring: Point[] = []
    for (let side = start; next[side]! >= 0;) {
      ring.push(place(side))
      const following = next[side]!
      next[side] = -1
      side = following
    }
    rings.push(ring)
  }
  return rings
}

/** How far from the first number to the second the value lies. */
function share(first: number, second: number, value: number): number {
  return (value - first) / (second - first)
}

/** For each side that is crossed the next one, else −1; and how many sides stand between numbers beside each other. */
function passagesOf(
  field: Float32Array,
  width: number,
  height: number,
  value: number,
): { next: Int32Array; across: number } {
  const across = (width + 1) * height
  const next = new Int32Array(across + width * (height + 1)).fill(-1)
  const at = (i: number, j: number): number =>
    i < 0 || j < 0 || i >= width || j >= height ? -Infinity : field[j * width + i]!
  for (let j = 0; j <= height; j++) {
    let topLeft = -Infinity
    let bottomLeft = -Infinity
    for (let i = 0; i <= width; i++) {
      const topRight = at(i, j - 1)
      const bottomRight = at(i, j)
      let code =
        (topLeft >= value ? 8 : 0) |
        (topRight >= value ? 4 : 0) |
        (bottomRight >= value ? 2 : 0) |
        (bottomLeft >= value ? 1 : 0)
      if ((code === 5 || code === 10) && topLeft + topRight + bottomLeft + bottomRight >= 4 * value)
        code = code === 5 ? 16 : 17
      topLeft = topRight
      bottomLeft = bottomRight
      if (code === 0 || code === 15) continue
      const sides = [
        (j - 1) * (width + 1) + i,
        across + j * width + i,
        j * (width + 1) + i,
        across + j * width + i - 1,
      ]
      const pairs = passages[code]!
      for (let pair = 0; pair < pairs.length; pair += 2) next[sides[pairs[pair]!]!] = sides[pairs[pair + 1]!]!
    }
  }
  return { next, across }
}
