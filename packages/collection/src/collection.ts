/** A collection as whoever reads one sees it: over a folder in Node, over OPFS or addresses in a browser. */
import type { Piece } from './piece.ts'

/** Feature vectors of pieces. */
export interface Imprints {
  readonly count: number
  readonly dimensions: number
  /** [count, dimensions], whitened, rows of unit length, in the order of the pieces. */
  readonly vectors: Float32Array
}

/** For each piece the others that are most like it. */
export interface NeighbourLists {
  readonly count: number
  /** Neighbours a piece; fewer than wished only where the collection is smaller. */
  readonly k: number
  /** [count, k] rows of pieces, the piece itself left out, nearest first. */
  readonly indices: Int32Array
  /** [count, k] 1 − cosine, 0…2. */
  readonly distances: Float32Array
}

/** A place for each piece. */
export interface MapLayout {
  /** `umap`, `tsne`, `grid`, `color`, `time`, `tags`, … */
  readonly kind: string
  /**
   * [count, 2] in 0…1, x to the right and y down; the longer side of the map spans 0…1, so that its aspect is kept; both
   * sides begin at 0.
   */
  readonly positions: Float32Array
  /** Of layouts whose places are middles of squares that do not overlap: a square's side. Absent in free layouts. */
  readonly cell?: number | undefined
  /** What stands beside parts of the map: years, tags. */
  readonly labels?: readonly MapLabel[] | undefined
}

/** Words at a place on a map. */
export interface MapLabel {
  readonly text: string
  /** The middle of the words' lower edge, in the positions' units. */
  readonly x: number
  readonly y: number
}

/** Pieces that belong together. */
export interface Clusters {
  /** [count] the cluster of each piece, −1 for none. */
  readonly labels: Int32Array
  /** From the tags of its pieces; unique within the collection. */
  readonly names: readonly string[]
}

/** Longer sides of thumbnails, pixels. */
export type ThumbnailSide = 64 | 128 | 256 | 512

/** A collection that is open for reading. Rows of everything are in the order of `pieces()`. */
export interface Collection {
  readonly name: string
  /** All that are not removed, in the order in which they came, which added pieces do not change. */
  pieces(): Promise<readonly Piece[]>
  imprints(): Promise<Imprints>
  neighbours(): Promise<NeighbourLists>
  /** A layout of the kind, when there is one. */
  layout(kind: string): Promise<MapLayout | undefined>
  clusters(): Promise<Clusters | undefined>
  /** WebP with alpha, the longer side at most so many pixels. @throws CollectionError when there is no such piece */
  thumbnail(id: string, side: ThumbnailSide): Promise<Uint8Array>
  /** The bytes of the picture itself; undefined where its source is not at hand. */
  original(id: string): Promise<Uint8Array | undefined>
  close(): Promise<void>
}

/** Files of a collection, wherever they lie; paths are '/'-separated and relative to the collection. */
export interface CollectionFiles {
  /** Undefined when there is no such file. */
  read(path: string): Promise<Uint8Array | undefined>
  /** Whole or not at all. Absent where files can only be read. */
  write?(path: string, bytes: Uint8Array): Promise<void>
  /** What is not there is no error. Absent where files can only be read. */
  remove?(path: string): Promise<void>
}
