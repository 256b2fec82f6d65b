/** Parents and guides: whether they are there, came earlier, consent, and whether their licences allow it. */
import { forbidsDerivatives, licenseConflict } from '../license/compatible.ts'
import type { Problem } from '../problem.ts'
import type { Work } from './work.ts'

/** A problem, and the other work that it is with. */
export interface Kinship {
  readonly problem: Problem
  /** The Markdown of the parent, if there is one: whoever changes it is told too. */
  readonly parent: string | undefined
}

/**
 * Judges what all works say of their parents.
 * @param gone works that were taken down: that they are not there any more is nobody's fault
 */
export function judgeLineage(works: ReadonlyMap<string, Work>, gone: ReadonlySet<string>): Kinship[] {
  return [...works.values()].flatMap((work) =>
    parentsOf(work).flatMap(({ uid, path }) => {
      const line = work.text.lineOf(...path)
      const parent = works.get(uid)
      if (parent === undefined && gone.has(uid)) return []
      return judge(work, uid, parent, works).map((found) => ({
        problem: { file: work.file, line, ...found },
        parent: parent?.file,
      }))
    }),
  )
}

function parentsOf({ text }: Work): { uid: string; path: readonly PropertyKey[] }[] {
  const guide = text.guide === undefined ? [] : [{ uid: text.guide, path: ['guide'] }]
  return [...guide, ...(text.parents ?? []).map((uid, index) => ({ uid, path: ['parents', index] }))]
}

function judge(
  work: Work,
  uid: string,
  parent: Work | undefined,
  works: ReadonlyMap<string, Work>,
): Omit<Problem, 'file' | 'line'>[] {
  if (uid === work.uid)
    return [
      { code: 'parent', message: `"${uid}" is the work itself.`, fix: 'Name an earlier work, or remove the line.' },
    ]
  if (parent === undefined)
    return [
      {
        code: 'parent',
        message: `The gallery has no work "${uid}" that can be read.`,
        fix: 'Write the uid of a work: its file’s name without ".md".',
      },
    ]
  const found: Omit<Problem, 'file' | 'line'>[] = []
  if (descendsFrom(parent, work.uid, works))
    found.push({ code: 'parent', message: `"${uid}" was made from this work.`, fix: 'Remove one of the two.' })
  else if (parent.text.time > work.text.time)
    found.push({
      code: 'parent',
      message: `"${uid}" is of ${parent.text.date}, after this work (${work.text.date}).`,
      fix: 'Name an earlier work, or mend the date.',
    })
  if (!parent.text.remix)
    found.push({
      code: 'parent-no-remix',
      message: `The author of "${uid}" does not consent that new works are made from it (remix: false).`,
      fix: 'Ask the author, or choose another work.',
    })
  if (forbidsDerivatives(parent.text.license)) {
    found.push({
      code: 'parent-no-derivatives',
      message: `"${uid}" is under ${parent.text.license}, which forbids to share what is made from it.`,
      fix: 'Choose another work.',
    })
    return found
  }
  const conflict = licenseConflict(parent.text.license, work.text.license)
  if (conflict !== undefined)
    found.push({
      code: 'license-parent',
      message: `"${uid}" does not allow the licence ${work.text.license}: ${conflict}.`,
      fix: `Write license: ${parent.text.license}, or choose another work.`,
    })
  return found
}

function descendsFrom(work: Work, uid: string, works: ReadonlyMap<string, Work>): boolean {
  const seen = new Set<string>()
  const waiting = [work]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const parent of parentsOf(next)) {
      if (parent.uid === uid) return true
      const above = works.get(parent.uid)
      if (above === undefined || seen.has(parent.uid)) continue
      seen.add(parent.uid)
      waiting.push(above)
    }
  }
  return false
}
