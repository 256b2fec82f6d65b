/** Collections: what needs neither Node nor a browser. */
export type {
  Clusters,
  Collection,
  CollectionFiles,
  Imprints,
  MapLabel,
  MapLayout,
  NeighbourLists,
  ThumbnailSide,
} from './collection.ts'
export { CollectionError } from './error.ts'
export type { Piece, Silhouette } from './piece.ts'
