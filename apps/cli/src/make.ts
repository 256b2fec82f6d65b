/** One work from a request to its file: skipped when it is there already, with progress, whole or not at all. */
import { encoderOf } from '@reverie/film/node'
import { writeImage } from '@reverie/image/node'
import { makeRecipe, recordedInputs, type Host, type RenderEvent, type RenderResult } from '@reverie/instruments'
import type { Recipe } from '@reverie/recipe'
import { writeFileAtomic } from '@reverie/recipe/node'
import type { Call } from './call.ts'
import type { Destination } from './destination.ts'
import type { Job, Made, Work, Written } from './job.ts'
import { makeFilm } from './make-film.ts'
import { startProgress } from './progress.ts'
import type { Terminal } from './terminal.ts'
import { findMade, type Making } from './work.ts'

/** Makes a work. @param begun when work on it began, by the call's clock. */
export async function makeWork(job: Job, host: Host, call: Call, terminal: Terminal, begun: number): Promise<Made> {
  const { destination, instrument, request } = job
  const making = makingOf(job, await instrument.resolve(request, host))
  const there = await findMade(destination.path, making, instrument.plan(request))
  if (there !== undefined)
    return { ...made(destination, { ...there.output, recipe: there }, call.now() - begun), skipped: true }
  const progress = startProgress(terminal, job.label, call.now)
  const follow = (event: RenderEvent): void => {
    if (event.type === 'progress') progress.update(event)
  }
  try {
    const make = destination.kind === 'film' ? makeFilm : makePicture
    const encoder = await encoderOf(destination.format)
    const describe = (result: RenderResult): Recipe => recipeFor(job, result, encoder)
    const written = await make({ ...job, making, host, follow, describe })
    return made(destination, written, call.now() - begun)
  } finally {
    progress.end()
  }
}

function made({ path }: Destination, { width, height, frames, recipe }: Written, milliseconds: number): Made {
  return { out: path, width, height, milliseconds, recipe, ...(frames === undefined ? {} : { frames }) }
}

/** What the recipe will say of how the work looks. */
function makingOf(
  { instrument, request, destination, quality }: Job,
  settled: Pick<RenderResult, 'parameters' | 'models'>,
): Making {
  return {
    instrument: { name: instrument.name, version: instrument.version },
    // As in the recipe: through JSON, which leaves out what is undefined.
    parameters: JSON.parse(JSON.stringify(settled.parameters)) as Making['parameters'],
    seed: request.seed,
    edits: request.edits === undefined || request.edits.length === 0 ? undefined : [...request.edits],
    inputs: recordedInputs(request),
    models: [...settled.models],
    output: { kind: destination.kind, format: destination.format, quality },
  }
}

function recipeFor(
  { instrument, request, destination, quality }: Job,
  result: RenderResult,
  encoder: string | undefined,
): Recipe {
  const environment = { ...result.environment, ...(encoder === undefined ? {} : { encoder }) }
  const output = { format: destination.format, ...(quality === undefined ? {} : { quality }) }
  return makeRecipe(instrument, request, { ...result, environment }, output)
}

async function makePicture({
  instrument,
  request,
  destination,
  quality,
  host,
  follow,
  describe,
}: Work): Promise<Written> {
  const work = instrument.render(request, host)
  let step = await work.next()
  for (; !step.done; step = await work.next()) follow(step.value)
  const result = step.value
  if (result.output.kind !== 'raster') throw new Error(`"${instrument.name}" made no picture of this request.`)
  const recipe = describe(result)
  const { format, path } = destination as Extract<Destination, { kind: 'raster' }>
  const bytes = await writeImage(result.output.raster, { format, quality, recipe })
  await writeFileAtomic(path, bytes)
  return { width: recipe.output.width, height: recipe.output.height, recipe }
}
