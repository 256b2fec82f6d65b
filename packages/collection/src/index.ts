/** Collections: what needs neither Node nor a browser. */
export { openBundle } from './bundle/open.ts'
export type { Bundle, OpenBundleOptions } from './bundle/open.ts'
export { replacePieces, writeBundle } from './bundle/write.ts'
export type { Json } from './bundle/manifest.ts'
export type { BundleContents, WriteBundleOptions } from './bundle/write.ts'
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
export * from './maps/index.ts'
export { exactLimit, nearDuplicates, nearestTo, neighbourLists } from './neighbours/index.ts'
export type { DuplicateOptions, Nearest, NeighbourOptions } from './neighbours/index.ts'
export { colorsOf, type Colors } from './measure/colors.ts'
export { hashDistance, perceptualHash } from './measure/phash.ts'
export { silhouetteOf } from './measure/silhouette.ts'
export * from './search/index.ts'
export { licenseOf } from './metadata/license.ts'
export { collectionToArrow, piecesToCsv, piecesToJson } from './export/tables.ts'
