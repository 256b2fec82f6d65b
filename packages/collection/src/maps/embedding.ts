/** What UMAP and t-SNE have in common: seeds, slices of time, and how coordinates become a map. */
import { createRandom } from '@reverie/recipe'
import type { MapLayout, NeighbourLists } from '../collection.ts'
import { CollectionError } from '../error.ts'
import { spreadEvenly } from './even.ts'

/** How a map is made. */
export interface MapOptions {
  /**
   * Shuffles the order in which pieces take part, which gives another map of the same worth; 0, the default, leaves them
   * in theirs. Equal lists and seeds give equal maps, to the bit.
   */
  readonly seed?: number
  /** Stops the work, which then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: MapProgress) => void) | undefined
}

/** How far a map is. */
export interface MapProgress {
  /** 0…1 */
  readonly share: number
  /** The map as it is by now, for drawing it while it settles. */
  layout(): MapLayout
}

/** Something that takes steps and has places. */
export interface Embedding {
  /** Works for so many milliseconds at most, or a little longer. @returns the share that is done */
  step(milliseconds: number): number
  /** [rows, 2], a copy. */
  points(): Float64Array
}

/** Milliseconds between looks at the signal and the screen. */
const SLICE = 100

/** Runs an embedding to its end. @param order which piece each row is */
export async function settle(
  kind: string,
  embedding: Embedding,
  order: Int32Array,
  { signal, onProgress }: MapOptions,
): Promise<MapLayout> {
  const layout = (): MapLayout => {
    const points = inOrder(embedding.points(), order)
    spreadEvenly(points)
    return { kind, positions: fitMap(points) }
  }
  for (;;) {
    await breath()
    signal?.throwIfAborted()
    const share = embedding.step(SLICE)
    onProgress?.({ share, layout })
    if (share >= 1) return layout()
  }
}

/** Lets messages, timers and drawing have their turn. */
export const breath = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

function inOrder(rows: Float64Array, order: Int32Array): Float64Array {
  const points = new Float64Array(rows.length)
  for (const [row, piece] of order.entries()) {
    points[2 * piece] = rows[2 * row]!
    points[2 * piece + 1] = rows[2 * row + 1]!
  }
  return points
}

/**
 * Turns points so that the map is widest from left to right (screens are), its heavier ends to the left and the top, and
 * fits them into 0…1. Neither changes what is near what.
 * @param points [count, 2]
 */
function fitMap(points: Float64Array): Float32Array {
  const count = points.length / 2
  const out = new Float32Array(2 * count)
  if (count === 0) return out
  const middle = [0, 1].map((axis) => mean(points, axis))
  let [xx, xy, yy] = [0, 0, 0]
  for (let at = 0; at < points.length; at += 2) {
    const x = points[at]! - middle[0]!
    const y = points[at + 1]! - middle[1]!
    xx += x * x
    xy += x * y
    yy += y * y
  }
  const angle = Math.atan2(2 * xy, xx - yy) / 2
  const axes = [
    [Math.cos(angle), Math.sin(angle)],
    [-Math.sin(angle), Math.cos(angle)],
  ].map(([u, v]) => {
    const along = new Float64Array(count)
    let skew = 0
    for (let row = 0; row < count; row++) {
      along[row] = u! * (points[2 * row]! - middle[0]!) + v! * (points[2 * row + 1]! - middle[1]!)
      skew += along[row]! ** 3
    }
    return skew < 0 ? along.map((value) => -value) : along
  })
  const lows = axes.map((along) => along.reduce((low, value) => Math.min(low, value), Infinity))
  const spans = axes.map(
    (along, axis) => along.reduce((high, value) => Math.max(high, value), -Infinity) - lows[axis]!,
  )
  const span = Math.max(...spans) || 1
  for (let row = 0; row < count; row++) {
    out[2 * row] = (axes[0]![row]! - lows[0]!) / span
    out[2 * row + 1] = (axes[1]![row]! - lows[1]!) / span
  }
  return out
}

function mean(points: Float64Array, axis: number): number {
  let sum = 0
  for (let at = axis; at < points.length; at += 2) sum += points[at]!
  return sum / (points.length / 2)
}

/** Lists in a seeded order, and which piece each of their rows is. */
export function shuffled(lists: NeighbourLists, seed: number): { lists: NeighbourLists; order: Int32Array } {
  const { count, k } = lists
  const order = Int32Array.from({ length: count }, (_, row) => row)
  if (seed === 0) return { lists, order }
  const random = createRandom(seed)
  for (let last = count - 1; last > 0; last--) {
    const other = random.integer(0, last)
    const kept = order[last]!
    order[last] = order[other]!
    order[other] = kept
  }
  const rowOf = new Int32Array(count)
  order.forEach((piece, row) => (rowOf[piece] = row))
  const indices = new Int32Array(count * k)
  const distances = new Float32Array(count * k)
  order.forEach((piece, row) => {
    for (let at = 0; at < k; at++) indices[row * k + at] = rowOf[lists.indices[piece * k + at]!]!
    distances.set(lists.distances.subarray(piece * k, (piece + 1) * k), row * k)
  })
  return { lists: { count, k, indices, distances }, order }
}

/** @throws CollectionError unless the lists name pieces there are, at distances that are numbers */
export function checkLists({ count, k, indices, distances }: NeighbourLists): void {
  const wrong = (what: string): never => {
    throw new CollectionError(`Neighbour lists are broken: ${what}. Make them again from the imprints.`)
  }
  if (indices.length !== count * k || distances.length !== count * k)
    wrong(`${count} lists of ${k} have ${indices.length} neighbours and ${distances.length} distances`)
  for (let at = 0; at < indices.length; at++) {
    const other = indices[at]!
    if (!(other >= 0 && other < count)) wrong(`piece ${Math.floor(at / k)} has the neighbour ${other} of ${count}`)
    if (!Number.isFinite(distances[at]!)) wrong(`piece ${Math.floor(at / k)} has a neighbour at ${distances[at]}`)
  }
}

/** Few pieces, which neither method has anything to say about: on a circle, in their order. */
export function onCircle(kind: string, count: number): MapLayout {
  const points = Float64Array.from({ length: 2 * count }, (_, at) => {
    const angle = (2 * Math.PI * (at >> 1)) / count
    return at % 2 === 0 ? Math.cos(angle) : Math.sin(angle)
  })
  return { kind, positions: count === 1 ? new Float32Array(2) : fitMap(points) }
}
