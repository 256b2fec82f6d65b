/** A work while it is checked. */
import type { WorkText } from '../work/read-work.ts'
import type { Entry } from './tree.ts'

/** A work whose Markdown could be read, with what is known of its picture, or of the file that a plug-in makes one of. */
export interface Work {
  readonly year: string
  readonly uid: string
  /** The path of its Markdown from the gallery's folder. */
  readonly file: string
  readonly text: WorkText
  readonly kind: 'picture' | 'media'
  /** What it submits. */
  readonly picture: Entry | undefined
}

/** What pictures are compared by. */
export interface Look {
  readonly file: string
  readonly uid: string
  readonly sha256: string
  /** 64 bits; 0 says nothing. Undefined when it does not decode. */
  readonly hash: bigint | undefined
}
