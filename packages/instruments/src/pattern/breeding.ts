/** Breeding of whole requests: what the command line and the panel ask for, in terms of logs of edits (`breed.ts`). */
import type { JSONValue } from '@reverie/recipe'
import { InstrumentError } from '../instrument.ts'
import { crossed, variationsOf } from './breed.ts'
import { readEdits, type PatternEdit } from './edits.ts'
import type { PatternRequest } from './request.ts'

/**
 * The works of a sheet of variations, each as a request of its own; the one in the middle is the work itself.
 * @param request its parameter `variations` says how many
 */
export function patternVariations(request: PatternRequest): PatternRequest[] {
  const parameters = { ...request.parameters, variations: 0 }
  const logs = variationsOf({ edits: readEdits(request.edits ?? []) }, request.parameters.variations, request.seed)
  return logs.map((edits) => ({ ...request, parameters, edits: recorded(edits) }))
}

/**
 * The child of two to four works: each unit from one of them, the rest as the first has it.
 * @param seed what is taken from whom
 * @throws InstrumentError when they cannot be crossed
 */
export function crossPatterns(parents: readonly PatternRequest[], seed: number): PatternRequest {
  const [first] = parents
  if (first === undefined) throw new InstrumentError('Crossing takes two to four parents, found none.')
  const edits = crossed(parents.map(parentOf), seed)
  return { ...first, edits: recorded(edits) }
}

function parentOf({ seed, parameters, edits = [], files }: PatternRequest) {
  // A network may lie in several files: model.json alone does not tell it.
  const file = (files?.['network'] ?? []).map(({ sha256 }) => sha256).join(' ')
  return { seed, parameters, edits: readEdits(edits), ...(file === '' ? {} : { file }) }
}

/** Edits as a recipe keeps them: through JSON, which leaves out what is undefined. */
function recorded(edits: readonly PatternEdit[]): JSONValue[] {
  return JSON.parse(JSON.stringify(edits)) as JSONValue[]
}
