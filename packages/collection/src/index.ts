/** Collections: what needs neither Node nor a browser. */
export { openBundle } from './bundle/open.ts'
export type { Bundle, OpenBundleOptions } from './bundle/open.ts'
export { writeBundle } from './bundle/write.ts'
export type { BundleContents, Json, WriteBundleOptions } from './bundle/write.ts'
export type { Precision } from './bundle/parts.ts'
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
export { fitWhitening, imprintBatch, imprintSide, openImprinter, whiten } from './imprint/index.ts'
export type { Imprinter, ImprinterOptions, Whitening, WhiteningOptions } from './imprint/index.ts'
export type { Piece, Silhouette } from './piece.ts'
export { thumbnailPath, thumbnailSides } from './thumbnail-path.ts'
