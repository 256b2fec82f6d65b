/**
 * What people decided about a work: `decisions/<uid>.yaml`, a list that only grows; the last one stands. An approval is bound
 * to the bytes that were seen: it names each file with its hash, and says nothing about other bytes under the same name.
 */
import { z } from 'zod'
import { judgeLine } from '../work/fields.ts'
import { refuseWith } from '../yaml/faults-of.ts'

/** The folder of decisions in a gallery's folder. */
export const decisionsFolder = 'decisions'

const line = (longest: number) => z.string().superRefine(refuseWith(judgeLine(longest)))

/** One decision. */
export const decisionSchema = z.strictObject({
  decision: z.enum(['approve', 'hold', 'reject', 'revoke', 'takedown']),
  /** Who decided: a name and an address, as Git has them. */
  by: line(200),
  /** When: `2026-03-21T14:05:00Z`. */
  at: z.iso.datetime(),
  reason: line(1000).optional(),
  /** SHA-256 by path from the gallery's folder, of all files of the work: its own two, and what was generated. */
  files: z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/)).default({}),
})

/** One decision. */
export type Decision = z.infer<typeof decisionSchema>

/** How a work stands. `changed`: it was approved, and its files are others now. */
export type State = 'pending' | 'approved' | 'changed' | 'held' | 'rejected' | 'revoked' | 'taken-down'
