/** Which pieces are looked at: facets, joined by and, or and not. */
import type { Piece } from '../piece.ts'

/** What pieces can be told apart by. */
export const facetFields = ['tag', 'author', 'license', 'source', 'format', 'year'] as const

/** A property of pieces with few values. */
export type FacetField = (typeof facetFields)[number]

/** Which pieces pass. */
export type Filter =
  /** Every one of them; all pieces when there are none. */
  | { readonly all: readonly Filter[] }
  /** At least one of them; no piece when there are none. */
  | { readonly any: readonly Filter[] }
  | { readonly not: Filter }
  /** Compared without regard to capitals; pieces without a value have the empty one. */
  | { readonly field: Exclude<FacetField, 'year'>; readonly is: string }
  /** Both ends included; pieces without a year do not pass. */
  | { readonly field: 'year'; readonly from: number; readonly to: number }

/** Whether a piece passes. */
export function passes(filter: Filter, piece: Piece): boolean {
  if ('all' in filter) return filter.all.every((part) => passes(part, piece))
  if ('any' in filter) return filter.any.some((part) => passes(part, piece))
  if ('not' in filter) return !passes(filter.not, piece)
  if (filter.field === 'year') return piece.year !== null && piece.year >= filter.from && piece.year <= filter.to
  const wanted = filter.is.toLowerCase()
  return valuesOf(piece, filter.field).some((value) => value.toLowerCase() === wanted)
}

/** A value of a facet and how many pieces have it. */
export interface FacetCount {
  readonly value: string
  readonly count: number
}

/**
 * The values of a facet among some pieces, the most frequent first; those of the same frequency by name. Years are in
 * their order.
 */
export function facetCounts(pieces: Iterable<Piece>, field: FacetField): FacetCount[] {
  const counts = new Map<string, number>()
  for (const piece of pieces)
    for (const value of new Set(valuesOf(piece, field)))
      if (value !== '') counts.set(value, (counts.get(value) ?? 0) + 1)
  const list = [...counts].map(([value, count]) => ({ value, count }))
  if (field === 'year') return list.sort((left, right) => Number(left.value) - Number(right.value))
  return list.sort((left, right) => right.count - left.count || (left.value < right.value ? -1 : 1))
}

function valuesOf(piece: Piece, field: FacetField): readonly string[] {
  if (field === 'tag') return piece.tags.length === 0 ? [''] : piece.tags
  if (field === 'year') return piece.year === null ? [] : [String(piece.year)]
  return [piece[field]]
}
