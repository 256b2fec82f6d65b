/** Words of titles, authors and tags: MiniSearch's index in memory, which ranks by BM25+. */
import MiniSearch from 'minisearch'
import type { Piece } from '../piece.ts'

/** A piece with the words. */
export interface WordHit {
  readonly row: number
  /** 0 for the best of the hits … 1. */
  readonly distance: number
  /** Words of the collection that were found. */
  readonly words: readonly string[]
}

/** Finds words. */
export interface WordIndex {
  /** Pieces that have each word of a text, the best first. */
  find(text: string): WordHit[]
}

/** Shorter words are not guessed at: at three letters everything is a slip of everything. */
const GUESSED = 5

export function indexWords(pieces: readonly Piece[]): WordIndex {
  const index = new MiniSearch<{ id: number; title: string; author: string; tags: string }>({
    fields: ['title', 'author', 'tags'],
    processTerm: plain,
    searchOptions: {
      boost: { title: 2, tags: 2 },
      combineWith: 'AND',
      prefix: true,
      fuzzy: (term) => (term.length >= GUESSED ? 0.2 : false),
    },
  })
  index.addAll(pieces.map(({ title, author, tags }, id) => ({ id, title, author, tags: tags.join(' ') })))
  return {
    find(text) {
      const results = index.search(text)
      const best = results[0]?.score ?? 1
      return results.map(({ id, score, terms }) => ({
        row: id as number,
        distance: 1 - score / best,
        words: [...new Set(terms)],
      }))
    },
  }
}

/** Without capitals and accents. */
const plain = (word: string): string => word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
