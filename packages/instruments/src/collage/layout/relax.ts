/**
 * The fine work: pieces leave their sites a little, so that more of the wanted neighbours are among their 8 nearest while
 * the cells keep their areas.
 *
 * Three kinds of forces. (1) Wanted neighbours at the edge of the 8 are pulled in and unwanted ones pushed out
 * (attract.ts). (2) The gradient of Σ (area − target)², exactly (cells.ts),
 * which evens areas without making the cells round: long cells beside each other are how a plane keeps neighbours that
 * Lloyd's steps, which round every cell, tear apart. (3) Pieces that come too close part, since cells alone would let two
 * pieces lie almost on each other with the border between them; and those around a hole close it, since even areas alone
 * leave long cells with nothing in their middles.
 *
 * The areas may vary more at first, then less, down to the limit: a controller weakens (1) whenever they vary more than
 * planned. The best positions within the limit are kept.
 */
import { attract, wishesOf } from './attract.ts'
import { cellsOf, cellsWithin, variation, type Cells } from './cells.ts'
import { nearestPoints, remeasure, type Nearest } from './nearest.ts'
import type { Relations } from './relations.ts'
import { follow, trianglesOf } from './triangles.ts'

/** What is relaxed. */
export interface Relaxation {
  readonly relations: Relations
  /** [n, 2], in the canvas, all different; changed in place. */
  readonly positions: Float64Array
  readonly width: number
  readonly height: number
  /** What share of the canvas each cell should have; they sum to 1. */
  readonly shares: Float64Array
  /** Pieces that may not move: 1 for those. */
  readonly locked: Uint8Array
}

/** How long and how far. */
export interface RelaxPlan {
  readonly steps: number
  /** Variation of the areas, at most, at the end; at the start of the steps. */
  readonly limit: number
  readonly slack: number
}

/** Where it stands after a step. */
export interface RelaxState {
  readonly step: number
  /** Share of wanted neighbours kept. */
  readonly kept: number
  /** Coefficient of variation of the cells' areas relative to what they should be. */
  readonly variation: number
}

/** Nearest that may be pushed out. */
const WATCHED = 12
/** Steps after which triangles and lists of nearest points are made anew; between them they only follow. */
const FRESH = 12
/** A step's pull, in mean distances, while nothing is held back. */
const PULL = 0.04
/** How fast areas are evened beside pulls. Stable below about 1.7, but a quarter of it keeps the most neighbours in few steps. */
const EVENING = 0.4
/** The same where nothing pulls. */
const EVENING_ALONE = 0.4
/**
 * Pieces closer than this part, in mean distances. Less keeps more neighbours and lets pieces overlap more, so it is less
 * where there are more pieces, which keep fewer.
 */
const coreOf = (count: number): number => Math.max(0.7, 0.955 - 0.0035 * Math.sqrt(count))
/** Empty circles of a larger radius than this are closed, in mean distances; on a lattice all are 0.62. */
const HOLE = 0.9
/** What share of a hole's excess the pieces around it go in a step. */
const FILLING = 0.15
/** What share of the missing distance a piece gives way in a step. */
const PARTING = 0.2
/** Nothing moves farther in one step, in mean distances. */
const STRIDE = 0.15
/** Steps that only even the areas, at most, once the others are done. */
const LAST_STEPS = 60

/**
 * Relaxes, in place.
 * @yields the state after each step, while `positions` hold that step's
 */
export function* relax(task: Relaxation, plan: RelaxPlan): Generator<RelaxState, void, void> {
  const { positions, width, height, relations, shares } = task
  const { count } = relations
  const mean = Math.sqrt((width * height) / count)
  const targets = shares.map((share) => share * width * height)
  const forces = new Float64Array(2 * count)
  const best = { kept: -1, positions: positions.slice() }
  let strength = 1
  const wishes = wishesOf(relations)
  const marks = new Int32Array(count)
  let near = nearestPoints(positions, Math.min(WATCHED, count - 1))
  let triangles = trianglesOf(positions, width, height)
  let cells = cellsWithin(triangles, positions)
  for (let step = 0; step <= plan.steps + LAST_STEPS; step++) {
    const done = Math.min(1, step / Math.max(1, plan.steps))
    const isFresh = step % FRESH === 0
    if (isFresh || !follow(triangles, positions, width, height)) triangles = trianglesOf(positions, width, height)
    cells = cellsWithin(triangles, positions, cells)
    const uneven = variation(cells.areas, targets)
    const last = step >= plan.steps
    if (isFresh) near = nearestPoints(positions, Math.min(WATCHED, count - 1))
    else remeasure(near, positions)
    const kept = attract(wishes, positions, near, mean * (0.3 - 0.25 * done), forces, marks)
    if (uneven <= plan.limit && kept > best.kept) {
      best.kept = kept
      best.positions.set(positions)
    }
    yield { step, kept, variation: uneven }
    if (last && (best.kept >= 0 || step === plan.steps + LAST_STEPS)) break
    const goal = plan.limit * 0.93 + (plan.slack - plan.limit) * Math.max(0, 1 - done / 0.95)
    strength = Math.min(2, Math.max(1e-4, strength * (uneven > goal ? 0.8 : 1.15)))
    for (let at = 0; at < forces.length; at++) forces[at]! *= last ? 0 : strength * PULL * mean
    part(positions, near, coreOf(count) * mean, forces)
    fill(positions, cells, HOLE * mean, forces)
    move(task, cells, targets, forces, last ? EVENING_ALONE : EVENING, mean)
  }
  if (best.kept >= 0) positions.set(best.positions)
}

