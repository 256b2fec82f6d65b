/**
 * Places for added pieces on a map that is kept: at the weighted mean of their neighbours that have a place. The old ones
 * stay where they are, to the bit.
 */
import type { MapLayout, NeighbourLists } from '../collection.ts'
import { CollectionError } from '../error.ts'

/** Neighbours that count, the nearest first. */
const NEIGHBOURS = 15
/** Rounds of narrowing the mean to where most of the weight is. */
const NARROWINGS = 3

/**
 * Fills in the places that are not numbers.
 *
 * A neighbour weighs exp(−(d − nearest d) / the mean of d − nearest d), as the strengths of UMAP's graph do. A plain mean
 * of neighbours on two islands would be in the sea between them, so it is narrowed: neighbours far from the mean, next
 * to the others, lose weight, which leads to the island with most of them. New pieces without placed neighbours wait for
 * those that are placed next to them; what has no tie to the map at all goes to its emptiest place.
 * @param layout a free layout, or an earlier one brought into the pieces' order: NaN for each new one
 * @param lists of all pieces, old and new
 * @returns the same places for the old ones; `layout` itself when there are no new ones
 * @throws CollectionError when layout and lists are not of the same pieces, or no piece has a place
 */
export function placeNew(layout: MapLayout, lists: NeighbourLists): MapLayout {
  const { count } = lists
  if (layout.positions.length !== 2 * count)
    throw new CollectionError(
      `The map "${layout.kind}" has places for ${layout.positions.length / 2} pieces, the neighbour lists are of ${count}. Bring the map into the pieces' order first.`,
    )
  const positions = layout.positions.slice()
  const placed = Uint8Array.from({ length: count }, (_, piece) => (Number.isNaN(positions[2 * piece]!) ? 0 : 1))
  let waiting = Array.from(placed.keys()).filter((piece) => placed[piece] === 0)
  if (waiting.length === 0) return layout
  if (waiting.length === count)
    throw new CollectionError(`No piece has a place on the map "${layout.kind}". Make the map anew.`)
  const ties = tiesOf(lists, waiting)
  const side = spacing(positions, count - waiting.length)
  while (waiting.length > 0) {
    const known = waiting.map((piece) => ({
      piece,
      friends: ties.get(piece)!.filter(({ other }) => placed[other] === 1),
    }))
    const ready = known.filter(({ friends }) => friends.length > 0)
    if (ready.length === 0) {
      spiral(positions, placed, waiting, side)
      break
    }
    // Together, so that their order does not matter.
    const places = ready.map(({ piece, friends }) => beside(narrowed(friends, positions), piece, side))
    ready.forEach(({ piece }, at) => {
      positions.set(places[at]!, 2 * piece)
      placed[piece] = 1
    })
    waiting = waiting.filter((piece) => placed[piece] === 0)
  }
  return { ...layout, positions }
}

/** A neighbour, either way. */
interface Tie {
  readonly other: number
  readonly distance: number
}

/** The neighbours of the waiting, and who has them as neighbours, nearest first. */
function tiesOf({ count, k, indices, distances }: NeighbourLists, waiting: readonly number[]): Map<number, Tie[]> {
  const ties = new Map<number, Tie[]>(waiting.map((piece) => [piece, []]))
  for (let piece = 0; piece < count; piece++) {
    const own = ties.get(piece)
    for (let at = 0; at < Math.min(k, NEIGHBOURS); at++) {
      const other = indices[piece * k + at]!
      const distance = distances[piece * k + at]!
      own?.push({ other, distance })
      ties.get(other)?.push({ other: piece, distance })
    }
  }
  for (const [piece, list] of ties) {
    const nearest = new Map(list.map((tie) => [tie.other, tie]))
    const sorted = [...nearest.values()].sort(
      (left, right) => left.distance - right.distance || left.other - right.other,
    )
    ties.set(piece, sorted)
  }
  return ties
}

