/**
 * A film from a request to its file. All frames are made first and kept in the user's cache, without loss; then they are
 * encoded. So a film that was stopped goes on from its last frame, and nothing half-made lies where the film will be.
 */
import { encodeFilm } from '@reverie/film/node'
import type { Raster } from '@reverie/image'
import type { RenderResult } from '@reverie/instruments'
import type { Recipe } from '@reverie/recipe'
import type { Destination } from './destination.ts'
import type { Work, Written } from './job.ts'
import { openUnfinished, type Unfinished } from './unfinished.ts'
import { makingHash } from './work.ts'

/** Renders a film frame by frame, and writes it. */
export async function makeFilm(work: Work): Promise<Written> {
  const { instrument, request, destination, quality, describe } = work
  const { format, path } = destination as Extract<Destination, { kind: 'film' }>
  const unfinished = await openUnfinished(await frameKey(work), { fresh: work.resume === false })
  const result = await renderFrames(work, unfinished)
  const recipe: Recipe = describe(result)
  const encoded = {
    ...(quality === undefined ? {} : { quality }),
    ...(request.signal === undefined ? {} : { signal: request.signal }),
  }
  const size = await encodeFilm(readFrames(unfinished, recipe.output.frames!), {
    format,
    path,
    fps: instrument.plan(request).fps!,
    recipe,
    ...encoded,
  })
  await unfinished.clear()
  return { ...size, recipe }
}

/** What the frames depend on: the work, but not how it is encoded, and the machine, so that one film is of one piece. */
async function frameKey({ making, instrument, request, host, resume }: Work): Promise<string> {
  const environment = await instrument.environment(request, host)
  const { width, height } = instrument.plan(request)
  const format = JSON.stringify([environment, width, height, resume])
  return makingHash({ ...making, output: { kind: 'film', format } })
}

/** Makes the frames that are not there yet. */
async function renderFrames(
  { instrument, request, host, follow }: Work,
  unfinished: Unfinished,
): Promise<RenderResult> {
  const { count } = unfinished
  const resume = count === 0 ? {} : { resume: { frame: count, previous: await unfinished.read(count - 1) } }
  const work = instrument.render({ ...request, ...resume }, host)
  try {
    for (;;) {
      const step = await work.next()
      if (step.done === true) return step.value
      follow(step.value)
      if (step.value.type === 'frame') await unfinished.save(step.value.index, step.value.raster)
    }
  } finally {
    // A full disk must not leave what the instrument holds behind.
    await work.return(undefined as never)
  }
}

async function* readFrames(unfinished: Unfinished, count: number): AsyncGenerator<Raster, void, void> {
  for (let index = 0; index < count; index++) yield unfinished.read(index)
}
