/** What chance changes: another network like this one, or the dice for all that is not locked. */
import type { InstrumentDescription, JSONValue, Parameters } from '../description.ts'
import type { Settings, Table } from '../state/document.ts'

/** What can be locked as a whole, and how the page names it. */
export const parts = { network: 'Network', color: 'Colour', latents: 'Latents' } as const

/** One of {@link parts}. */
export type Part = keyof typeof parts

/** How a locked part stands among the locked parameters. */
export const lockOf = (part: Part): string => `group ${parts[part]}`

/** Which parts are locked. */
export const locksOf = (locked: readonly string[]): Readonly<Record<Part, boolean>> => ({
  network: locked.includes(lockOf('network')),
  color: locked.includes(lockOf('color')),
  latents: locked.includes(lockOf('latents')),
})

/** The part of a table that chance looks at. */
type Given = Pick<Table, 'parameters' | 'edits' | 'locked' | 'files'>

/** What chance changes of a table. */
type Change = Partial<Pick<Settings, 'parameters' | 'seed' | 'edits'>>

/** Numbers in [0, 1). */
type Chance = () => number

const seedFrom = (chance: Chance) => Math.floor(chance() * 2 ** 32)

/** An edit that draws the last layer, which makes colours, anew: so far from what it was that nothing of that is seen. */
const recolor = (chance: Chance): JSONValue => ({
  type: 'mutate',
  part: 'color',
  rate: 1,
  size: 10,
  seed: seedFrom(chance),
})

/**
 * Another network of the same kind, at the same latents: what netart-js calls restart. A locked network is coloured anew;
 * one that comes from a file, or is locked with its colours, is seen from elsewhere in latent space.
 *
 * @param latents those that are shown
 * @returns undefined when everything is locked
 */
export function another(
  { parameters, edits, locked, files }: Given,
  latents: readonly number[],
  chance: Chance,
): Change | undefined {
  const locks = locksOf(locked)
  if (!locks.network && !files['network']?.length) {
    const { z: _, ...others } = parameters
    return {
      seed: seedFrom(chance),
      edits: [],
      parameters:
        latents.length > 0 ? { ...others, z: latents.map((latent) => Number(latent.toFixed(4))) } : others,
    }
  }
  if (!locks.color && locks.network) return { edits: [...edits, recolor(chance)] }
  if (!locks.latents) return elsewhere(parameters, edits, latents.length, chance)
  return undefined
}

function elsewhere(
  parameters: Parameters,
  edits: Given['edits'],
  count: number,
  chance: Chance,
): Pick<Settings, 'parameters' | 'edits'> {
  const latents = Array.from({ length: count }, () => Number((2 * chance() - 1).toFixed(3)))
  return edits.length === 0
    ? { parameters: { ...parameters, z: latents }, edits }
    : { parameters, edits: [...edits, { type: 'place', latents }] }
}

/**
 * The dice: forms from one of the presets, colours from another, any latents. Presets were chosen by looking, and so their
 * mixtures are worth looking at, which numbers at random are not.
 *
 * @param count how many latents there are
 * @returns undefined when everything is locked
 */
export function roll(
  instrument: InstrumentDescription,
  { parameters, edits, locked, files }: Given,
  count: number,
  chance: Chance,
): Change | undefined {
  const locks = locksOf(locked)
  if (locks.network && locks.color && locks.latents) return undefined
  const groupOf = (name: string) => instrument.schema.properties[name]?.group
  const isColor = (name: string) => groupOf(name) === parts.color
  const isForm = (name: string) => !isColor(name) && groupOf(name) !== parts.latents
  // Compatibility is a decision, no matter of chance.
  const presets = Object.values(instrument.presets).filter((preset) => preset.parameters['compat'] === undefined)
  const ofChance = new Set(presets.flatMap((preset) => Object.keys(preset.parameters)))
  const pick = () => presets[Math.floor(chance() * presets.length)]?.parameters ?? {}
  const exchange = (now: Parameters, isOurs: (name: string) => boolean): Parameters => {
    const free = (name: string) => isOurs(name) && !locked.includes(name)
    const kept = Object.entries(now).filter(([name]) => !(ofChance.has(name) && free(name)))
    return Object.fromEntries([...kept, ...Object.entries(pick()).filter(([name]) => free(name))])
  }
  let next = parameters
  if (!locks.network) next = exchange(next, isForm)
  // netart-js has five ways to colour, and presets others.
  if (!locks.color) next = next['compat'] === 'netart' ? next : exchange(next, isColor)
  const isNew = !locks.network && !files['network']?.length
  if (!isNew && !locks.color) edits = [...edits, recolor(chance)]
  if (isNew) edits = []
  if (!locks.latents) {
    const moved = elsewhere(next, edits, count, chance)
    next = moved.parameters
    edits = moved.edits
  }
  return { parameters: next, edits, ...(isNew && { seed: seedFrom(chance) }) }
}
