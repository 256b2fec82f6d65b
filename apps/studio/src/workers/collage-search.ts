/** Pieces of a collection by words and by likeness, and one in the place of another. */
import type { Bundle, Piece } from '@reverie/collection/web'
import { encodeCredit, encodeOutline } from '@reverie/instruments/web'
import type { JSONValue } from '../instrument.ts'
import type { PieceCard, Search } from './collage-api.ts'

/** A piece as people know it. */
export const cardOf = ({ id, title, author, link, license, width, height }: Piece): PieceCard => ({
  id,
  title,
  author,
  link,
  license,
  aspect: width / height,
})

/** Pieces by words, or by likeness, the best first; without either, some of all. */
export async function findPieces(collection: Bundle, { words, like, count }: Search): Promise<PieceCard[]> {
  const pieces = await collection.pieces()
  if (words.trim() !== '') return byWords(pieces, words).slice(0, count).map(cardOf)
  if (like !== undefined) return byLikeness(collection, pieces, like, count)
  // Evenly through the collection, so that all kinds of it are seen.
  const step = Math.max(1, pieces.length / count)
  return Array.from({ length: Math.min(count, pieces.length) }, (_, at) => cardOf(pieces[Math.floor(at * step)]!))
}

/** All words count; those at the beginning of the title's words come first. */
function byWords(pieces: readonly Piece[], words: string): Piece[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  const found = pieces.flatMap((piece) => {
    const title = ` ${piece.title.toLowerCase()}`
    const rest = ` ${[piece.author, ...piece.tags, piece.path].join(' ').toLowerCase()}`
    let score = 0
    for (const word of wanted) {
      if (title.includes(` ${word}`)) score += 4
      else if (title.includes(word)) score += 3
      else if (rest.includes(` ${word}`)) score += 2
      else if (rest.includes(word)) score += 1
      else return []
    }
    return [{ piece, score: score - title.length / 1000 }]
  })
  return found.sort((a, b) => b.score - a.score).map(({ piece }) => piece)
}

async function byLikeness(
  collection: Bundle,
  pieces: readonly Piece[],
  like: string,
  count: number,
): Promise<PieceCard[]> {
  const { vectors, dimensions } = await collection.imprints()
  const row = pieces.findIndex(({ id }) => id === like)
  if (row < 0) return []
  const own = vectors.subarray(row * dimensions, (row + 1) * dimensions)
  const cosine = (other: number) => {
    let sum = 0
    for (let at = 0; at < dimensions; at++) sum += own[at]! * vectors[other * dimensions + at]!
    return sum
  }
  const cosines = pieces.map((_, other) => (other === row ? -Infinity : cosine(other)))
  const order = [...cosines.keys()].sort((a, b) => cosines[b]! - cosines[a]!)
  return order.slice(0, Math.min(count, pieces.length - 1)).map((other) => cardOf(pieces[other]!))
}

/** The edit that puts a piece in the place of another. */
export async function swapEdit(collection: Bundle, piece: string, by: string): Promise<JSONValue> {
  const other = (await collection.pieces()).find(({ id }) => id === by)
  if (!other) throw new Error('That piece is no longer in the collection: choose another.')
  const { width, height, silhouette, title, author, link, license } = other
  const outline = { aspect: width / height, mask: silhouette.mask }
  const shrink = Math.max(1, Math.max(width, height) / 65_535)
  return {
    type: 'swap',
    piece,
    by,
    size: [Math.max(1, Math.round(width / shrink)), Math.max(1, Math.round(height / shrink))],
    outline: encodeOutline(outline),
    credit: encodeCredit({ title, author, link, license }),
  }
}
