/**
 * Edits: how a pattern goes on from the network that its seed or its file gives. A work keeps its edits as a log, and
 * the network is the fold of the log over the first one, so that a work of many generations of breeding is still a
 * few lines of JSON and comes out the same everywhere.
 *
 * - `mutate` changes some of the weights at random.
 * - `move` moves the latents at random.
 * - `place` puts the latents where a person wants them, whatever came before.
 * - `cross` takes each unit from one of up to four parents: this work as it is at that point of its log, and others.
 */
import type { JSONValue } from '@reverie/recipe'
import { z } from 'zod'
import { InstrumentError } from '../instrument.ts'
import { patternParameters } from './params.ts'

/** The parameters that decide a network that is drawn, and its latents, apart from those of the view. */
export const networkParameters = patternParameters.pick({
  color: true,
  activation: true,
  units: true,
  depth: true,
  gain: true,
  latents: true,
  z: true,
  skips: true,
  activations: true,
  bias: true,
  influence: true,
  alpha: true,
  compat: true,
})

/** Parameters of a network; what is left out is as by default. */
export type NetworkParameters = z.input<typeof networkParameters>

/** Changes weights at random. */
export interface MutateEdit {
  readonly type: 'mutate'
  readonly seed: number
  /** Share of the weights that change, 0 to 1; 0.2 when left out. */
  readonly rate?: number | undefined
  /** How far they change, in deviations of their layer's weights; 0.5 when left out. */
  readonly size?: number | undefined
  /** Only the last layer, which makes colours, or only those before it; both when left out. */
  readonly part?: 'shape' | 'color' | undefined
}

/** Moves the latents at random. */
export interface MoveEdit {
  readonly type: 'move'
  readonly seed: number
  /** Deviation of the way; 0.25 when left out. */
  readonly size?: number | undefined
}

/** Puts the latents somewhere; those left out stay. */
interface PlaceEdit {
  readonly type: 'place'
  readonly latents: readonly number[]
}

/** A work of the same seed (or file) and parameters, whose log begins as this one. */
export interface Sibling {
  /** How many of this log's edits it has in common. */
  readonly shared: number
  /** Its edits after those. */
  readonly edits: readonly PatternEdit[]
}

/**
 * A work of another seed, or of other parameters. Its network is drawn as if for the view of the work that it is
 * crossed with.
 */
export interface Stranger {
  readonly seed: number
  /** Its network is the one of the file that this work's came from. */
  readonly file?: true | undefined
  readonly parameters: NetworkParameters
  readonly edits: readonly PatternEdit[]
}

/** Takes each unit, and each latent, from one of the parents at random. */
export interface CrossEdit {
  readonly type: 'cross'
  readonly seed: number
  /** One to three parents besides the work itself. */
  readonly with: readonly (Sibling | Stranger)[]
}

/** One step of breeding. */
export type PatternEdit = MutateEdit | MoveEdit | PlaceEdit | CrossEdit

/** As many edits as a log may have, those of parents included. */
const mostEdits = 4096

/** As deep as parents of parents may be told inside each other. */
const deepest = 64

const seed = z.int().min(0).max(0xffff_ffff)
const size = z.number().min(0).max(10).optional()
const log = z.lazy(() => z.array(edit))
const edit: z.ZodType<PatternEdit> = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('mutate'),
    seed,
    rate: z.number().min(0).max(1).optional(),
    size,
    part: z.enum(['shape', 'color']).optional(),
  }),
  z.strictObject({ type: z.literal('move'), seed, size }),
  z.strictObject({ type: z.literal('place'), latents: z.array(z.number().min(-10).max(10)).max(64) }),
  z.strictObject({
    type: z.literal('cross'),
    seed,
    with: z
      .array(
        z.union([
          z.strictObject({ shared: z.int().min(0), edits: log }),
          z.strictObject({ seed, file: z.literal(true).optional(), parameters: networkParameters, edits: log }),
        ]),
      )
      .min(1)
      .max(3),
  }),
])

/**
 * Reads a work's log of edits.
 * @throws InstrumentError naming the first edit that cannot be used and why, or when there are too many
 */
export function readEdits(edits: readonly JSONValue[]): readonly PatternEdit[] {
  const count = countEdits(edits, 0)
  if (count > mostEdits) {
    throw new InstrumentError(
      `A pattern takes up to ${mostEdits} edits, parents' edits included, found ${count}. Leave out the oldest parents.`,
    )
  }
  return edits.map((given, index) => {
    const parsed = edit.safeParse(given)
    if (parsed.success) {
      checkShared(parsed.data, index, index)
      return parsed.data
    }
    const [issue] = parsed.error.issues
    const place = issue!.path.length === 0 ? '' : ` at ${issue!.path.join('.')}`
    throw new InstrumentError(`Edit ${index + 1} of the pattern cannot be used${place}: ${issue!.message}.`)
  })
}

/** Counts edits, those inside of crossings too, before anything else walks down into them. */
function countEdits(edits: readonly JSONValue[], depth: number): number {
  if (depth > deepest) {
    throw new InstrumentError(
      `A pattern's parents are told inside each other up to ${deepest} times, found more. Leave out the oldest parents.`,
    )
  }
  let count = edits.length
  for (const given of edits) {
    const parents = given !== null && typeof given === 'object' && !Array.isArray(given) ? given['with'] : undefined
    if (!Array.isArray(parents)) continue
    for (const parent of parents) {
      const own =
        parent !== null && typeof parent === 'object' && !Array.isArray(parent) ? parent['edits'] : undefined
      if (Array.isArray(own)) count += countEdits(own, depth + 1)
    }
  }
  return count
}

/** A sibling cannot have more edits in common with a log than the log has at that point. */
function checkShared(given: PatternEdit, before: number, index: number): void {
  if (given.type !== 'cross') return
  for (const parent of given.with) {
    const start = 'shared' in parent ? parent.shared : 0
    if (start > before) {
      throw new InstrumentError(
        `Edit ${index + 1} of the pattern cannot be used: it crosses with a work that shares ${start} edits, and there are ` +
          `${before} before it.`,
      )
    }
    parent.edits.forEach((own, place) => checkShared(own, start + place, index))
  }
}
