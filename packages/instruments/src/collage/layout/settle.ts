/**
 * After an edit: what was moved stays where it was put, and the others make room, without a new layout. First pieces that
 * are too close part; then the areas of cells even out, where there is no shape to stay in. Both act from neighbour to
 * neighbour, so that a change is felt around it and hardly farther away.
 */
import { nearestPoints } from './nearest.ts'
import { even } from './relax.ts'
import { relationsOf } from './relations.ts'
import { insideMask, shareInside, type Mask } from './sites.ts'

/** An edited layout. Of pieces that were removed there is nothing left here. */
export interface SettleRequest {
  /** [n, 2], with the edits already made. */
  readonly positions: ArrayLike<number>
  readonly width: number
  readonly height: number
  /** Pieces that stay where they are. */
  readonly locked: readonly number[]
  /** Shares of the area, relative to each other. Default: all alike. */
  readonly weights?: ArrayLike<number>
  readonly mask?: Mask
}

/** As even as the eye asks for after an edit; coarser than a new layout, so that less moves. */
const LIMIT = 0.08
const STEPS = 80
/** Pieces closer than this part, in mean distances: closer than any two in a new layout. */
const CLOSE = 0.5
/** Less than this, in mean distances, is rest. */
const REST = 0.002

/**
 * Lets the pieces around edits settle.
 * @yields [n, 2] positions after each step, the same array every time; the last are the result
 */
export function* settleSteps(request: SettleRequest): Generator<Float64Array, void, void> {
  const { width, height, mask } = request
  const positions = Float64Array.from(request.positions)
  const count = positions.length / 2
  const locked = new Uint8Array(count)
  for (const piece of request.locked) locked[piece] = 1
  const mean = Math.sqrt((width * height) / count)
  unstack(positions, locked, mean, request)
  yield positions
  if (count < 2) return
  yield* part(positions, locked, request)
  if (mask !== undefined) return
  const shares = Float64Array.from({ length: count }, (_, piece) => request.weights?.[piece] ?? 1)
  const sum = shares.reduce((total, weight) => total + weight, 0)
  const nobody = relationsOf({ k: 1, indices: new Int32Array(count).fill(-1) })
  const task = {
    relations: nobody,
    positions,
    width,
    height,
    locked,
    shares: shares.map((weight) => weight / sum),
  }
  const before = positions.slice()
  for (const _ of even(task, LIMIT, STEPS)) {
    yield positions
    let farthest = 0
    for (let at = 0; at < positions.length; at++) {
      farthest = Math.max(farthest, Math.abs(positions[at]! - before[at]!))
    }
    // The first look comes before the first move.
    if (farthest > 0 && farthest < REST * mean) break
    before.set(positions)
  }
}

/** Free pieces that lie on another one step aside, by the golden angle, so that there is a direction to push in. */
function unstack(
  positions: Float64Array,
  locked: Uint8Array,
  mean: number,
  { width, height, mask }: SettleRequest,
): void {
  const taken = new Set<string>()
  const spot = (piece: number): string => `${positions[2 * piece]},${positions[2 * piece + 1]}`
  for (const piece of locked.keys()) if (locked[piece] !== 0) taken.add(spot(piece))
  for (const piece of locked.keys()) {
    if (locked[piece] !== 0) continue
    const x = positions[2 * piece]!
    const y = positions[2 * piece + 1]!
    for (let turn = 1; taken.has(spot(piece)); turn++) {
      const step = mean * 0.05 * Math.sqrt(turn)
      const nextX = x + step * Math.cos(turn * 2.399963)
      const nextY = y + step * Math.sin(turn * 2.399963)
      if (nextX < 0 || nextY < 0 || nextX > width || nextY > height) continue
      if (mask !== undefined && turn < 1000 && !insideMask(mask, nextX, nextY, width, height)) continue
      positions[2 * piece] = nextX
      positions[2 * piece + 1] = nextY
    }
    taken.add(spot(piece))
  }
}

/** Pieces closer than they should be part, as far as the canvas or the shape lets them. */
function* part(
  positions: Float64Array,
  locked: Uint8Array,
  { width, height, mask }: SettleRequest,
): Generator<Float64Array, void, void> {
  const count = locked.length
  const area = width * height * (mask === undefined ? 1 : shareInside(mask))
  const apart = CLOSE * Math.sqrt(area / count)
  for (let step = 0; step < STEPS; step++) {
    const { k, indices, squares } = nearestPoints(positions, Math.min(6, count - 1))
    const moves = new Float64Array(2 * count)
    for (let at = 0; at < indices.length; at++) {
      const piece = Math.floor(at / k)
      const distance = Math.sqrt(squares[at]!)
      if (locked[piece] !== 0 || distance >= apart) continue
      const other = indices[at]!
      const push = (0.3 * (apart - distance)) / Math.max(distance, 1e-9)
      moves[2 * piece]! += push * (positions[2 * piece]! - positions[2 * other]!)
      moves[2 * piece + 1]! += push * (positions[2 * piece + 1]! - positions[2 * other + 1]!)
    }
    let farthest = 0
    for (let piece = 0; piece < count; piece++) {
      const x = positions[2 * piece]! + moves[2 * piece]!
      const y = positions[2 * piece + 1]! + moves[2 * piece + 1]!
      if (x < 0 || y < 0 || x > width || y > height) continue
      if (mask !== undefined && !insideMask(mask, x, y, width, height)) continue
      farthest = Math.max(farthest, Math.abs(moves[2 * piece]!), Math.abs(moves[2 * piece + 1]!))
      positions[2 * piece] = x
      positions[2 * piece + 1] = y
    }
    if (farthest < REST * apart) break
    yield positions
  }
}
