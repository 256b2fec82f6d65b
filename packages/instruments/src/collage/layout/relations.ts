/**
 * Which pieces belong together: each piece's 8 nearest among the chosen ones. The layout tries to make them its 8
 * nearest on the canvas.
 */
import { nearestPoints } from './nearest.ts'

/** Nearest pieces that count. */
export const KEPT = 8

/** Lists of neighbours among the chosen pieces. */
export interface Neighbours {
  readonly k: number
  /** [n, k], nearest first, the piece itself left out; −1 where there are fewer. */
  readonly indices: Int32Array
}

/** Who wants to be near whom, from both sides. Those of piece i are at `first[i] … first[i + 1] − 1`. */
export interface Relations {
  readonly count: number
  readonly first: Int32Array
  readonly other: Int32Array
  /** 1: i wants the other; 2: the other wants i; 3: both. */
  readonly wish: Uint8Array
}

/** Turns lists into relations. Only the first `KEPT` of each list count. */
export function relationsOf({ k, indices }: Neighbours): Relations {
  const count = indices.length / k
  const used = Math.min(k, KEPT)
  const wishes: Map<number, number>[] = Array.from({ length: count }, () => new Map<number, number>())
  for (let piece = 0; piece < count; piece++) {
    for (let rank = 0; rank < used; rank++) {
      const other = indices[piece * k + rank]!
      if (other < 0 || other === piece) continue
      wishes[piece]!.set(other, (wishes[piece]!.get(other) ?? 0) | 1)
      wishes[other]!.set(piece, (wishes[other]!.get(piece) ?? 0) | 2)
    }
  }
  const first = new Int32Array(count + 1)
  for (let piece = 0; piece < count; piece++) first[piece + 1] = first[piece]! + wishes[piece]!.size
  const other = new Int32Array(first[count]!)
  const wish = new Uint8Array(first[count]!)
  for (let piece = 0; piece < count; piece++) {
    let at = first[piece]!
    for (const [index, kind] of wishes[piece]!) {
      other[at] = index
      wish[at++] = kind
    }
  }
  return { count, first, other, wish }
}

/**
 * The nearest by cosine, exactly, with n² d / 2 multiplications: 3,000 imprints of 768 take seconds, so give lists where
 * a collection has them.
 * @param vectors [n, dimensions] of unit length, or zero
 */
export function nearestImprints(vectors: Float32Array, dimensions: number, k: number = KEPT): Neighbours {
  const count = vectors.length / dimensions
  const indices = new Int32Array(count * k).fill(-1)
  const cosines = new Float64Array(count * k).fill(-Infinity)
  const offer = (piece: number, other: number, cosine: number): void => {
    let slot = piece * k + k - 1
    if (cosine <= cosines[slot]!) return
    for (; slot > piece * k && cosine > cosines[slot - 1]!; slot--) {
      cosines[slot] = cosines[slot - 1]!
      indices[slot] = indices[slot - 1]!
    }
    cosines[slot] = cosine
    indices[slot] = other
  }
  for (let piece = 0; piece < count; piece++) {
    const start = piece * dimensions
    for (let other = piece + 1; other < count; other++) {
      const offset = other * dimensions
      let even = 0
      let odd = 0
      let at = 0
      for (; at + 1 < dimensions; at += 2) {
        even += vectors[start + at]! * vectors[offset + at]!
        odd += vectors[start + at + 1]! * vectors[offset + at + 1]!
      }
      if (at < dimensions) even += vectors[start + at]! * vectors[offset + at]!
      offer(piece, other, even + odd)
      offer(other, piece, even + odd)
    }
  }
  return { k, indices }
}

/** The nearest on a map, as lists. */
export function nearestOnMap(positions: ArrayLike<number>, k: number = KEPT): Neighbours {
  return { k, indices: nearestPoints(positions, k).indices }
}

/**
 * Share of the wanted neighbours that are among each piece's nearest in the layout: the figure that a layout is judged
 * by. 1 when all are.
 * @param positions [n, 2]
 */
export function keptShare(wanted: Neighbours, positions: ArrayLike<number>): number {
  const count = positions.length / 2
  const used = Math.min(KEPT, wanted.k)
  const { indices } = nearestPoints(positions, used)
  let kept = 0
  let all = 0
  for (let piece = 0; piece < count; piece++) {
    const found = indices.subarray(piece * used, (piece + 1) * used)
    for (let rank = 0; rank < used; rank++) {
      const other = wanted.indices[piece * wanted.k + rank]!
      if (other < 0) continue
      all++
      if (found.includes(other)) kept++
    }
  }
  return all === 0 ? 1 : kept / all
}
