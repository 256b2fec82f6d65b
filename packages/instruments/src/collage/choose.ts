/**
 * Which pieces of a collection a collage is made of: those most like the ones that are asked for, and less like those
 * that are not wanted.
 *
 * Likeness in subject is the cosine of imprints; in colour, Bhattacharyya's coefficient of the shares of colours. The two
 * are on different scales, so each is standardised over the collection before they are mixed.
 */
import type { Collection, Imprints, Piece } from '@reverie/collection'
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

/**
 * Chooses.
 * @param own an imprint of a picture that is no piece, by which to choose instead of pieces
 * @throws InstrumentError when there are no such pieces, or fewer than two
 */
export async function choosePieces(
  collection: Collection,
  wish: Wish,
  seed: number,
  own?: Float32Array,
): Promise<Choice> {
  const [pieces, imprints] = await Promise.all([collection.pieces(), collection.imprints()])
  if (pieces.length < 2) {
    throw new InstrumentError(
      `A collage needs two pieces, and the collection "${collection.name}" has ${pieces.length}. Collect more pictures.`,
    )
  }
  const liked = rowsOf(wish.like, pieces, collection.name)
  const unliked = rowsOf(wish.unlike, pieces, collection.name)
  const drawn = createRandom(seed).integer(0, pieces.length - 1)
  const seeds = liked.length > 0 || own !== undefined ? liked : [drawn]
  const scores = scoresOf(pieces, imprints, seeds, unliked, wish.color, own)
  const first = seeds.slice(0, wish.count)
  const order = [...scores.keys()]
    .filter((row) => !first.includes(row) && !unliked.includes(row))
    .sort((one, other) => scores[other]! - scores[one]! || one - other)
  const rows = wish.twins
    ? [...first, ...order].slice(0, wish.count)
    : withoutTwins(first, order, wish.count, pieces, imprints)
  return { rows: Int32Array.from(rows), likeness: likenessOf(rows, scores, first.length), liked: seeds, unliked }
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

function scoresOf(
  pieces: readonly Piece[],
  imprints: Imprints,
  liked: readonly number[],
  unliked: readonly number[],
  color: number,
  own: Float32Array | undefined,
): Float64Array {
  const { vectors, dimensions } = imprints
  const count = pieces.length
  const scores = new Float64Array(count)
  if (color < 1) {
    const aim = new Float64Array(dimensions)
    const add = (vector: Float32Array, share: number): void => {
      for (let at = 0; at < dimensions; at++) aim[at]! += share * vector[at]!
    }
    const row = (index: number): Float32Array => vectors.subarray(index * dimensions, (index + 1) * dimensions)
    if (own !== undefined) add(own, 1)
    for (const index of liked) add(row(index), 1 / liked.length)
    for (const index of unliked) add(row(index), -0.5 / unliked.length)
    const likes = Float64Array.from({ length: count }, (_, index) => {
      const vector = row(index)
      let sum = 0
      for (let at = 0; at < dimensions; at++) sum += aim[at]! * vector[at]!
      return sum
    })
    addStandardised(scores, likes, 1 - color)
  }
  if (color > 0 && liked.length > 0) {
    const palettes = pieces.map(({ palette }) => palette.map(Math.sqrt))
    const likes = Float64Array.from(palettes, (palette) => {
      const against = (others: readonly number[]): number =>
        others.reduce((sum, other) => sum + dot(palette, palettes[other]!) / others.length, 0)
      return against(liked) - 0.5 * against(unliked)
    })
    addStandardised(scores, likes, color)
  }
  return scores
}

function dot(one: Float32Array, other: Float32Array): number {
  let sum = 0
  for (let at = 0; at < one.length; at++) sum += one[at]! * other[at]!
  return sum
}

function addStandardised(scores: Float64Array, likes: Float64Array, share: number): void {
  const mean = likes.reduce((sum, like) => sum + like, 0) / likes.length
  const square = likes.reduce((sum, like) => sum + (like - mean) ** 2, 0) / likes.length
  const deviation = Math.sqrt(square) || 1
  for (let at = 0; at < scores.length; at++) scores[at]! += (share * (likes[at]! - mean)) / deviation
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
function likenessOf(rows: readonly number[], scores: Float64Array, first: number): Float64Array {
  const most = scores[rows[first] ?? rows[0]!]!
  const least = scores[rows.at(-1)!]!
  return Float64Array.from(rows, (row, at) =>
    at < first ? 1 : most > least ? Math.max(0, Math.min(1, (scores[row]! - least) / (most - least))) : 1,
  )
}
