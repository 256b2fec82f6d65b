/** The works of a call that needs no picture: made from nothing, or from works that are there. */
import type { RenderRequest } from '@reverie/instruments'
import { sha256, type Recipe, type RecipeParent } from '@reverie/recipe'
import { readBytes } from '@reverie/image/node'
import { requestAgain } from './again.ts'
import { destinationsOf, type Source } from './destination.ts'
import type { NamedRequest, WorkOperands } from './instrument-command.ts'
import { usualSeed } from './making-options.ts'
import { readParameters } from './parameters.ts'
import { readPorts } from './port-inputs.ts'
import { sentencesOf } from './problems.ts'
import { unmeant, type Circumstances } from './circumstances.ts'
import type { Plan } from './series.ts'
import { readRecipe } from './work.ts'

/** A work that others are made from. */
interface Parent {
  readonly request: RenderRequest
  readonly recorded: RecipeParent
}

/** Plans the works, and collects what is wrong with the call and which files are missing. */
export async function planWorks(operands: WorkOperands, circumstances: Circumstances): Promise<readonly Plan[]> {
  const { manner, invocation, call, making, host } = circumstances
  const { instrument } = manner
  const { options, problems } = invocation
  const asked = await requestOf(operands, circumstances)
  const request = asked && (operands.adapt?.(asked, options) ?? asked)
  if (request !== undefined) problems.push(...(await unmeant(instrument, request, host)))
  const place = (works: readonly Pick<Source, 'kind' | 'name'>[]): ReturnType<typeof destinationsOf> =>
    destinationsOf({ out: options.out, format: options.format, sources: works.map(sourceOf), suffix: '' })
  if (request === undefined || problems.length > 0) {
    // What is wrong with the destination is told with the rest, if it is wrong whatever is made.
    const [still, film] = (['raster', 'film'] as const).map((kind) => place([{ kind, name: instrument.name }]))
    if (film!.problems.length > 0) problems.push(...still!.problems)
    return []
  }
  const works = operands.several?.(request, options) ?? [{ request }]
  const named = works.map((work) => ({
    kind: instrument.plan(work.request).kind,
    name: nameOf(instrument.name, work.name),
  }))
  const { destinations, problems: unplaced } = place(named)
  problems.push(...unplaced)
  return destinations.map((destination, index) => ({
    label: named[index]!.name,
    instrument,
    destination,
    quality: making.quality,
    dpi: making.dpi,
    request: async () => ({ ...works[index]!.request, signal: call.signal }),
  }))

  function sourceOf({ kind, name }: Pick<Source, 'kind' | 'name'>): Source {
    const { exports, depths } = instrument
    return { path: '', kind, ...(name === undefined ? {} : { name }), exports, depths }
  }
}

function nameOf(instrument: string, name: NamedRequest['name']): string {
  return name === undefined ? instrument : `${instrument}-${name}`
}

/** What the call asks for: the settings of its parents, changed by its options. `undefined` when it cannot be told. */
async function requestOf(
  operands: WorkOperands,
  { manner, invocation, making, ports, missing, store }: Circumstances,
): Promise<RenderRequest | undefined> {
  const { instrument, names } = manner
  const { options, problems } = invocation
  const parents = await readParents(manner.instrument.name, invocation.operands, store, missing)
  const start = parents.length > 1 ? crossed() : parents[0]?.request
  const { parameters, problems: wrong } = readParameters(
    instrument,
    options,
    options.preset,
    names,
    start?.parameters,
  )
  problems.push(...wrong)
  if (problems.length > 0 || missing.length > 0) return undefined
  const given = ports.length === 0 ? { inputs: {}, files: {} } : await readPorts(ports, await store())
  const files = { ...start?.files, ...given.files }
  // The seed of a crossing has been drawn from already.
  const seed = parents.length > 1 ? undefined : making.seed
  return {
    parameters,
    seed: seed ?? start?.seed ?? usualSeed,
    inputs: { ...start?.inputs, ...given.inputs },
    ...(Object.keys(files).length === 0 ? {} : { files }),
    ...(start?.edits === undefined ? {} : { edits: start.edits }),
    ...(parents.length === 0 ? {} : { parents: parents.map(({ recorded }) => recorded) }),
  }

  function crossed(): RenderRequest | undefined {
    try {
      return operands.cross(
        parents.map(({ request }) => request),
        making.seed ?? usualSeed,
      )
    } catch (error) {
      if (!(error instanceof Error && error.name === 'InstrumentError')) throw error
      problems.push(...sentencesOf(error))
      return undefined
    }
  }
}

async function readParents(
  instrument: string,
  paths: readonly string[],
  store: Circumstances['store'],
  missing: string[],
): Promise<Parent[]> {
  const parents: Parent[] = []
  for (const path of paths) {
    try {
      const recipe = await readRecipe(path)
      if (recipe.instrument.name !== instrument)
        throw new Error(
          `"${path}" is a work of "${recipe.instrument.name}", and "${instrument}" starts from its own.`,
        )
      const request = await requestAgain(recipe, await store())
      parents.push({
        request,
        recorded: { sha256: await sha256(await readBytes(path)), recipe: withoutParents(recipe) },
      })
    } catch (error) {
      missing.push(...sentencesOf(error))
    }
  }
  return parents
}

/** One generation: a recipe that held all its forebears would double with each. */
function withoutParents(recipe: Recipe): Recipe {
  const { parents: _, ...own } = recipe
  return own
}
