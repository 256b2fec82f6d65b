/**
 * What people decided about a work: `decisions/<uid>.yaml`, a list that only grows; the last one stands. An approval is bound
 * to the bytes that were seen: it names each file with its hash, and says nothing about other bytes under the same name.
 */
import { z } from 'zod'
import { judgeLine } from '../work/fields.ts'
import { refuseWith, type KeyMeta, type Verdict } from '../yaml/faults-of.ts'

/** The folder of decisions in a gallery's folder. */
export const decisionsFolder = 'decisions'

/** All that can be decided, and what each does. */
export const verbs = {
  approve: 'approved, these bytes',
  hold: 'held until somebody decides otherwise',
  reject: 'rejected, these bytes',
  revoke: 'the approval is taken back',
  takedown: 'taken down; a note of it stays',
} as const

/** What can be decided. */
export type Verb = keyof typeof verbs

/** Decisions that have to say why: the author, or whoever finds the address, is to know. */
export const needsReason = (verb: Verb): boolean => verb === 'reject' || verb === 'takedown'

const meta = (description: string, example: string): KeyMeta => ({ description, example })

/** What is wrong with somebody's name and address. */
export function judgeBy(text: string): Verdict | undefined {
  const [, name, address] = /^(.+) <([^<>]*)>$/.exec(text) ?? []
  if (name === undefined || address === undefined || !/^[^\s@]+@[^\s@]+$/.test(address))
    return {
      code: 'wrong-value',
      message: 'it is no name with an address.',
      fix: 'Write it as Git does: Ada Lovelace <ada@example.org>',
    }
  return judgeLine(160)(name) ?? judgeLine(160)(address)
}

/** What is wrong with a reason. */
export const judgeReason = judgeLine(1000)

const hash = z.string().regex(/^[0-9a-f]{64}$/, 'it is no SHA-256')
/** One decision. */
export const decisionSchema = z.strictObject({
  decision: z
    .enum(Object.keys(verbs) as Verb[], `it is none of ${Object.keys(verbs).join(', ')}`)
    .meta(meta('What was decided.', 'decision: approve')),
  by: z
    .string()
    .superRefine(refuseWith(judgeBy))
    .meta(meta('Who decided: a name and an address, as Git has them.', 'by: Ada Lovelace <ada@example.org>')),
  at: z.iso.datetime('it is no time in UTC').meta(meta('When: a second, in UTC.', 'at: 2026-03-21T14:05:00Z')),
  reason: z.string().superRefine(refuseWith(judgeReason)).optional().meta(meta('Why.', 'reason: It is blurred')),
  /** SHA-256 by path from the gallery's folder, of all files of the work: its own two, and what was generated. */
  files: z
    .record(z.string(), hash)
    .default({})
    .meta(meta('SHA-256 of each file that was seen, by its path.', 'files: { works/2026/ada-sun.md: 1f0c… }')),
})

/** One decision. */
export type Decision = z.infer<typeof decisionSchema>

/** How a work stands. `changed`: it was approved, and its files are others now. */
export type State = 'pending' | 'approved' | 'changed' | 'held' | 'rejected' | 'revoked' | 'taken-down'
