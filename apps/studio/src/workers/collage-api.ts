/** What the page and the collage worker say to each other. Types only: the page loads nothing of the worker's. */
import type { JSONValue } from '../instrument.ts'
import type { CollectionRef } from '../collections/ref.ts'
import type { JobInputs } from './network-api.ts'

/** A piece as people know it. */
export interface PieceCard {
  readonly id: string
  readonly title: string
  readonly author: string
  readonly link: string
  readonly license: string
  /** Width ÷ height. */
  readonly aspect: number
  /** Why a search found it: what it has in common with what was shown, and how far it is. */
  readonly why?: string
}

/** A piece of the collage. */
export interface CollagePiece extends PieceCard {
  /** 32 × 32 means of alpha, 0 to 255, stretched over the picture. */
  readonly mask: Uint8Array
  readonly locked: boolean
  /** Of its size, and its turn in degrees, as set by hand. */
  readonly factor: number
  readonly degrees: number
}

/** The part of a canvas that pieces have their places in, and the whole. */
export interface Room {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  readonly whole: { readonly width: number; readonly height: number }
}

/** Numbers of a place in `places`: x, y, width, height, anchor's x and y, angle in degrees. Pixels of the work. */
export const placeNumbers = 7

/** What the canvas shows, told as it changes. */
export type CollageEvent =
  /** The collage that was asked for by that number cannot be made. */
  | { readonly type: 'problem'; readonly number: number; readonly text: string }
  /** It lies as it will stay: its pieces from back to front, and where they are. */
  | {
      readonly type: 'settled'
      readonly number: number
      readonly pieces: readonly CollagePiece[]
      readonly places: Float32Array
      readonly hero: string | undefined
      readonly collection: string
      /** Where pieces have their places; pixels of the whole picture, bleed included. */
      readonly room: Room
      /** Indices of edits that are of pieces which are not there. */
      readonly void: readonly number[]
      readonly milliseconds: number
    }
  /** How many pictures of it have come. */
  | { readonly type: 'pictures'; readonly come: number; readonly total: number }
  /** Everything is on the canvas, and a small copy of it. */
  | { readonly type: 'rested'; readonly number: number; readonly swatch: ImageBitmap }

/** A piece as a hand holds it, not part of the work yet. */
export interface Held {
  readonly id: string
  /** Of its place, in pixels of the work. */
  readonly x: number
  readonly y: number
  /** Of its size and turn as they were. */
  readonly scale: number
  readonly degrees: number
}

/** What is looked for. */
export interface Search {
  readonly words: string
  /** A piece that the others should be like. */
  readonly like?: string
  /** As `#rrggbb`. */
  readonly color?: string
  /** A picture from elsewhere, that they should be like. */
  readonly picture?: File
  /** What counts as like: 0 the subject alone, 1 the colours alone. */
  readonly shade: number
  readonly count: number
}

/** The worker, seen from the page. */
export interface CollageWorker {
  attach(canvas: OffscreenCanvas, happen: (event: CollageEvent) => void): void
  detach(): void
  /** Pixels of the canvas. */
  resize(width: number, height: number): void
  /** Makes a collage, or follows its edits; of several in quick succession only the last is made. */
  show(given: JobInputs, number: number): void
  /** Draws a piece where a hand has it; undefined lets it go. */
  hold(held: Held | undefined): void
  /** Pieces of a collection by words, or by likeness, the best first; without either, some of all. */
  search(collection: CollectionRef, search: Search): Promise<PieceCard[]>
  /** A thumbnail as WebP. */
  thumbnail(collection: CollectionRef, id: string, side: 64 | 128 | 256 | 512): Promise<Blob>
  /** The edit that puts a piece in the place of another. */
  swap(collection: CollectionRef, piece: string, by: string): Promise<JSONValue>
}
