/**
 * Filters as a person writes them: `tag:birds AND NOT (author:"Jane Doe" OR year:1990..2005)`. Between two conditions
 * without a word AND is meant; OR binds less than AND. A condition is a field, a colon and a value, which is quoted when
 * it has spaces or brackets; `tag:` alone is what has no tag.
 */
import { CollectionError } from '../error.ts'
import { facetFields, type FacetField, type Filter } from './filter.ts'

/** @throws CollectionError that says where the text cannot be read and what was expected */
export function parseFilter(text: string): Filter {
  const tokens = tokensOf(text)
  let at = 0
  const fail = (expected: string): never => {
    const found = tokens[at] === undefined ? 'the end' : `"${tokens[at]}"`
    throw new CollectionError(`The filter "${text}" should have ${expected} where ${found} is.`)
  }
  const next = (word: string): boolean => {
    const here = tokens[at]?.toUpperCase() === word
    if (here) at++
    return here
  }
  const either = (): Filter => {
    const parts = [both()]
    while (next('OR')) parts.push(both())
    return parts.length === 1 ? parts[0]! : { any: parts }
  }
  const both = (): Filter => {
    const parts = [single()]
    while (at < tokens.length && tokens[at] !== ')' && tokens[at]!.toUpperCase() !== 'OR') {
      next('AND')
      parts.push(single())
    }
    return parts.length === 1 ? parts[0]! : { all: parts }
  }
  const single = (): Filter => {
    if (next('NOT')) return { not: single() }
    if (next('(')) {
      const inside = either()
      if (!next(')')) fail('")"')
      return inside
    }
    const token = tokens[at]
    const condition = token === undefined ? undefined : conditionOf(token)
    if (condition === undefined) return fail(expectedFor(token))
    at++
    return condition
  }
  const filter = either()
  if (at < tokens.length) fail('AND, OR or the end')
  return filter
}

function tokensOf(text: string): string[] {
  return text.match(/[()]|(?:[^\s()":]+:)?(?:"[^"]*"|[^\s()"]+)|[^\s()":]+:/g) ?? []
}

function conditionOf(token: string): Filter | undefined {
  const colon = token.indexOf(':')
  const field = token.slice(0, colon).toLowerCase()
  const value = token.slice(colon + 1).replace(/^"(.*)"$/, '$1')
  if (colon < 0 || !isField(field)) return undefined
  if (field !== 'year') return { field, is: value }
  const years = /^(-?\d+)(?:\.\.(-?\d+))?$/.exec(value)
  if (years === null) return undefined
  const from = Number(years[1])
  return { field, from, to: Number(years[2] ?? from) }
}

/** What should be in place of what is no condition. */
function expectedFor(token: string | undefined): string {
  if (token?.toLowerCase().startsWith('year:') === true)
    return 'a year (year:1990) or years from and to (year:1990..2005)'
  return `a condition (${facetFields.map((field) => `${field}:…`).join(', ')})`
}

const isField = (name: string): name is FacetField => (facetFields as readonly string[]).includes(name)
