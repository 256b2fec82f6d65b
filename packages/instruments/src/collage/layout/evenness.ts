/**
 * What a step of one piece does to the areas of cells, to first order: each of its borders sweeps an area from one side to
 * the other (cells.ts). Many small steps in turn, each judged by Σ (area ÷ target − 1)², keep the areas even, because there
 * are as many ways to step that hardly change them as there are that do.
 */
import { cellsOf, variation } from './cells.ts'

/** Areas around one piece at a time. */
export interface Evenness {
  /** Measures all areas anew, after many steps. @returns their coefficient of variation */
  readonly refresh: () => number
  /** The piece that is asked about from now on. */
  readonly visit: (piece: number) => void
  /** By how much Σ (area ÷ target − 1)² would grow if the visited piece went there. */
  readonly loss: (x: number, y: number) => number
  /** The visited piece has gone there. */
  readonly went: (x: number, y: number) => void
}

/** Places beyond the canvas count as places this far inside of it, in mean distances. */
const RIM = 0.02

/**
 * Watches places that change.
 * @param positions [n, 2], read at each visit
 * @param targets areas that cells should have
 */
export function evennessOf(
  positions: Float64Array,
  width: number,
  height: number,
  targets: Float64Array,
): Evenness {
  const count = positions.length / 2
  const rim = RIM * Math.sqrt((width * height) / count)
  const errors = new Float64Array(count)
  let piece = 0
  // Borders of piece i are at first[i] … first[i + 1] − 1: with whom, and the area swept by a step of 1 along x and y.
  let first = new Int32Array(count + 1)
  let other = new Int32Array()
  let alongX = new Float64Array()
  let alongY = new Float64Array()

  const refresh = (): number => {
    const inside = positions.map((at, index) => {
      const side = index % 2 === 0 ? width : height
      return Math.min(side - rim, Math.max(rim, at))
    })
    const { areas, borders } = cellsOf(inside, width, height)
    const { from, to, ratio, middleX, middleY } = borders
    for (let at = 0; at < count; at++) errors[at] = areas[at]! / targets[at]! - 1
    const next = new Int32Array(count + 2)
    for (let border = 0; border < borders.count; border++) {
      next[from[border]! + 2]!++
      next[to[border]! + 2]!++
    }
    for (let at = 0; at < count; at++) next[at + 2]! += next[at + 1]!
    other = new Int32Array(2 * borders.count)
    alongX = new Float64Array(2 * borders.count)
    alongY = new Float64Array(2 * borders.count)
    const add = (one: number, two: number, border: number): void => {
      const at = next[one + 1]!++
      other[at] = two
      alongX[at] = ratio[border]! * (middleX[border]! - inside[2 * one]!)
      alongY[at] = ratio[border]! * (middleY[border]! - inside[2 * one + 1]!)
    }
    for (let border = 0; border < borders.count; border++) {
      add(from[border]!, to[border]!, border)
      add(to[border]!, from[border]!, border)
    }
    first = next.subarray(0, count + 1)
    return variation(areas, targets)
  }

  return {
    refresh,
    visit: (visited) => {
      piece = visited
    },
    loss: (x, y) => {
      const dx = x - positions[2 * piece]!
      const dy = y - positions[2 * piece + 1]!
      let own = 0
      let sum = 0
      for (let at = first[piece]!, end = first[piece + 1]!; at < end; at++) {
        const swept = alongX[at]! * dx + alongY[at]! * dy
        const share = swept / targets[other[at]!]!
        own += swept
        sum += share * (share - 2 * errors[other[at]!]!)
      }
      const share = own / targets[piece]!
      return sum + share * (share + 2 * errors[piece]!)
    },
    went: (x, y) => {
      const dx = x - positions[2 * piece]!
      const dy = y - positions[2 * piece + 1]!
      for (let at = first[piece]!, end = first[piece + 1]!; at < end; at++) {
        const swept = alongX[at]! * dx + alongY[at]! * dy
        errors[other[at]!]! -= swept / targets[other[at]!]!
        errors[piece]! += swept / targets[piece]!
      }
    },
  }
}