/**
 * Moves pieces until the areas are as even as planned, and no farther.
 * @yields the variation of the areas after each step
 */
export function* even(task: Relaxation, limit: number, steps: number): Generator<number, void, void> {
  const { positions, width, height, relations, shares } = task
  const mean = Math.sqrt((width * height) / relations.count)
  const targets = shares.map((share) => share * width * height)
  const forces = new Float64Array(2 * relations.count)
  for (let step = 0; step < steps; step++) {
    const cells = cellsOf(positions, width, height)
    const uneven = variation(cells.areas, targets)
    yield uneven
    if (uneven <= limit) break
    forces.fill(0)
    move(task, cells, targets, forces, EVENING_ALONE, mean)
  }
}

/** Adds what parts pieces that are closer than `core`: each gives way by `PARTING` of what is missing. */
function part(positions: Float64Array, { k, indices, squares }: Nearest, core: number, forces: Float64Array): void {
  for (let start = 0; start < indices.length; start += k) {
    const piece = start / k
    for (let at = start; at < start + k && squares[at]! < core * core; at++) {
      const distance = Math.sqrt(squares[at]!)
      const push = (PARTING * (core - distance)) / Math.max(distance, 1e-9)
      const other = indices[at]!
      forces[2 * piece]! += push * (positions[2 * piece]! - positions[2 * other]!)
      forces[2 * piece + 1]! += push * (positions[2 * piece + 1]! - positions[2 * other + 1]!)
    }
  }
}

/** Adds what closes holes: the three points around an empty circle larger than `most` go towards its middle. */
function fill(positions: Float64Array, { circles }: Cells, most: number, forces: Float64Array): void {
  const { points, centres } = circles
  const count = positions.length / 2
  for (let corner = 0; corner < points.length; corner++) {
    const piece = points[corner]!
    if (piece >= count) continue
    const circle = 2 * ((corner / 3) | 0)
    const dx = centres[circle]! - positions[2 * piece]!
    const dy = centres[circle + 1]! - positions[2 * piece + 1]!
    const square = dx * dx + dy * dy
    if (square <= most * most) continue
    const radius = Math.sqrt(square)
    const pull = (FILLING * (Math.min(radius, 2 * most) - most)) / radius
    forces[2 * piece]! += pull * dx
    forces[2 * piece + 1]! += pull * dy
  }
}

/** One step along the forces and towards even areas. */
function move(
  task: Relaxation,
  cells: Cells,
  targets: Float64Array,
  forces: Float64Array,
  evening: number,
  mean: number,
): void {
  const { positions, width, height, locked } = task
  const { count, from, to, ratio, middleX, middleY } = cells.borders
  const scale = evening / (mean * mean)
  for (let border = 0; border < count; border++) {
    const one = from[border]!
    const two = to[border]!
    const difference = cells.areas[one]! - targets[one]! - (cells.areas[two]! - targets[two]!)
    const push = scale * difference * ratio[border]!
    forces[2 * one]! -= push * (middleX[border]! - positions[2 * one]!)
    forces[2 * one + 1]! -= push * (middleY[border]! - positions[2 * one + 1]!)
    forces[2 * two]! += push * (middleX[border]! - positions[2 * two]!)
    forces[2 * two + 1]! += push * (middleY[border]! - positions[2 * two + 1]!)
  }
  const stride = STRIDE * mean
  const rim = mean * 0.02
  for (let piece = 0; piece < locked.length; piece++) {
    if (locked[piece] !== 0) continue
    const x = positions[2 * piece]! + Math.min(stride, Math.max(-stride, forces[2 * piece]!))
    const y = positions[2 * piece + 1]! + Math.min(stride, Math.max(-stride, forces[2 * piece + 1]!))
    positions[2 * piece] = Math.min(width - rim, Math.max(rim, x))
    positions[2 * piece + 1] = Math.min(height - rim, Math.max(rim, y))
  }
}
