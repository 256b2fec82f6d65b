/**
 * Searching a collection: by examples, words and colours, within a filter. Everything is compared with everything, which
 * takes milliseconds for tens of thousands of pieces; the same code runs in Node and in browsers.
 *
 * Each way of being alike gives a distance of its own: the subject by the imprints, the colours by the palettes or by what
 * is wanted, the words by their rank. A hit's distance is their mean by weights: the slider between subject and colour is
 * two of these weights.
 */
import type { Color } from '@reverie/image'
import type { Collection, Imprints } from '../collection.ts'
import { CollectionError } from '../error.ts'
import type { Piece } from '../piece.ts'
import { blend, distanceTo } from './blend.ts'
import { colorReasons, mainColorsOf, paletteRows, wantedDistance } from './colors.ts'
import { passes } from './filter.ts'
import type { Example, Hit, Looks, Query, Way } from './query.ts'
import { indexWords, type WordHit, type WordIndex } from './words.ts'

/** A collection that is ready to be searched. */
export interface Search {
  readonly pieces: readonly Piece[]
  /**
   * Hits, the nearest first; of equally near ones the earlier piece. Without examples, words and colours all that pass
   * the filter, in the collection's order.
   * @throws CollectionError when an example is no piece of the collection, or its imprint of another length
   */
  find(query: Query): Hit[]
  /** What a piece looks like. @throws CollectionError when there is no such piece */
  looksOf(id: string): Looks
}

/** Weights unless said. */
const WEIGHTS = { subject: 0.8, color: 0.2, words: 0.5 }
/** Of colours that are asked for by themselves. */
const WANTED = 0.5
const LIMIT = 20

/** Reads what a search needs. */
export async function openSearch(collection: Pick<Collection, 'pieces' | 'imprints'>): Promise<Search> {
  const [pieces, imprints] = [await collection.pieces(), await collection.imprints()]
  return searchOver(pieces, imprints)
}

/** As `openSearch`, of what is at hand. */
export function searchOver(pieces: readonly Piece[], imprints: Imprints): Search {
  const rowOf = new Map(pieces.map(({ id }, row) => [id, row]))
  let words: WordIndex | undefined
  let palettes: Float32Array | undefined

  const looksOfRow = (row: number): Looks => ({
    imprint: imprints.vectors.subarray(row * imprints.dimensions, (row + 1) * imprints.dimensions),
    palette: pieces[row]!.palette,
    colors: pieces[row]!.colors,
  })
  const rowOfId = (id: string): number => {
    const row = rowOf.get(id)
    if (row === undefined)
      throw new CollectionError(`There is no piece "${id}" in the collection (${pieces.length} pieces).`)
    return row
  }
  const looks = (example: Example): Looks => {
    const found = typeof example === 'string' ? looksOfRow(rowOfId(example)) : example
    if (found.imprint.length === imprints.dimensions) return found
    throw new CollectionError(
      `Imprints of this collection have ${imprints.dimensions} numbers, found ${found.imprint.length}: make the imprint ` +
        `with the collection's own model and whitening.`,
    )
  }

  const find = (query: Query): Hit[] => {
    const { like = [], unlike = [], text = '', colors = [], filter, limit = LIMIT } = query
    const asked = [...like, ...unlike]
    const examples = { like: like.map(looks), unlike: unlike.map(looks) }
    const own = new Set(asked.filter((example) => typeof example === 'string').map(rowOfId))
    const found = text.trim() === '' ? undefined : new Map(wordsIn(text).map((hit) => [hit.row, hit] as const))
    const ways = waysOf(query, examples, found)
    const total = ways.reduce((sum, { weight }) => sum + weight, 0)
    const near: { row: number; distance: number }[] = []
    for (const [row, piece] of pieces.entries()) {
      if (own.has(row) || (found !== undefined && !found.has(row))) continue
      if (filter !== undefined && !passes(filter, piece)) continue
      let sum = 0
      for (const { weight, distance } of ways) sum += weight * distance(row)
      near.push({ row, distance: total === 0 ? 0 : sum / total })
    }
    const wanted = colors.length > 0 ? colors.map(({ color }) => color) : examples.like.flatMap(mainColors)
    return near
      .sort((left, right) => left.distance - right.distance || left.row - right.row)
      .slice(0, limit)
      .map(({ row, distance }) => ({
        row,
        id: pieces[row]!.id,
        path: pieces[row]!.path,
        distance,
        why: {
          distances: Object.fromEntries(ways.map((each) => [each.way, each.distance(row)])),
          tags: sharedTags(like, row),
          words: found?.get(row)?.words ?? [],
          colors: colorReasons(wanted, pieces[row]!),
          ...(examples.like.length === 0 ? {} : { example: nearestExample(examples.like, row) }),
        },
      }))
  }

  const wordsIn = (text: string): WordHit[] => {
    words ??= indexWords(pieces)
    return words.find(text)
  }

  /** How pieces are compared, with the weights; ways of no weight are left out. */
  const waysOf = (
    { colors = [], weights = {} }: Query,
    { like, unlike }: { like: readonly Looks[]; unlike: readonly Looks[] },
    found: ReadonlyMap<number, WordHit> | undefined,
  ): { way: Way; weight: number; distance: (row: number) => number }[] => {
    const ways: { way: Way; weight: number; distance: (row: number) => number }[] = []
    const examples = like.length + unlike.length > 0
    if (examples) {
      const direction = blend(
        like.map(({ imprint }) => imprint),
        unlike.map(({ imprint }) => imprint),
      )
      const weight = weights.subject ?? WEIGHTS.subject
      ways.push({ way: 'subject', weight, distance: (row) => distanceTo(direction, imprints.vectors, row) })
    }
    if (colors.length > 0) {
      const weight = weights.color ?? WANTED
      ways.push({ way: 'color', weight, distance: (row) => wantedDistance(colors, pieces[row]!) })
    } else if (examples) {
      const roots = (each: readonly Looks[]): Float32Array[] => each.map(({ palette }) => palette.map(Math.sqrt))
      const direction = blend(roots(like), roots(unlike))
      const weight = weights.color ?? WEIGHTS.color
      if (weight > 0) palettes ??= paletteRows(pieces.map(({ palette }) => palette))
      ways.push({ way: 'color', weight, distance: (row) => distanceTo(direction, palettes!, row) })
    }
    if (found !== undefined) {
      const weight = weights.words ?? WEIGHTS.words
      ways.push({ way: 'words', weight, distance: (row) => found.get(row)!.distance })
    }
    return ways.filter(({ weight }) => weight > 0)
  }

  const sharedTags = (like: readonly Example[], row: number): string[] => {
    const tags = new Set(
      like.flatMap((example) => (typeof example === 'string' ? pieces[rowOfId(example)]!.tags : [])),
    )
    return pieces[row]!.tags.filter((tag) => tags.has(tag))
  }

  const nearestExample = (like: readonly Looks[], row: number): number => {
    const distances = like.map(({ imprint }) => distanceTo(imprint, imprints.vectors, row))
    return distances.indexOf(Math.min(...distances))
  }

  return { pieces, find, looksOf: (id) => looksOfRow(rowOfId(id)) }
}

const mainColors = ({ colors }: Looks): Color[] =>
  mainColorsOf(colors)
    .slice(0, 3)
    .map(({ lab }) => lab)
