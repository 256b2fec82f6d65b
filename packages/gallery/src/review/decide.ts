/** Decides about a work: looks at its bytes once more, and writes down what was decided about exactly those. */
import { GalleryError } from '../error.ts'
import { judgeReason, needsReason, type Decision, type Verb } from './decision.ts'
import { appendDecision } from './decisions.ts'
import { openReview, type ReviewWork } from './review.ts'
import { differencesOf, short, tellDifference, type Difference, type Hashes } from './standing.ts'
import { quoted } from '../characters.ts'

/** What is decided. */
export interface Deciding {
  readonly folder: string
  readonly uid: string
  readonly decision: Verb
  /** `Ada Lovelace <ada@example.org>` */
  readonly by: string
  readonly reason?: string | undefined
  /** What the person saw: the decision is about this and nothing else. What is there now unless given. */
  readonly seen?: { readonly files: Hashes; readonly decisions: number } | undefined
  /** Milliseconds since 1970. */
  readonly now?: number | undefined
}

/** What was seen is not what is there: nothing was decided. */
export class OutOfDate extends GalleryError {
  readonly differences: readonly Difference[]

  constructor(message: string, differences: readonly Difference[] = []) {
    super(message)
    this.differences = differences
  }
}

/**
 * Decides about a work.
 * @returns the decision, as it was written
 * @throws OutOfDate when its files, or the decisions about it, are others than were seen
 * @throws GalleryError when the decision cannot be made, and says why
 */
export async function decide({
  folder,
  uid,
  decision: verb,
  by,
  reason,
  seen,
  now = Date.now(),
}: Deciding): Promise<Decision> {
  const why = reason?.trim().replace(/\s*\n\s*/g, ' ')
  judgeWords(verb, why === '' ? undefined : why)
  const { root, works, problems } = await openReview({ folder, wanted: (each) => each === uid, now })
  const found = works[0]
  if (found === undefined) {
    const wrong = problems.find(({ file }) => file.replace(/^.*\//, '').replace(/\.[^.]*$/, '') === uid)
    throw new GalleryError(
      wrong === undefined
        ? `There is no work ${quoted(uid)}: "reverie gallery review --list" lists them.`
        : `Nothing can be decided about ${quoted(uid)}: ${wrong.file}:${wrong.line}: ${wrong.message} ${wrong.fix}`,
    )
  }
  // A hold or a takedown is about the work; everything else is about bytes.
  const differences = seen === undefined ? [] : differencesOf(seen.files, found.files)
  if (differences.length > 0 && verb !== 'hold' && verb !== 'takedown')
    throw new OutOfDate(
      `"${uid}" is not what was seen any more: ${differences.map(tellDifference).join(' ')} Look at it again.`,
      differences,
    )
  judgeStanding(verb, found)
  const decision: Decision = {
    decision: verb,
    by,
    at: new Date(now).toISOString().replace(/\.\d+Z$/, 'Z'),
    ...(why !== undefined && why !== '' && { reason: why }),
    files: seen?.files ?? found.files,
  }
  const known = seen?.decisions ?? found.decisions.length
  await appendDecision(root, uid, decision, (list) => {
    if (list.length === known) return
    const last = list.at(-1)
    throw new OutOfDate(
      last === undefined
        ? `The decisions about "${uid}" were removed meanwhile. Look at it again.`
        : `Meanwhile ${last.by} decided about "${uid}": ${last.decision}${last.reason === undefined ? '' : ` (${last.reason})`}. Look at it again.`,
    )
  })
  return decision
}

function judgeWords(verb: Verb, reason: string | undefined): void {
  if (reason === undefined) {
    if (needsReason(verb)) throw new GalleryError(`"${verb}" needs a reason: the author is to know why.`)
    return
  }
  const verdict = judgeReason(reason)
  if (verdict !== undefined) throw new GalleryError(`The reason is not one: ${verdict.message} ${verdict.fix}`)
}

function judgeStanding(verb: Verb, { uid, work, unfinished, standing: { state } }: ReviewWork): void {
  if (verb === 'takedown') return
  if (verb === 'revoke') {
    if (state !== 'approved' && state !== 'changed')
      throw new GalleryError(`"${uid}" is ${state}, so that there is no approval to take back.`)
    return
  }
  if (work === undefined)
    throw new GalleryError(
      `The files of "${uid}" are gone from "works", so that there is nothing to ${verb}: put them back, or take the work down.`,
    )
  if (verb === 'approve' && unfinished.length > 0)
    throw new GalleryError(
      `What was made of "${uid}" is not what its build wrote (${unfinished.join(', ')}): run "reverie gallery build" again, and look at it.`,
    )
}

/** A decision in a sentence. */
export function tellDecision({ decision, by, at, reason, files }: Decision): string {
  const count = Object.keys(files).length
  const why = reason === undefined ? '' : `: ${reason}`
  const first = Object.values(files)[0]
  return `${at} ${decision} by ${by} (${count} files${first === undefined ? '' : `, ${short(first)}…`})${why}`
}
