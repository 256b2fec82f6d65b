/** What a collection knows of a picture. */

/** How a picture fills its rectangle. Opaque pictures have coverage 1, the full box and a full mask. */
export interface Silhouette {
  /** Mean alpha, 0…1. */
  readonly coverage: number
  /** Left, top, right, bottom of what is not transparent, as shares of width and height, 0…1. */
  readonly box: readonly [left: number, top: number, right: number, bottom: number]
  /** 32 × 32 means of alpha over the whole picture (stretched to a square), rows from the top, 0…255. */
  readonly mask: Uint8Array
}

/** One picture of a collection. */
export interface Piece {
  /** 16 hex digits: the start of the SHA-256 of the file's bytes. The same wherever the file lies. */
  readonly id: string
  /** Of the file's bytes, 64 hex digits. */
  readonly sha256: string
  /** '/'-separated, relative to its source's root; the first one found. */
  readonly path: string
  /** All paths of this content (duplicates, links), sorted; `path` is among them. */
  readonly paths: readonly string[]
  /** The name of the source (folder, zip, list) in `collection.json`. */
  readonly source: string
  /** Pixels of the upright picture. */
  readonly width: number
  readonly height: number
  /** Size of the file. */
  readonly bytes: number
  /** What the file is by its content: `png`, `jpeg`, `webp`, `avif`, `tiff`, `gif`. */
  readonly format: string
  readonly title: string
  readonly author: string
  /** Where the picture is from, an address; empty when unknown. */
  readonly link: string
  /** SPDX identifier or the source's own words; empty when unknown. */
  readonly license: string
  readonly tags: readonly string[]
  readonly year: number | null
  /** The metadata fields that were set by hand: a new import leaves them alone. */
  readonly edited: readonly string[]
  /** 64-bit perceptual hash: near-duplicates differ in few bits. */
  readonly phash: bigint
  /** The main colours in OKLab, most frequent first: 5 × (L, a, b, share 0…1). Unused rows are zero. */
  readonly colors: Float32Array
  /** Shares of the opaque pixels in 64 bins of OKLab (see `colorBins`); they sum to 1, or are all 0 without any. */
  readonly palette: Float32Array
  readonly silhouette: Silhouette
  /** Whether the file was no longer there at the last run. */
  readonly removed: boolean
}
