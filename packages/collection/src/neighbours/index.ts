/** Which pieces are near to which. */
export { exactLimit, nearestTo, neighbourLists, type Nearest, type NeighbourOptions } from './exact.ts'
export { nearDuplicates, type DuplicateOptions } from './near-duplicates.ts'
