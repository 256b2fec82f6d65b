/** Searching collections. */
export { facetCounts, facetFields, passes, type FacetCount, type FacetField, type Filter } from './filter.ts'
export { parseFilter } from './filter-text.ts'
export { journey } from './journey.ts'
export { looksOfPicture, type LooksOptions } from './looks.ts'
export type { ColorReason, Example, Hit, Looks, Query, WantedColor, Way, Weights, Why } from './query.ts'
export { openSearch, searchOver, type Search } from './search.ts'
