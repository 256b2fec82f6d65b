/** How a work stands: what was decided last, held against the bytes that are there now. */
import type { Decision, State, Verb } from './decision.ts'

/** SHA-256 by path from the gallery's folder. */
export type Hashes = Readonly<Record<string, string>>

/** A file that is not what it was. */
export interface Difference {
  readonly path: string
  /** Its hash then; undefined when it was not there. */
  readonly was: string | undefined
  /** Its hash now; undefined when it is not there any more. */
  readonly is: string | undefined
}

/** How a work stands. */
export interface Standing {
  readonly state: State
  /** What was decided last. */
  readonly last: Decision | undefined
  /** What was approved last, whether or not that still stands. */
  readonly approval: Decision | undefined
  /** What differs from what was approved last; from what was seen last where nothing was approved. */
  readonly differences: readonly Difference[]
}

/**
 * Tells how a work stands. An approval stands for the bytes it names. So does a rejection: a work that was mended waits
 * again. A hold and a takedown stand whatever the bytes are, until somebody decides otherwise.
 */
export function standingOf(files: Hashes, decisions: readonly Decision[]): Standing {
  const last = decisions.at(-1)
  const approval = decisions.findLast(({ decision }) => decision === 'approve')
  const seen = approval ?? last
  const differences = seen === undefined ? [] : differencesOf(seen.files, files)
  return { state: stateOf(files, last), last, approval, differences }
}

function stateOf(files: Hashes, last: Decision | undefined): State {
  if (last === undefined) return 'pending'
  const same = differencesOf(last.files, files).length === 0
  const states: Readonly<Record<Verb, State>> = {
    approve: same ? 'approved' : 'changed',
    hold: 'held',
    reject: same ? 'rejected' : 'pending',
    revoke: same ? 'revoked' : 'pending',
    takedown: 'taken-down',
  }
  return states[last.decision]
}

/** What differs between two sets of files, by path. */
export function differencesOf(was: Hashes, is: Hashes): Difference[] {
  const paths = [...new Set([...Object.keys(was), ...Object.keys(is)])].toSorted()
  return paths.filter((path) => was[path] !== is[path]).map((path) => ({ path, was: was[path], is: is[path] }))
}

/** A difference in a sentence, with what was expected and what was found. */
export function tellDifference({ path, was, is }: Difference): string {
  if (was === undefined) return `${path} is new (${short(is!)}).`
  if (is === undefined) return `${path} (${short(was)}) is not there any more.`
  return `${path} is ${short(is)}, and ${short(was)} was seen.`
}

/** The beginning of a hash, by which people tell it. */
export const short = (sha256: string): string => sha256.slice(0, 12)
