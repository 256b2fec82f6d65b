/**
 * Where the pieces of a collage go: like beside like, evenly spread, in four stages.
 *
 *   relations   each piece's 8 nearest among the chosen ones            relations.ts
 *   sites       even places on the canvas or in a shape                 sites.ts
 *   places      pieces to sites as the map has them, then by swaps      assign.ts, anneal.ts
 *   relaxing    small moves for more kept neighbours at even areas      relax.ts
 *
 * Everything is plain data and depends on the request alone, its seed included: the same in Node and in browsers, but
 * for Math.exp and its like, which engines may round differently.
 */
import { createRandom, type Random } from '@reverie/recipe'
import { anneal } from './anneal.ts'
import { assignAlike } from './assign.ts'
import { nearestPoints } from './nearest.ts'
import { relax } from './relax.ts'
import { nearestOnMap, relationsOf, type Neighbours, type Relations } from './relations.ts'
import { insideMask, maskSites, rectangleSites, shareInside, type Mask } from './sites.ts'
import { spreadOf } from './spread.ts'

/** What to lay out. */
export interface LayoutRequest {
  /** Pieces, 2 or more; made for 10 to 3000. */
  readonly count: number
  /** Of the canvas, in any unit. */
  readonly width: number
  readonly height: number
  /** Who should be beside whom, among these pieces. Default: the nearest on the map. */
  readonly neighbours?: Neighbours
  /** [n, 2] positions on a map, to begin with. Default: a rough map made of the neighbours. */
  readonly map?: ArrayLike<number>
  /** Pieces that stay at a place, at the canvas's units. */
  readonly held?: readonly Held[]
  /** Shares of the area, relative to each other. Default: all alike. */
  readonly weights?: ArrayLike<number>
  /** A shape that all places lie in. */
  readonly mask?: Mask
  readonly seed?: number
  /** How much work is put in, 1 by default: twice that takes twice the time. */
  readonly effort?: number
  /** Coefficient of variation of the areas of cells, at most. Default: .045, .06 of 3000. Not for masks. */
  readonly evenness?: number
}

/** A piece that stays where it is. */
export interface Held {
  readonly piece: number
  readonly x: number
  readonly y: number
}

/** A look at a layout on its way. */
export interface LayoutStep {
  readonly stage: 'places' | 'relaxing'
  /** Of the whole work, 0 to 1. */
  readonly share: number
  /** [n, 2]; the same array at every step, so copy what you keep. */
  readonly positions: Float64Array
}

/** Variation of areas: a little below what 3000 of Lloyd's steps reach (.045 to .06) up to `MANY` pieces; more beyond. */
const EVENNESS = 0.045
const MANY = 1000
const EVENNESS_OF_MANY = 0.06
/** Share of the work that is spent on swaps. */
const SWAPS = 0.4
/** Proposals of swaps for each piece when all lie where they will, and the temperature: hardly any loss is taken. */
const LAST_SWAPS = 50
const LAST_TEMPERATURE = 0.05

/**
 * Lays out, in one go.
 * @returns [n, 2] positions on the canvas, all different
 * @throws RangeError when the request makes no sense
 */
export function layoutPositions(request: LayoutRequest): Float64Array {
  let positions: Float64Array = new Float64Array(2 * request.count)
  for (const step of layoutSteps(request)) positions = step.positions
  return positions
}

/**
 * Lays out step by step, to be drawn while it settles. It ends by itself; the last step holds the result.
 * @throws RangeError when the request makes no sense
 */
export function* layoutSteps(request: LayoutRequest): Generator<LayoutStep, void, void> {
  const { count, width, height, held = [], mask, effort = 1 } = check(request)
  const random = createRandom(request.seed ?? 0)
  const relations = wantedOf(request)
  const map = request.map ?? spreadOf(relations, random)
  const places = apart(held, mask, width, height)
  const sites =
    mask === undefined
      ? rectangleSites(count, width, height, places)
      : maskSites(count, width, height, mask, places)
  const locked = new Uint8Array(count)
  const siteOf = new Int32Array(count)
  for (const [site, { piece }] of held.entries()) {
    locked[piece] = 1
    siteOf[piece] = site
  }
  const free = Int32Array.from({ length: count }, (_, index) => index)
  assignAlike(
    map,
    free.filter((piece) => locked[piece] === 0),
    sites,
    free.subarray(held.length),
    siteOf,
  )

  const positions = new Float64Array(2 * count)
  const put = (): Float64Array => {
    for (let piece = 0; piece < count; piece++) {
      positions[2 * piece] = sites[2 * siteOf[piece]!]!
      positions[2 * piece + 1] = sites[2 * siteOf[piece]! + 1]!
    }
    return positions
  }
  yield { stage: 'places', share: 0, positions: put() }
  const area = mask === undefined ? width * height : width * height * shareInside(mask)
  const nearest = nearestPoints(sites, Math.min(12, count - 1))
  const swaps = anneal(relations, { sites, nearest, siteOf, locked, area }, scheduleOf(count, effort), random)
  for (const share of swaps) yield { stage: 'places', share: share * SWAPS, positions: put() }
  yield { stage: 'places', share: SWAPS, positions: put() }
  if (mask !== undefined) return

  const task = { relations, positions, width, height, locked, shares: sharesOf(request) }
  const steps = stepsOf(count, effort)
  for (const { step } of relax(task, { steps, limit: request.evenness ?? evennessOf(count), slack: 0.25 })) {
    yield { stage: 'relaxing', share: SWAPS + (1 - SWAPS) * Math.min(1, step / steps), positions }
  }
  if (isUniform(request.weights)) exchange(relations, positions, locked, area, random, effort)
  yield { stage: 'relaxing', share: 1, positions }
}

