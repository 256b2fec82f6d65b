/** One work from a request to its file: skipped when it is there already, with progress, whole or not at all. */
import { existsSync } from 'node:fs'
import { extname } from 'node:path'
import { encoderOf } from '@reverie/film/node'
import { ImageError, sizeProblem } from '@reverie/image'
import {
  makeRecipe,
  recordedInputs,
  type Described,
  type Host,
  type RenderEvent,
  type Size,
} from '@reverie/instruments'
import type { Recipe } from '@reverie/recipe'
import type { Call } from './call.ts'
import type { Destination } from './destination.ts'
import { requestForFile, type Job, type Made, type Work, type Written } from './job.ts'
import { makeFilm } from './make-film.ts'
import { makeExport, makePicture } from './make-picture.ts'
import { startProgress } from './progress.ts'
import type { Terminal } from './terminal.ts'
import { findMade, type Making } from './work.ts'

/** Makes a work. @param begun when work on it began, by the call's clock. */
export async function makeWork(
  asked: Job,
  host: Host,
  call: Call,
  terminal: Terminal,
  begun: number,
): Promise<Made> {
  const deep = { ...asked, request: requestForFile(asked.request, asked.destination) }
  const settled = await deep.instrument.resolve(deep.request, host)
  const making = makingOf(deep, settled)
  const size = deep.instrument.plan(deep.request)
  const tooLarge = deep.destination.kind === 'raster' ? sizeProblem(deep.destination.format, size) : undefined
  if (tooLarge !== undefined) throw new ImageError(tooLarge)
  const { destination, there } = await placeFor(deep.destination, making, size)
  if (there !== undefined)
    return { ...made(destination, { ...there.output, recipe: there }, call.now() - begun), skipped: true }
  const job = { ...deep, destination, dpi: dpiOf({ ...deep, destination }) }
  const progress = startProgress(terminal, job.label, call.now)
  const follow = (event: RenderEvent): void => {
    if (event.type === 'progress') progress.update(event)
  }
  try {
    const encoder = isExport(destination) ? undefined : await encoderOf(destination.format)
    const describe = (result: Described): Recipe => recipeFor(job, result, encoder)
    const work: Work = { ...job, making, settled, host, follow, describe }
    const written = await write(work)
    return made(destination, written, call.now() - begun)
  } finally {
    progress.end()
  }
}

function write(work: Work): Promise<Written> {
  if (isExport(work.destination)) return makeExport(work)
  return work.destination.kind === 'film' ? makeFilm(work) : makePicture(work)
}

function isExport({ kind }: Destination): boolean {
  return kind === 'vector' || kind === 'text'
}

function made({ path }: Destination, { width, height, frames, recipe }: Written, milliseconds: number): Made {
  return { out: path, width, height, milliseconds, recipe, ...(frames === undefined ? {} : { frames }) }
}

/** Where the work goes, and its recipe if it is there already. */
async function placeFor(
  asked: Destination,
  making: Making,
  size: Size,
): Promise<{ destination: Destination; there: Recipe | undefined }> {
  for (let number = 1; ; number++) {
    const ending = extname(asked.path)
    const stem = asked.path.slice(0, asked.path.length - ending.length)
    const path = number === 1 ? asked.path : `${stem}-${number}${ending}`
    const there = await findMade(path, making, size)
    if (there !== undefined || asked.numbered === undefined || !existsSync(path))
      return { destination: { ...asked, path }, there }
  }
}

/** What the recipe will say of how the work looks. */
function makingOf(job: Job, settled: Pick<Described, 'parameters' | 'models'>): Making {
  const { instrument, request, destination, quality } = job
  return {
    instrument: { name: instrument.name, version: instrument.version },
    // As in the recipe: through JSON, which leaves out what is undefined.
    parameters: JSON.parse(JSON.stringify(settled.parameters)) as Making['parameters'],
    seed: request.seed,
    edits: request.edits === undefined || request.edits.length === 0 ? undefined : [...request.edits],
    inputs: recordedInputs(request),
    models: [...settled.models],
    output: {
      kind: destination.kind,
      format: destination.format,
      quality,
      dpi: dpiOf(job),
      ...(request.depth === 16 ? { depth: 16 } : {}),
    },
  }
}

function recipeFor(job: Job, result: Described, encoder: string | undefined): Recipe {
  const { instrument, request, destination, quality } = job
  const dpi = dpiOf(job)
  const environment = { ...result.environment, ...(encoder === undefined ? {} : { encoder }) }
  const output = {
    format: destination.format,
    ...(quality === undefined ? {} : { quality }),
    ...(dpi === undefined ? {} : { dpi }),
  }
  return makeRecipe(instrument, request, { ...result, environment }, output)
}

/** Only a PNG says it. */
function dpiOf({ instrument, request, destination, dpi }: Job): number | undefined {
  if (destination.kind !== 'raster' || destination.format !== 'png') return undefined
  return dpi ?? instrument.plan(request).dpi
}