function narrowed(friends: readonly Tie[], positions: Float32Array): [number, number] {
  const used = friends.slice(0, NEIGHBOURS)
  const nearest = used[0]!.distance
  const scale = used.reduce((sum, { distance }) => sum + distance - nearest, 0) / used.length || 1
  const strengths = used.map(({ distance }) => Math.exp((nearest - distance) / scale))
  let weights = strengths
  let middle = mean(used, weights, positions)
  for (let round = 0; round < NARROWINGS; round++) {
    const squares = used.map(
      ({ other }) => (positions[2 * other]! - middle[0]) ** 2 + (positions[2 * other + 1]! - middle[1]) ** 2,
    )
    const typical = squares.toSorted((left, right) => left - right)[used.length >> 1]!
    if (typical === 0) return middle
    weights = strengths.map((strength, at) => strength / (1 + squares[at]! / typical))
    middle = mean(used, weights, positions)
  }
  return middle
}

function mean(friends: readonly Tie[], weights: readonly number[], positions: Float32Array): [number, number] {
  let [x, y, sum] = [0, 0, 0]
  for (const [at, { other }] of friends.entries()) {
    x += weights[at]! * positions[2 * other]!
    y += weights[at]! * positions[2 * other + 1]!
    sum += weights[at]!
  }
  return [x / sum, y / sum]
}

/** The side of a square that a piece has for itself if the pieces shared the map evenly. */
function spacing(positions: Float32Array, count: number): number {
  const high = positions.reduce((most, value, at) => (at % 2 === 1 && value > most ? value : most), 0)
  return Math.sqrt((high || 1) / count)
}

/** A little to the side, so that pieces with the same only neighbour do not hide each other; the angle is the row's. */
function beside([x, y]: [number, number], piece: number, side: number): [number, number] {
  const angle = piece * GOLDEN
  return [within(x + 0.1 * side * Math.cos(angle)), within(y + 0.1 * side * Math.sin(angle))]
}

const GOLDEN = Math.PI * (3 - Math.sqrt(5))
const within = (value: number): number => Math.min(1, Math.max(0, value))

/** Cells along the map's longer side that are searched for room. */
const CELLS = 48

/** Puts pieces like a sunflower's seeds about the point of the map that is farthest from all placed ones. */
function spiral(positions: Float32Array, placed: Uint8Array, pieces: readonly number[], side: number): void {
  const high = positions.reduce((most, value, at) => (at % 2 === 1 && value > most ? value : most), 0)
  const points = Array.from(placed.keys()).filter((piece) => placed[piece] === 1)
  let best: [number, number] = [0.5, high / 2]
  let room = -1
  // Coarse: each placed piece marks its cell, and the free cell whose nearest marked one is farthest is taken.
  const marked = new Set(
    points.map((piece) => cellAt(positions[2 * piece]!) + CELLS * cellAt(positions[2 * piece + 1]!)),
  )
  for (let cell = 0; cell < CELLS * Math.max(1, Math.ceil(CELLS * high)); cell++) {
    const [column, row] = [cell % CELLS, Math.floor(cell / CELLS)]
    let nearest = Math.min(column + 1, row + 1, CELLS - column, Math.ceil(CELLS * high) - row) ** 2
    for (const mark of marked) {
      const square = (column - (mark % CELLS)) ** 2 + (row - Math.floor(mark / CELLS)) ** 2
      if (square < nearest) nearest = square
    }
    if (nearest <= room) continue
    room = nearest
    best = [(column + 0.5) / CELLS, (row + 0.5) / CELLS]
  }
  const reach = Math.min(side / 2, Math.sqrt(Math.max(room, 1) / pieces.length) / CELLS)
  pieces.forEach((piece, at) => {
    const radius = reach * Math.sqrt(at)
    positions[2 * piece] = within(best[0] + radius * Math.cos(at * GOLDEN))
    positions[2 * piece + 1] = within(best[1] + radius * Math.sin(at * GOLDEN))
  })
}

const cellAt = (value: number): number => Math.min(CELLS - 1, Math.floor(value * CELLS))
