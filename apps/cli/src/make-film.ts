/** A film from a request to its file, going on where an earlier call was stopped. */
import { encodeFilm } from '@reverie/film/node'
import type { Raster } from '@reverie/image'
import type { RenderResult } from '@reverie/instruments'
import type { Recipe } from '@reverie/recipe'
import type { Destination } from './destination.ts'
import { sizeOf, type Work } from './job.ts'
import { nothingKept, openUnfinished, type Unfinished } from './unfinished.ts'
import { makingHash } from './work.ts'

/** Renders a film frame by frame into its file. */
export async function makeFilm(work: Work): Promise<Recipe> {
  const { request, destination, quality, describe } = work
  const { format, path } = destination as Extract<Destination, { kind: 'film' }>
  const unfinished = work.resume === false ? nothingKept : await openUnfinished(await frameKey(work))
  const fps = request.inputs['image']?.[0]?.film?.fps ?? (request.parameters as { fps: number }).fps
  let result: RenderResult | undefined
  let recipe: Recipe | undefined
  await encodeFilm(filmFrames(work, unfinished, (finished) => (result = finished)), {
    format,
    path,
    fps,
    ...(quality === undefined ? {} : { quality }),
    ...(request.signal === undefined ? {} : { signal: request.signal }),
    recipe: () => (recipe = describe(result!)),
  })
  await unfinished.clear()
  return recipe!
}

/** What the frames depend on: the work, but not how it is encoded, and the machine, so that one film is of one piece. */
async function frameKey({ making, request, host }: Work): Promise<string> {
  const { environment } = await host.runtime()
  const size = sizeOf(request)
  const format = JSON.stringify([environment, size?.width, size?.height])
  return makingHash({ ...making, output: { kind: 'film', format } })
}

/** The frames that are there already, then those that are still to be made, each kept until the film is finished. */
async function* filmFrames(
  { instrument, request, host, follow }: Work,
  unfinished: Unfinished,
  finish: (result: RenderResult) => void,
): AsyncGenerator<Raster, void, void> {
  let previous: Raster | undefined
  for (let index = 0; index < unfinished.count; index++) yield (previous = await unfinished.read(index))
  const resume = previous === undefined ? {} : { resume: { frame: unfinished.count, previous } }
  const work = instrument.render({ ...request, ...resume }, host)
  try {
    let step = await work.next()
    for (; !step.done; step = await work.next()) {
      follow(step.value)
      if (step.value.type !== 'frame') continue
      await unfinished.save(step.value.index, step.value.raster)
      yield step.value.raster
    }
    finish(step.value)
  } finally {
    // Whoever draws the frames may stop early: what the instrument holds must be freed all the same.
    await work.return(undefined as never)
  }
}
