/** Where a collection's pictures come from: a folder, an archive, a list of addresses. */
import type { Metadata } from './metadata/metadata.ts'

/** A file that may be a picture. */
export interface SourceFile {
  /** '/'-separated, relative to the source's root, unique in the source. */
  readonly path: string
  /** Changes when the content may have: a file is not read again while its stamp stays. */
  readonly stamp: string
  /** Size in bytes, as far as known without reading. */
  readonly bytes: number | undefined
  /** The path of the file in this source that this one is a link to. It is not read; the stamp is the target's. */
  readonly linkTo?: string
  /** Whether somebody named it as a picture, as lists do: then it is told of when it is none, whatever it is called. */
  readonly isNamed?: boolean
  /** What the source says of it besides: the record of a list, the entry of a feed. */
  readonly about?: Metadata
  /**
   * The content.
   * @param limit reads no more than so many bytes from the start
   * @throws any error; its message becomes the file's problem
   */
  read(limit?: number): Promise<Uint8Array>
}

/** Something that is not read, and why. */
export interface Problem {
  readonly source: string
  readonly path: string
  readonly code: ProblemCode
  /** A sentence. */
  readonly message: string
}

/**
 * Kinds of problems. Pictures with a `wrong-ending`, a `name` that is not UTF-8 and each further `duplicate` are collected all the
 * same. `other` is a file that is no picture and does not claim to be one (a text, a sidecar): it is counted,
 * not told.
 */
export type ProblemCode =
  | 'not-a-picture'
  | 'damaged'
  | 'too-large'
  | 'too-small'
  | 'empty'
  | 'invisible'
  | 'unreadable'
  | 'link'
  | 'special'
  | 'wrong-ending'
  | 'duplicate'
  | 'name'
  | 'other'

/** What a source found where it looked. */
export type Found =
  | { readonly kind: 'file'; readonly file: SourceFile }
  | { readonly kind: 'problem'; readonly problem: Omit<Problem, 'source'> }

/** A source of pictures. */
export interface Source {
  /** Unique in the collection; part of no path. */
  readonly name: string
  /** What `collection.json` keeps, so that the source can be opened again. */
  readonly origin: SourceOrigin
  /** All that is there, in an order that does not change from run to run. */
  list(signal: AbortSignal): AsyncIterable<Found>
  /** The file at a path that was listed once, where that is quicker than listing again; undefined when it is not there. */
  find?(path: string): Promise<SourceFile | undefined>
}

/** A source as `collection.json` names it. */
export interface SourceOrigin {
  readonly kind: string
  /** A folder or a file, relative to the collection where that is possible, or an address. */
  readonly location: string
}
