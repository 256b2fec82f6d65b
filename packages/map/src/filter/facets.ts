/** The properties by which pictures are told apart, each with its values and the pictures that have them. */
import type { Catalogue, Terms } from '../format/catalogue.ts'

/** Names of facets, as links have them. */
export type FacetName = 'tag' | 'group' | 'author' | 'license' | 'year'

/** One property. */
export interface Facet {
  readonly name: FacetName
  /** Values by how many pictures have them, most first; years in their order. */
  readonly values: readonly { readonly value: string; readonly count: number }[]
  /** Rows of a value; none for one that nothing has. */
  rowsOf(value: string): Uint32Array
}

/** Every facet that a catalogue has values of. */
export function facetsOf(catalogue: Catalogue): readonly Facet[] {
  const { tags, count } = catalogue
  const years = [...new Set(catalogue.years)].filter((year) => year !== 0).toSorted((one, two) => one - two)
  const yearTerms: Terms = {
    values: years.map(String),
    of: Int32Array.from(catalogue.years, (year) => years.indexOf(year)),
  }
  const single = ({ values, of }: Terms): Lists => ({
    values,
    starts: Uint32Array.from({ length: count + 1 }, (_, row) => row),
    items: of,
  })
  const facets = [
    makeFacet('tag', tags, count),
    makeFacet('group', single(catalogue.clusters), count),
    makeFacet('author', single(catalogue.authors), count),
    makeFacet('year', single(yearTerms), count),
    makeFacet('license', single(catalogue.licenses), count),
  ]
  return facets.filter(({ values }) => values.length > 0)
}

interface Lists {
  readonly values: readonly string[]
  readonly starts: Uint32Array
  /** −1 is no value. */
  readonly items: Uint32Array | Int32Array
}

function makeFacet(name: FacetName, { values, starts, items }: Lists, count: number): Facet {
  const begins = new Uint32Array(values.length + 1)
  for (const item of items) if (item >= 0) begins[item + 1]!++
  for (let at = 0; at < values.length; at++) begins[at + 1]! += begins[at]!
  const next = begins.slice(0, -1)
  const rows = new Uint32Array(begins.at(-1) ?? 0)
  for (let row = 0; row < count; row++)
    for (let at = starts[row]!; at < starts[row + 1]!; at++) if (items[at]! >= 0) rows[next[items[at]!]!++] = row
  const numbers = new Map(values.map((value, at) => [value, at]))
  const listed = values
    .map((value, at) => ({ value, count: begins[at + 1]! - begins[at]! }))
    .filter((entry) => entry.count > 0)
  if (name !== 'year') listed.sort((one, two) => two.count - one.count || (one.value < two.value ? -1 : 1))
  return {
    name,
    values: listed,
    rowsOf: (value) => {
      const at = numbers.get(value)
      return at === undefined ? new Uint32Array(0) : rows.subarray(begins[at], begins[at + 1])
    },
  }
}
