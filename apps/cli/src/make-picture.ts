/**
 * A picture from a request to its file. A PNG is written band by band where the instrument gives bands, so that it may be
 * larger than the memory; other formats are encoded from the whole picture.
 */
import { writeImage, writePng } from '@reverie/image/node'
import type { Raster } from '@reverie/image'
import type { RenderEvent, RenderResult } from '@reverie/instruments'
import type { Recipe } from '@reverie/recipe'
import { writeFileAtomic } from '@reverie/recipe/node'
import type { Destination } from './destination.ts'
import type { Work, Written } from './job.ts'

type Band = Extract<RenderEvent, { type: 'band' }>
type Rendering = AsyncGenerator<RenderEvent, RenderResult, void>

/** Renders a picture, and writes it. */
export async function makePicture(work: Work): Promise<Written> {
  const { instrument, request, host, follow } = work
  const rendering = instrument.render(request, host)
  try {
    const first = await nextBand(rendering, follow)
    const recipe =
      'band' in first ? await writeBands(work, rendering, first.band) : await writeWhole(work, first.result)
    return { width: recipe.output.width, height: recipe.output.height, recipe }
  } finally {
    // An encoder that fails stops drawing: what the instrument holds must go all the same.
    await rendering.return(undefined as never)
  }
}

/** Draws up to the next band, or the end. */
async function nextBand(
  rendering: Rendering,
  follow: (event: RenderEvent) => void,
): Promise<{ band: Band } | { result: RenderResult }> {
  for (;;) {
    const { done, value } = await rendering.next()
    if (done) return { result: value }
    follow(value)
    if (value.type === 'band') return { band: value }
  }
}

/** The recipe stands before the pixels in the file, so it tells what is known before they are rendered. */
async function writeBands(work: Work, rendering: Rendering, first: Band): Promise<Recipe> {
  const { instrument, request, destination, host, follow, settled, describe, dpi } = work
  const { width, height } = instrument.plan(request)
  const { channels } = first.raster
  const depth = first.raster.depth === 16 ? 16 : 8
  const environment = await instrument.environment(request, host)
  const recipe = describe({ ...settled, environment, output: { kind: 'bands', width, height, channels, depth } })
  async function* bands(): AsyncGenerator<Band, void, void> {
    yield first
    for (;;) {
      const next = await nextBand(rendering, follow)
      if ('result' in next) return
      yield next.band
    }
  }
  await writePng(destination.path, { width, height, channels, depth, dpi, recipe }, bands())
  return recipe
}

async function writeWhole(
  { instrument, destination, quality, describe, dpi }: Work,
  result: RenderResult,
): Promise<Recipe> {
  if (result.output.kind !== 'raster') throw new Error(`"${instrument.name}" made no picture of this request.`)
  const recipe = describe(result)
  const { raster } = result.output
  const { format, path } = destination as Extract<Destination, { kind: 'raster' }>
  if (format === 'png' && dpi !== undefined)
    await writePng(path, headerOf(raster, dpi, recipe), [{ top: 0, raster }])
  else await writeFileAtomic(path, await writeImage(raster, { format, quality, recipe }))
  return recipe
}

function headerOf({ width, height, channels, depth }: Raster, dpi: number, recipe: Recipe) {
  return { width, height, channels, depth: depth === 16 ? (16 as const) : (8 as const), dpi, recipe }
}
