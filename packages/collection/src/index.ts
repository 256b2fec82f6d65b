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
export { describePicture } from './metadata/describe.ts'
export type { Accounts } from './metadata/describe.ts'
export { editMetadata, editsFromRow, parseEdits, withReadMetadata } from './metadata/edits.ts'
export { readEmbedded } from './metadata/embedded.ts'
export type { Metadata } from './metadata/metadata.ts'
export { isSidecar, readSidecars } from './metadata/sidecars.ts'
export type { Sidecars } from './metadata/sidecars.ts'
export { clustersOf, type ClusterOptions } from './maps/clusters.ts'
export { colorLayout } from './maps/color-layout.ts'
export type { MapOptions, MapProgress } from './maps/embedding.ts'
export { gridLayout, type GridOptions } from './maps/grid.ts'
export { placeNew } from './maps/place-new.ts'
export { tagLayout } from './maps/tag-layout.ts'
export { timeLayout } from './maps/time-layout.ts'
export { tsneLayout, type TsneOptions } from './maps/tsne.ts'
export { umapLayout, type UmapOptions } from './maps/umap.ts'
export * from './maps/index.ts'
export { exactLimit, nearDuplicates, nearestTo, neighbourLists } from './neighbours/index.ts'
export type { DuplicateOptions, Nearest, NeighbourOptions } from './neighbours/index.ts'
