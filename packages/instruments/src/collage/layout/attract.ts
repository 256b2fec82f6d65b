/**
 * The pulls that keep wanted neighbours among the 8 nearest. For each piece, ρ is midway between the distances of its 8th
 * and 9th nearest. Wanted neighbours near ρ are pulled in and unwanted ones near ρ pushed out, as strongly as
 * (1 + ((d − ρ)/τ)²)⁻² says: those well inside or far outside do not matter, since only who is among the 8 counts.
 */
import type { Nearest } from './nearest.ts'
import { KEPT, type Relations } from './relations.ts'

/** Whom each piece wants: those of piece i are at `first[i] … first[i + 1] − 1`. */
export interface Wishes {
  readonly first: Int32Array
  readonly other: Int32Array
}

/** Of relations, those from the side of who wants. */
export function wishesOf({ count, first, other, wish }: Relations): Wishes {
  const starts = new Int32Array(count + 1)
  const wanted: number[] = []
  for (let piece = 0; piece < count; piece++) {
    for (let at = first[piece]!; at < first[piece + 1]!; at++) if ((wish[at]! & 1) !== 0) wanted.push(other[at]!)
    starts[piece + 1] = wanted.length
  }
  return { first: starts, other: Int32Array.from(wanted) }
}

/** Where a pull is less than a thousandth of the strongest, in τ. */
const FAR = 5.6

/**
 * Fills `forces` with the pulls and pushes.
 * @param softness τ
 * @param marks scratch, an integer for each piece
 * @returns the share of the wanted neighbours that is kept
 */
export function attract(
  { first, other }: Wishes,
  positions: Float64Array,
  { k, indices, squares }: Nearest,
  softness: number,
  forces: Float64Array,
  marks: Int32Array,
): number {
  const count = marks.length
  const inside = Math.min(KEPT, k)
  const scale = 1 / softness
  forces.fill(0)
  marks.fill(-1)
  let kept = 0
  for (let piece = 0; piece < count; piece++) {
    const start = piece * k
    const x = positions[2 * piece]!
    const y = positions[2 * piece + 1]!
    const edge =
      (Math.sqrt(squares[start + inside - 1]!) + Math.sqrt(squares[start + Math.min(inside, k - 1)]!)) / 2
    const least = Math.max(0, edge - FAR * softness) ** 2
    const most = (edge + FAR * softness) ** 2
    let ownX = 0
    let ownY = 0
    for (let at = first[piece]!, end = first[piece + 1]!; at < end; at++) {
      const target = other[at]!
      marks[target] = piece
      const dx = positions[2 * target]! - x
      const dy = positions[2 * target + 1]! - y
      const square = dx * dx + dy * dy
      if (square < least || square > most) continue
      const distance = Math.sqrt(square)
      const z = (distance - edge) * scale
      const fall = 1 + z * z
      const force = 1 / (fall * fall * Math.max(distance, 1e-9))
      ownX += force * dx
      ownY += force * dy
      forces[2 * target]! -= force * dx
      forces[2 * target + 1]! -= force * dy
    }
    for (let rank = 0; rank < k; rank++) {
      const target = indices[start + rank]!
      if (marks[target] === piece) {
        if (rank < inside) kept++
        continue
      }
      const square = squares[start + rank]!
      if (square < least || square > most) continue
      const distance = Math.sqrt(square)
      const z = (distance - edge) * scale
      const fall = 1 + z * z
      const force = 1 / (fall * fall * Math.max(distance, 1e-9))
      const dx = force * (positions[2 * target]! - x)
      const dy = force * (positions[2 * target + 1]! - y)
      ownX -= dx
      ownY -= dy
      forces[2 * target]! += dx
      forces[2 * target + 1]! += dy
    }
    forces[2 * piece]! += ownX
    forces[2 * piece + 1]! += ownY
  }
  return other.length === 0 ? 1 : kept / other.length
}