/** Pieces of equal shares trade places once more where that keeps more neighbours; no cell changes by it. */
function exchange(
  relations: Relations,
  positions: Float64Array,
  locked: Uint8Array,
  area: number,
  random: Random,
  effort: number,
): void {
  const { count } = relations
  const sites = positions.slice()
  const siteOf = Int32Array.from({ length: count }, (_, piece) => piece)
  const nearest = nearestPoints(sites, Math.min(12, count - 1))
  const schedule = {
    proposals: Math.round(LAST_SWAPS * count * effort),
    temperatures: [LAST_TEMPERATURE, LAST_TEMPERATURE],
    smooth: [0, 0],
  } as const
  const swaps = anneal(relations, { sites, nearest, siteOf, locked, area }, schedule, random)
  while (swaps.next().done !== true);
  for (let piece = 0; piece < count; piece++) {
    positions[2 * piece] = sites[2 * siteOf[piece]!]!
    positions[2 * piece + 1] = sites[2 * siteOf[piece]! + 1]!
  }
}

const isUniform = (weights: ArrayLike<number> | undefined): boolean =>
  weights === undefined || Array.from(weights).every((weight) => weight === weights[0])

/** The more pieces, the smaller each is, and the less its room shows. */
const evennessOf = (count: number): number =>
  EVENNESS + (EVENNESS_OF_MANY - EVENNESS) * Math.min(1, Math.max(0, (count - MANY) / (2 * MANY)))

const scheduleOf = (count: number, effort: number) => ({
  proposals: Math.round(Math.min(4000 * count, 550_000) * effort),
  temperatures: [2, 0.1] as const,
  smooth: [3, 0.3] as const,
})

const stepsOf = (count: number, effort: number): number =>
  Math.round(Math.max(40, Math.min(500, 90_000 / count ** 0.8)) * effort)

function wantedOf(request: LayoutRequest): Relations {
  if (request.neighbours !== undefined) return relationsOf(request.neighbours)
  return relationsOf(nearestOnMap(request.map!, Math.min(8, request.count - 1)))
}

function sharesOf({ count, weights }: LayoutRequest): Float64Array {
  const shares = Float64Array.from({ length: count }, (_, piece) => weights?.[piece] ?? 1)
  const sum = shares.reduce((total, weight) => total + weight, 0)
  return shares.map((weight) => weight / sum)
}

/** Held places, nudged where two coincide: no two pieces lie on one point. */
function apart(
  held: readonly Held[],
  mask: Mask | undefined,
  width: number,
  height: number,
): (readonly [number, number])[] {
  const taken = new Set<string>()
  return held.map(({ x, y }) => {
    const step = Math.max(width, height) * 1e-6
    let place: readonly [number, number] = [x, y]
    for (let turn = 1; taken.has(place.join()); turn++) {
      const angle = turn * 2.399963
      const next = [x + step * turn * Math.cos(angle), y + step * turn * Math.sin(angle)] as const
      if (next[0] < 0 || next[1] < 0 || next[0] > width || next[1] > height) continue
      if (mask !== undefined && !insideMask(mask, next[0], next[1], width, height)) continue
      place = next
    }
    taken.add(place.join())
    return place
  })
}

function check(request: LayoutRequest): LayoutRequest {
  const { count, width, height, map, neighbours, weights, held = [] } = request
  const fail = (message: string): never => {
    throw new RangeError(message)
  }
  if (!Number.isInteger(count) || count < 2) fail(`A collage needs 2 or more pieces, found ${count}.`)
  if (!(width > 0 && height > 0 && Number.isFinite(width * height))) {
    fail(`The canvas of a collage should have a positive width and height, found ${width} × ${height}.`)
  }
  if (map === undefined && neighbours === undefined) {
    fail('A collage needs to know who is like whom. Give neighbour lists, positions on a map, or both.')
  }
  if (map !== undefined && map.length !== 2 * count) {
    fail(`A map of ${count} pieces should have ${2 * count} numbers, found ${map.length}.`)
  }
  if (neighbours !== undefined && neighbours.indices.length !== count * neighbours.k) {
    fail(`Neighbour lists of ${count} × ${neighbours.k} were expected, found ${neighbours.indices.length} numbers.`)
  }
  if (weights !== undefined && Array.from(weights).some((weight) => !(weight > 0 && Number.isFinite(weight)))) {
    fail('Weights of pieces should be positive numbers.')
  }
  const pieces = new Set<number>()
  for (const { piece, x, y } of held) {
    if (!Number.isInteger(piece) || piece < 0 || piece >= count || pieces.has(piece)) {
      fail(`Held pieces should be different whole numbers from 0 to ${count - 1}, found ${piece}.`)
    }
    if (!(x >= 0 && y >= 0 && x <= width && y <= height)) {
      fail(`Piece ${piece} is held at (${x}, ${y}), outside of the canvas of ${width} × ${height}.`)
    }
    pieces.add(piece)
  }
  return request
}
