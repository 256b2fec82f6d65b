/**
 * Works as files, in Node. A PNG is written band by band where the instrument gives bands, so that it may be larger than
 * the memory; other formats are encoded from the whole picture. What is no pixels is written as it is exported.
 */
import type { Raster, WriteFormat } from '@reverie/image'
import { writeFileAtomic, writeImage, writePng } from '@reverie/image/node'
import { embedRecipe, type Recipe } from '@reverie/recipe'
import type { z } from 'zod'
import {
  InstrumentError,
  type Host,
  type Instrument,
  type RenderEvent,
  type RenderRequest,
  type RenderResult,
} from './instrument.ts'
import type { Described } from './recipe.ts'

/** A work that is to become a file. */
export interface FileWork<S extends z.ZodObject = z.ZodObject> {
  readonly instrument: Instrument<S>
  readonly request: RenderRequest<S>
  readonly host: Host
  readonly path: string
  /** What `resolve` said of the request. */
  readonly settled: Pick<Described, 'parameters' | 'models'>
  /** The recipe of what was made. */
  readonly describe: (result: Described) => Recipe
  /** Told of everything that happens. */
  readonly onEvent?: ((event: RenderEvent) => void) | undefined
}

/** How a picture is written. */
export interface PictureManner {
  readonly format: WriteFormat
  /** 1 to 100, where the format has one. */
  readonly quality?: number | undefined
  /** Pixels an inch on paper, which a PNG can say. */
  readonly dpi?: number | undefined
}

type Band = Extract<RenderEvent, { type: 'band' }>
type Rendering = AsyncGenerator<RenderEvent, RenderResult, void>

/**
 * Renders a picture, and writes it with its recipe. The file appears whole or not at all.
 * @returns the recipe, and the result; of a picture in bands that is what is known without them
 * @throws InstrumentError, ImageError, the signal's reason, the file system's errors
 */
export async function writePicture<S extends z.ZodObject>(
  work: FileWork<S>,
  manner: PictureManner,
): Promise<{ recipe: Recipe; result: RenderResult }> {
  const { instrument, request, host, onEvent } = work
  const rendering = instrument.render(request, host)
  try {
    const first = await nextBand(rendering, onEvent)
    return 'band' in first
      ? await writeBands(work, manner, rendering, first.band)
      : await writeWhole(work, manner, first.result)
  } finally {
    // An encoder that fails stops drawing: what the instrument holds must go all the same.
    await rendering.return(undefined as never)
  }
}

/**
 * Exports a request as one of its instrument's formats, and writes it with its recipe.
 * @throws InstrumentError when the format cannot hold the request, the file system's errors
 */
export async function writeExport<S extends z.ZodObject>(work: FileWork<S>, format: string): Promise<Recipe> {
  const { instrument, request, host, path, settled, describe } = work
  const known = instrument.exports?.[format]
  if (known === undefined || instrument.export === undefined)
    throw new InstrumentError(`"${instrument.name}" has no export "${format}".`)
  const { width, height } = instrument.plan(request)
  const bytes = await instrument.export(request, format, host)
  const environment = await instrument.environment(request, host)
  const recipe = describe({ ...settled, environment, output: { kind: known.kind, width, height } })
  await writeFileAtomic(path, embedRecipe(bytes, recipe))
  return recipe
}

/** Draws up to the next band, or the end. */
async function nextBand(
  rendering: Rendering,
  onEvent: FileWork['onEvent'],
): Promise<{ band: Band } | { result: RenderResult }> {
  for (;;) {
    const { done, value } = await rendering.next()
    if (done) return { result: value }
    onEvent?.(value)
    if (value.type === 'band') return { band: value }
  }
}

/** The recipe stands before the pixels in the file, so it tells what is known before they are rendered. */
async function writeBands<S extends z.ZodObject>(
  { instrument, request, host, path, settled, describe, onEvent }: FileWork<S>,
  { dpi }: PictureManner,
  rendering: Rendering,
  first: Band,
): Promise<{ recipe: Recipe; result: RenderResult }> {
  const { width, height } = instrument.plan(request)
  const header = { width, height, channels: first.raster.channels, depth: depthOf(first.raster), dpi }
  const environment = await instrument.environment(request, host)
  const { channels, depth } = header
  const recipe = describe({ ...settled, environment, output: { kind: 'bands', width, height, channels, depth } })
  let result: RenderResult | undefined
  async function* bands(): AsyncGenerator<Band, void, void> {
    yield first
    for (;;) {
      const next = await nextBand(rendering, onEvent)
      if ('band' in next) yield next.band
      else {
        result = next.result
        return
      }
    }
  }
  await writePng(path, { ...header, recipe }, bands())
  return { recipe, result: result! }
}

async function writeWhole<S extends z.ZodObject>(
  { instrument, path, describe }: FileWork<S>,
  { format, quality, dpi }: PictureManner,
  result: RenderResult,
): Promise<{ recipe: Recipe; result: RenderResult }> {
  if (result.output.kind !== 'raster')
    throw new InstrumentError(`"${instrument.name}" made no picture of this request.`)
  const recipe = describe(result)
  const { raster } = result.output
  const { width, height, channels } = raster
  if (format === 'png' && dpi !== undefined) {
    const header = { width, height, channels, depth: depthOf(raster), dpi, recipe }
    await writePng(path, header, [{ top: 0, raster }])
  } else await writeFileAtomic(path, await writeImage(raster, { format, quality, recipe }))
  return { recipe, result }
}

function depthOf({ depth }: Raster): 8 | 16 {
  return depth === 16 ? 16 : 8
}
