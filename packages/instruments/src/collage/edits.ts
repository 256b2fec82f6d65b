/**
 * The edit log of a collage: how it was laid out, and what was done to it by hand, one thing after another. The collage is
 * the fold of its log (`state.ts`), so undo and redo are positions in it, and a log opens again wherever its pieces are.
 *
 * - `arrange` comes first: pieces and their places. A log without one is laid out from its collection.
 * - `move` puts a piece somewhere and locks it there; `lock` locks it where it is, or lets it go.
 * - `remove`, `scale`, `turn`, `hero` do what they say.
 * - `swap` puts another piece in the place of one.
 * - `settle` lets what is not locked make room for what was done since.
 *
 * Pieces are named by ids: the first 16 digits of their SHA-256.
 */
import type { JSONValue } from '@reverie/recipe'
import { z } from 'zod'
import { InstrumentError } from '../instrument.ts'
import { arrangeSchema, pieceWords } from './arrangement.ts'

const piece = z.string().regex(/^[0-9a-f]{16}$/, 'an id of 16 hexadecimal digits')
/** A little beyond the canvas, so that a piece can be cut off by its side. */
const share = z.number().min(-0.5).max(1.5)

const editSchema = z.discriminatedUnion('type', [
  arrangeSchema,
  z.strictObject({ type: z.literal('move'), piece, x: share, y: share }),
  z.strictObject({ type: z.literal('lock'), piece, locked: z.boolean() }),
  z.strictObject({ type: z.literal('remove'), piece }),
  /** Of what the layout gives it. */
  z.strictObject({ type: z.literal('scale'), piece, factor: z.number().min(0.05).max(20) }),
  /** In degrees, clockwise, beside what the layout turns it. */
  z.strictObject({ type: z.literal('turn'), piece, degrees: z.number().min(-360).max(360) }),
  z.strictObject({ type: z.literal('swap'), piece, by: piece, ...pieceWords }),
  z.strictObject({ type: z.literal('hero'), piece }),
  z.strictObject({ type: z.literal('settle') }),
])

/** One entry of the log. Places are shares of the canvas. */
export type CollageEdit = z.infer<typeof editSchema>

/** A log from a recipe or a link. @throws InstrumentError naming the first entry that cannot be meant */
export function readCollageEdits(edits: readonly JSONValue[] = []): CollageEdit[] {
  return edits.map((edit, index) => {
    const parsed = editSchema.safeParse(edit)
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      throw new InstrumentError(
        `Edit ${index + 1} of this collage cannot be read: ${issue!.path.join('.') || 'the edit'}: ${issue!.message}.`,
      )
    }
    if (parsed.data.type === 'arrange' && index > 0) {
      throw new InstrumentError(`Edit ${index + 1} of this collage lays it out, which only the first one can.`)
    }
    return parsed.data
  })
}
