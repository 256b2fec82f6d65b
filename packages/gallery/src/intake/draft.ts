/** A submission before it is a work: what somebody sent, by whatever way it came. */
import { createHash } from 'node:crypto'
import type { ProblemCode } from '../problem.ts'

/** The ways by which submissions come. */
export const channels = ['form', 'issue', 'mail', 'feed', 'file'] as const

/** A way by which submissions come. */
type Channel = (typeof channels)[number]

/**
 * The picture of a submission: its bytes, with the name that it had, or where it could be fetched. Only the name's ending is
 * ever looked at, for what no picture is.
 */
export type DraftPicture =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly name: string }
  | { readonly kind: 'address'; readonly address: string }

/** What somebody sent. Nothing of it has been judged. */
export interface Draft {
  readonly channel: Channel
  /** What stays the same when it comes again: an issue's address, a message's identifier. Only its hash is published. */
  readonly key: string
  /** When it was sent, in milliseconds since 1970; undefined where that is not known. */
  readonly at: number | undefined
  /** Front matter, but for `image`. */
  readonly keys: Readonly<Record<string, unknown>>
  readonly body: string
  readonly picture: DraftPicture | undefined
  /** The uid that is wished for; one of author and title unless said. */
  readonly uid?: string | undefined
  /** A public page that it came from. */
  readonly source?: string | undefined
}

/** Something wrong with a submission. */
export interface Flaw {
  /** The key of the front matter that it is about, `picture` or `text`; undefined for the whole. */
  readonly key: string | undefined
  readonly code: ProblemCode
  /** What was expected and what was found, in a sentence. */
  readonly message: string
  /** What to do, in a sentence. */
  readonly fix: string
}

/** What became of a submission. */
export type Outcome =
  | { readonly state: 'taken'; readonly branch: string; readonly uid: string; readonly commit: string }
  /** It had come before. */
  | { readonly state: 'there'; readonly branch: string | undefined }
  | { readonly state: 'refused'; readonly flaws: readonly Flaw[] }

/** What a submission is known by in the repository. */
export function idOf({ channel, key }: Pick<Draft, 'channel' | 'key'>): string {
  return `${channel}-${createHash('sha256').update(`${channel} ${key}`).digest('hex').slice(0, 24)}`
}
