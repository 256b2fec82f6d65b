/**
 * Search by words: every word of titles, authors and tags, folded to lower case without accents, in a sorted list; a query's
 * words are beginnings of words, all of which must be there. Made in the page from the catalogue when somebody first
 * searches: at 50,000 pictures that is quicker than to fetch an index.
 */
import type { Catalogue } from '../format/catalogue.ts'

/** The words of a catalogue. */
export interface WordIndex {
  /** Sorted. */
  readonly words: readonly string[]
  /** The rows of each word, ascending. */
  readonly rows: readonly (readonly number[])[]
  readonly ids: readonly string[]
  readonly count: number
}

/** Lower case, without accents: `Été` is `ete`. */
export const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

const wordsOf = (text: string): string[] => fold(text).match(/[\p{L}\p{N}]+/gu) ?? []

/** Of all pictures. */
export function indexWords(catalogue: Catalogue): WordIndex {
  const found = new Map<string, number[]>()
  const add = (words: readonly string[], row: number): void => {
    for (const word of words) {
      const rows = found.get(word)
      if (rows === undefined) found.set(word, [row])
      else if (rows.at(-1) !== row) rows.push(row)
    }
  }
  const authors = catalogue.authors.values.map(wordsOf)
  const tags = catalogue.tags.values.map(wordsOf)
  for (let row = 0; row < catalogue.count; row++) {
    add(wordsOf(catalogue.titles[row]!), row)
    add(authors[catalogue.authors.of[row]!] ?? [], row)
    for (let at = catalogue.tags.starts[row]!; at < catalogue.tags.starts[row + 1]!; at++)
      add(tags[catalogue.tags.items[at]!]!, row)
  }
  const words = [...found.keys()].sort()
  return { words, rows: words.map((word) => found.get(word)!), ids: catalogue.ids, count: catalogue.count }
}

/**
 * @returns [count] 1 for each picture that has all words; undefined when the query has none. An id, or its first six digits
 *   and more, finds its picture too.
 */
export function matchWords(index: WordIndex, query: string): Uint8Array | undefined {
  const asked = wordsOf(query)
  if (asked.length === 0) return undefined
  const hits = new Uint8Array(index.count)
  const seen = new Uint8Array(index.count)
  for (const [turn, word] of asked.entries()) {
    seen.fill(0)
    for (let at = firstFrom(index.words, word); index.words[at]?.startsWith(word) === true; at++)
      for (const row of index.rows[at]!) seen[row] = 1
    for (let row = 0; row < hits.length; row++) hits[row] = turn === 0 ? seen[row]! : hits[row]! & seen[row]!
  }
  if (asked.length === 1 && /^[0-9a-f]{6,16}$/.test(asked[0]!))
    for (const [row, id] of index.ids.entries()) if (id.startsWith(asked[0]!)) hits[row] = 1
  return hits
}

/** The first of a sorted list that is not before `word`. */
function firstFrom(words: readonly string[], word: string): number {
  let low = 0
  let high = words.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (words[middle]! < word) low = middle + 1
    else high = middle
  }
  return low
}
