/** Which pictures are shown: words, facets with AND, OR and NOT, and what is like a picture. All conditions hold at once. */
import type { Facet, FacetName } from './facets.ts'

/** What is asked of one facet. */
export interface FacetChoice {
  /** Values that a picture is to have: any of them, or all. */
  readonly with: readonly string[]
  readonly mode: 'any' | 'all'
  /** Values that it is not to have. */
  readonly without: readonly string[]
}

/** What is asked of pictures. */
export interface Filter {
  /** Beginnings of words in title, author and tags, all of which must be found. */
  readonly words: string
  /** The id of a picture whose neighbours are shown; empty for none. */
  readonly like: string
  readonly facets: Readonly<Partial<Record<FacetName, FacetChoice>>>
}

/** Everything is shown. */
export const noFilter: Filter = { words: '', like: '', facets: {} }

/** Nothing is asked of a facet. */
export const noChoice: FacetChoice = { with: [], mode: 'any', without: [] }

/** Whether everything is shown. */
export const isOpen = ({ words, like, facets }: Filter): boolean =>
  words.trim() === '' &&
  like === '' &&
  Object.values(facets).every((choice) => choice.with.length + choice.without.length === 0)

/**
 * Takes away from `shown` what a facet's choice does not allow. Values that the facet does not have fit no picture.
 * @param shown [count] 1 for what is shown so far; changed in place.
 */
export function applyChoice(shown: Uint8Array, facet: Facet, choice: FacetChoice): void {
  if (choice.with.length > 0) {
    const found = new Uint8Array(shown.length)
    for (const value of new Set(choice.with)) for (const row of facet.rowsOf(value)) found[row]!++
    const needed = choice.mode === 'all' ? new Set(choice.with).size : 1
    for (let row = 0; row < shown.length; row++) if (found[row]! < needed) shown[row] = 0
  }
  for (const value of choice.without) for (const row of facet.rowsOf(value)) shown[row] = 0
}
