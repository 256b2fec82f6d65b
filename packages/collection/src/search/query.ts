/** What is searched for, and what is found: plain values, so that a query can be in an address or a message. */
import type { Color } from '@reverie/image'
import type { Filter } from './filter.ts'

/** What a picture looks like, as far as a search cares. */
export interface Looks {
  /** Whitened, of unit length. */
  readonly imprint: Float32Array
  /** As `Piece.palette`. */
  readonly palette: Float32Array
  /** As `Piece.colors`. */
  readonly colors: Float32Array
}

/** An example: a piece by its id, or a picture from elsewhere by its looks. */
export type Example = string | Looks

/** A colour that hits should have. */
export interface WantedColor {
  /** OKLab. */
  readonly color: Color
  /** Which part of the picture, 0…1; all colours the same unless said. */
  readonly share?: number
}

/** How much each way of being alike counts, 0 or more; only their ratios matter. */
export interface Weights {
  /** What is to be seen: the imprints. Default 0.8. */
  readonly subject?: number
  /** The colours. Default 0.2 beside examples, 0.5 where colours are asked for. */
  readonly color?: number
  /** The words. Default 0.5. */
  readonly words?: number
}

/** All parts may be left out; what is there must all be met. */
export interface Query {
  /** More like these. They are no hits themselves. */
  readonly like?: readonly Example[]
  /** Less like those. They are no hits themselves. */
  readonly unlike?: readonly Example[]
  /** Words in title, author and tags; each must be there, as a whole, as a beginning, or with a slip of the hand. */
  readonly text?: string
  readonly colors?: readonly WantedColor[]
  readonly filter?: Filter
  readonly weights?: Weights
  /** Hits at most. Default 20. */
  readonly limit?: number
}

/** A piece that was found. */
export interface Hit {
  /** Of the collection's pieces. */
  readonly row: number
  readonly id: string
  readonly path: string
  /** 0 is what was searched for; the mean of the parts of `why.distances` by their weights. */
  readonly distance: number
  readonly why: Why
}

/** Why a piece was found. */
export interface Why {
  /** How far it is in each way that was asked for: `subject` and `color` 0…2, `words` 0…1. */
  readonly distances: Readonly<Partial<Record<Way, number>>>
  /** Tags that it has in common with a piece of `like`. */
  readonly tags: readonly string[]
  /** Words of the collection that a word of the text was found as. */
  readonly words: readonly string[]
  /** Its colours that are nearest to what was asked for or to the examples' main ones, the nearest first; two at most. */
  readonly colors: readonly ColorReason[]
  /** The piece or picture of `like` that it is nearest to by subject: its place in the list. */
  readonly example?: number
}

/** A way of being alike. */
export type Way = keyof Weights

/** A colour of a hit beside the one it answers. */
export interface ColorReason {
  /** OKLab. */
  readonly wanted: Color
  readonly found: Color
  /** Distance in OKLab; the eye sees about 0.02. */
  readonly difference: number
}
