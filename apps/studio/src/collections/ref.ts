/** How works and pages name a collection. */

/** A collection of this browser, or the one that comes with the Studio, or a part of either. */
export interface CollectionRef {
  readonly id: string
  /** By which one of another browser may be found. */
  readonly name: string
  /** Ids of pieces, where it is not all of them. */
  readonly only?: readonly string[]
}

/** The collection that comes with the Studio. */
export const sampleCollection: CollectionRef = { id: 'samples', name: 'Samples' }
