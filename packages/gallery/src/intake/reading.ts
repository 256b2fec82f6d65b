/** What reading a file of a submission comes to. */
import type { ProblemCode } from '../problem.ts'
import type { Draft, Flaw } from './draft.ts'

/** A file that was read: a submission, or why there is none. */
export interface Reading {
  readonly draft?: Draft
  readonly flaws: readonly Flaw[]
  /** What was passed over, in sentences. */
  readonly notes: readonly string[]
}

/** A reading without a submission. */
export function unread(code: ProblemCode, message: string, fix: string): Reading {
  return { flaws: [{ key: undefined, code, message, fix }], notes: [] }
}

/** A flaw of one key. */
export const flaw = (key: string, code: ProblemCode, message: string, fix: string): Flaw => ({
  key,
  code,
  message,
  fix,
})
