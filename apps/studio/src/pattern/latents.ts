/** Moving the latents of the document. */
import type { JSONValue } from '../instrument.ts'
import { edit, useDocument, type Settings } from '../state/document.ts'

/** As far as latents go. */
export const farthest = 10

/**
 * Where latents are put: in the parameters of a pattern as it was drawn; of one that was bred, at the end of its log, since
 * the latents of the parameters are where its breeding began.
 */
export function placed(
  { parameters, edits }: Pick<Settings, 'parameters' | 'edits'>,
  latents: readonly number[],
): Pick<Settings, 'parameters' | 'edits'> {
  const rounded = latents.map((latent) => Math.min(farthest, Math.max(-farthest, Number(latent.toFixed(4)))))
  if (edits.length === 0) return { parameters: { ...parameters, z: rounded }, edits }
  const before = isPlace(edits.at(-1)) ? edits.slice(0, -1) : edits
  return { parameters, edits: [...before, { type: 'place', latents: rounded }] }
}

/**
 * The latents of settings: those that they say, and for the others those that were drawn.
 *
 * @param drawn What the worker last found; it comes a moment after the settings.
 */
export function latentsIn(
  { parameters, edits }: Pick<Settings, 'parameters' | 'edits'>,
  drawn: readonly number[],
): readonly number[] {
  const last = edits.at(-1)
  const said = last === undefined ? parameters['z'] : isPlace(last) ? last['latents'] : undefined
  return Array.isArray(said) ? drawn.map((latent, index) => Number(said[index] ?? latent)) : drawn
}

/** Puts the latents somewhere; moves in quick succession are one step of the history. */
export function placeLatents(latents: readonly number[], label = 'Latents'): void {
  edit(label, placed(useDocument.getState(), latents), 'latents')
}

/** Gives the latents back to chance: to the seed, or to where breeding left them. */
export function freeLatents(): void {
  const { parameters, edits } = useDocument.getState()
  if (isPlace(edits.at(-1))) edit('Reset latents', { edits: edits.slice(0, -1) })
  else {
    const { z: _, ...others } = parameters
    edit('Reset latents', { parameters: others })
  }
}

function isPlace(given: JSONValue | undefined): given is { [key: string]: JSONValue } {
  return typeof given === 'object' && given !== null && !Array.isArray(given) && given['type'] === 'place'
}
