/** Breeding: variations of a work for a sheet, and works crossed with each other. All chance comes from a seed. */
import { InstrumentError } from '../instrument.ts'
import {
  networkParameters,
  type NetworkParameters,
  type PatternEdit,
  type Sibling,
  type Stranger,
} from './edits.ts'
import { streamOf } from './streams.ts'

/** A work as far as breeding needs it. */
export interface Parent {
  readonly seed: number
  /** Complete parameters of the work, or those of a recipe. */
  readonly parameters: Readonly<Record<string, unknown>>
  readonly edits: readonly PatternEdit[]
  /** What tells the file that its network came from, if it did, from others: SHA-256 of each part of it. */
  readonly file?: string
}

/** What variations leave as it is. */
export interface Locks {
  /** The hidden layers, which make forms. */
  readonly network?: boolean
  /** The last layer, which makes colours. */
  readonly color?: boolean
  readonly latents?: boolean
}

/**
 * Logs of edits for a sheet of variations.
 * @param count 9 for 3×3, 25 for 5×5; the one in the middle (of an even count the first after the middle) is the work
 *   itself
 * @param strength how far variations go, 1 as tuned: from hardly to be seen at 0.2 to another picture at 3
 * @throws InstrumentError when everything is locked
 */
export function variationsOf(
  { edits }: Pick<Parent, 'edits'>,
  count: number,
  seed: number,
  locks: Locks = {},
  strength = 1,
): PatternEdit[][] {
  if (locks.network && locks.color && locks.latents) {
    throw new InstrumentError(
      'Variations need something to vary: network, colour and latents are all locked. Unlock one of them.',
    )
  }
  return Array.from({ length: count }, (_, index): PatternEdit[] => {
    if (index === Math.floor(count / 2)) return [...edits]
    const stream = streamOf(seed, 'variations', index)
    const seedOf = (): number => stream.next() * 0x1_0000_0000
    // All seeds are drawn, whatever is locked, so that a lock leaves the rest of a variation as it was.
    const [shape, color, latents] = [seedOf(), seedOf(), seedOf()] as const
    const log = [...edits]
    if (!locks.network) log.push({ type: 'mutate', seed: shape, part: 'shape', size: 0.15 * strength })
    if (!locks.color) log.push({ type: 'mutate', seed: color, part: 'color', rate: 0.5, size: 0.8 * strength })
    if (!locks.latents) log.push({ type: 'move', seed: latents, size: 0.1 * strength })
    return log
  })
}

/**
 * Crosses a work with others.
 * @param parents two to four; the child has the first one's seed and parameters
 * @returns the child's log of edits
 * @throws InstrumentError when they are too few or too many, or when a network came from another file than the first
 *   one's
 */
export function crossed(parents: readonly Parent[], seed: number): PatternEdit[] {
  const [first, ...others] = parents
  if (first === undefined || others.length < 1 || others.length > 3) {
    throw new InstrumentError(`Crossing takes two to four parents, found ${parents.length}.`)
  }
  return [...first.edits, { type: 'cross', seed, with: others.map((other) => relation(first, other)) }]
}

/** How a parent is told in the first one's log: as briefly as it can be. */
function relation(first: Parent, other: Parent): Sibling | Stranger {
  if (other.file !== undefined && other.file !== first.file) {
    throw new InstrumentError(
      'A work whose network came from a file can be crossed with works of the same file, or be the first of other ' +
        'parents. Name it first.',
    )
  }
  const parameters = shaping(other)
  const same = other.file === first.file && other.seed === first.seed
  if (!same || JSON.stringify(parameters) !== JSON.stringify(shaping(first))) {
    const file = other.file === undefined ? {} : { file: true as const }
    return { seed: other.seed, ...file, parameters, edits: other.edits }
  }
  const differing = other.edits.findIndex(
    (edit, index) => JSON.stringify(edit) !== JSON.stringify(first.edits[index]),
  )
  const shared = differing < 0 ? other.edits.length : differing
  return { shared, edits: other.edits.slice(shared) }
}

/** Those parameters that decide a network and are not as by default. */
function shaping({ parameters }: Parent): NetworkParameters {
  const standard: Readonly<Record<string, unknown>> = networkParameters.parse({})
  return Object.fromEntries(
    Object.keys(networkParameters.shape)
      .filter((name) => parameters[name] !== undefined)
      .filter((name) => JSON.stringify(parameters[name]) !== JSON.stringify(standard[name]))
      .map((name) => [name, parameters[name]]),
  )
}
