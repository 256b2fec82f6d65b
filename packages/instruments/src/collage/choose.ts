/**
 * Which pieces of a collection a collage is made of: those most like the ones that are asked for, and less like those
 * that are not wanted, as the collection's search finds them, without those that are almost the same as another.
 */
import { searchOver, type Collection, type Imprints, type Looks, type Piece } from '@reverie/collection'
import { createRandom } from '@reverie/recipe'
import { InstrumentError } from '../instrument.ts'
import type { CollageParameters } from './params.ts'

/** The pieces of a collage. */
export interface Choice {
  /** Rows of the collection, the first one first, then by likeness. */
  readonly rows: Int32Array
  /** 1 to 0, of each of those. */
  readonly likeness: Float64Array
  /** Rows that the others are chosen for, and against. */
  readonly liked: readonly number[]
  readonly unliked: readonly number[]
}

/** What is chosen by. */
export type Wish = Pick<CollageParameters, 'like' | 'unlike' | 'color' | 'count' | 'twins'>

/**
 * Two pictures are almost the same when their perceptual hashes differ in at most so many bits and the cosine of their
 * imprints is above the number below: a hash alone says little of drawings on transparent ground.
 */
const TWIN_BITS = [22, 12] as const
const TWIN_COSINES = [0.92, 0.8] as const
/** Pieces that are looked at for each that is taken, since some are twins. */
const LOOKED_AT = 2

/**
 * Chooses.
 * @param examples pictures that are no pieces, by which to choose beside the pieces that are named
 * @throws InstrumentError when there are no such pieces, or fewer than two
 */
export async function choosePieces(
  collection: Collection,
  wish: Wish,
  seed: number,
  examples: readonly Looks[] = [],
): Promise<Choice> {
  const [pieces, imprints] = await Promise.all([collection.pieces(), collection.imprints()])
  if (pieces.length < 2) {
    throw new InstrumentError(
      `A collage needs two pieces, and the collection "${collection.name}" has ${pieces.length}. Collect more pictures.`,
    )
  }
  const { count, color, twins } = wish
  const named = rowsOf(wish.like, pieces, collection.name)
  const unliked = rowsOf(wish.unlike, pieces, collection.name)
  const drawn = createRandom(seed).integer(0, pieces.length - 1)
  const liked = named.length > 0 || examples.length > 0 ? named : [drawn]
  const ids = (rows: readonly number[]): string[] => rows.map((row) => pieces[row]!.id)
  const hits = searchOver(pieces, imprints).find({
    like: [...ids(liked), ...examples],
    unlike: ids(unliked),
    weights: { subject: 1 - color, color },
    limit: twins ? count : LOOKED_AT * count,
  })
  const first = liked.slice(0, count)
  const order = hits.map(({ row }) => row)
  const rows = twins ? [...first, ...order].slice(0, count) : withoutTwins(first, order, count, pieces, imprints)
  const distances = new Map(hits.map(({ row, distance }) => [row, distance]))
  return { rows: Int32Array.from(rows), likeness: likenessOf(rows, distances), liked, unliked }
}

/** The pieces that a text names. @throws InstrumentError naming those that are not there */
function rowsOf(text: string, pieces: readonly Piece[], name: string): number[] {
  const missing: string[] = []
  const rows = text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
    .map((word) => {
      const row = pieces.findIndex(
        ({ id, paths }) =>
          id === word || paths.some((path) => path === word || path.slice(path.lastIndexOf('/') + 1) === word),
      )
      if (row < 0) missing.push(word)
      return row
    })
  if (missing.length > 0) {
    throw new InstrumentError(
      `The collection "${name}" has no piece ${missing.map((word) => `"${word}"`).join(', ')}. ` +
        'Give ids or file names of its pieces; "reverie search" finds them.',
    )
  }
  return [...new Set(rows)]
}

function dot(one: Float32Array, other: Float32Array): number {
  let sum = 0
  for (let at = 0; at < one.length; at++) sum += one[at]! * other[at]!
  return sum
}

function withoutTwins(
  first: readonly number[],
  order: readonly number[],
  most: number,
  pieces: readonly Piece[],
  { vectors, dimensions }: Imprints,
): number[] {
  const rows: number[] = []
  const low = new Uint32Array(most)
  const high = new Uint32Array(most)
  for (const [place, row] of [...first, ...order].entries()) {
    if (rows.length === most) break
    const { phash } = pieces[row]!
    const [lower, upper] = [Number(phash & 0xffff_ffffn), Number((phash >> 32n) & 0xffff_ffffn)]
    const own = vectors.subarray(row * dimensions, (row + 1) * dimensions)
    const isTwin = rows.some((other, at) => {
      const differ = bits(low[at]! ^ lower) + bits(high[at]! ^ upper)
      if (differ > TWIN_BITS[0]) return false
      const cosine = dot(own, vectors.subarray(other * dimensions, (other + 1) * dimensions))
      return cosine > (differ > TWIN_BITS[1] ? TWIN_COSINES[0] : TWIN_COSINES[1])
    })
    if (isTwin && place >= first.length) continue
    low[rows.length] = lower
    high[rows.length] = upper
    rows.push(row)
  }
  return rows
}

function bits(word: number): number {
  let rest = word - ((word >>> 1) & 0x5555_5555)
  rest = (rest & 0x3333_3333) + ((rest >>> 2) & 0x3333_3333)
  return Math.imul((rest + (rest >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24
}

/** From 1 for the first ones to 0 for the last. */
function likenessOf(rows: readonly number[], distances: ReadonlyMap<number, number>): Float64Array {
  const known = rows.flatMap((row) => distances.get(row) ?? [])
  const least = Math.min(...known)
  const span = Math.max(...known) - least
  return Float64Array.from(rows, (row) => {
    const distance = distances.get(row)
    return distance === undefined || span === 0 ? 1 : 1 - (distance - least) / span
  })
}
