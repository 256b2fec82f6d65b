/** Which pictures a drawn line goes around. */
import type { PlaceIndex } from './place-index.ts'
import { visitPlaces } from './place-index.ts'

/**
 * @param line x and y in turn, map units; closed from its end to its beginning. Inside is what a ray crosses it an odd
 *   number of times from.
 * @returns rows inside, of those that `allows`.
 */
export function rowsInside(
  index: PlaceIndex,
  line: readonly number[],
  allows: (row: number) => boolean,
): readonly number[] {
  const xs = line.filter((_, at) => at % 2 === 0)
  const ys = line.filter((_, at) => at % 2 === 1)
  if (xs.length < 3) return []
  const found: number[] = []
  const box = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)] as const
  visitPlaces(index, ...box, (row) => {
    if (!allows(row)) return
    const x = index.positions[2 * row]!
    const y = index.positions[2 * row + 1]!
    let isInside = false
    for (let at = 0, last = xs.length - 1; at < xs.length; last = at++) {
      const crosses = ys[at]! > y !== ys[last]! > y
      if (crosses && x < ((xs[last]! - xs[at]!) * (y - ys[at]!)) / (ys[last]! - ys[at]!) + xs[at]!)
        isInside = !isInside
    }
    if (isInside) found.push(row)
  })
  return found
}
