/** Decisions, as a check sees them: files that can be read, and none that a submission brings along for itself. */
import { readAllDecisions } from '../review/decisions.ts'
import type { Problem } from '../problem.ts'
import type { Gallery } from './gallery.ts'

/** What is wrong in the folder `decisions`. */
export async function judgeDecisions({ root, base, judged }: Gallery): Promise<Problem[]> {
  // Who may decide is who may write to the gallery's branch. Whoever submits may not, whatever the decision is.
  if (base !== undefined)
    return [...base.decided].map((file) => ({
      file,
      line: 1,
      code: 'decision',
      message: 'A submission does not decide about works, and this one changes a decision.',
      fix: 'Take the file out of the submission; those who keep the gallery decide on its own branch.',
    }))
  return (await readAllDecisions(root)).problems.filter(({ file }) => judged(file))
}
