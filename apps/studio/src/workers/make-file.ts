/** From a request to a finished file: a PNG, or an animated WebP when the instrument yields frames. */
import { encodeFilm } from '@reverie/film/web'
import type { Raster } from '@reverie/image'
import { writeImage } from '@reverie/image/web'
import {
  instruments,
  makeRecipe,
  type Host,
  type Instrument,
  type RenderEvent,
  type RenderRequest,
  type RenderResult,
} from '@reverie/instruments/web'
import { sha256 } from '@reverie/recipe'
import { bitmapFrom } from './bitmap.ts'
import type { JobEvent, Made } from './network-api.ts'
import { thumbnailOf } from './thumbnail.ts'

const side = 192

/**
 * Finds an instrument's code.
 *
 * @throws When there is none of that name.
 */
export function instrumentOf(name: string): Instrument {
  const all: Record<string, unknown> = instruments
  if (!Object.hasOwn(all, name))
    throw new Error(`There is no instrument "${name}". There are: ${Object.keys(all).join(', ')}.`)
  return all[name] as Instrument
}

/** What is written, and a raster that stands for it. */
interface Written {
  readonly blob: Blob
  readonly result: RenderResult
  readonly face: Raster
}

/**
 * Renders a request to its file.
 *
 * @param between Awaited after each event: where a job halts, and where it throws when ended.
 */
export async function makeFile(
  instrument: Instrument,
  request: RenderRequest,
  host: Host,
  tell: (event: JobEvent) => void,
  between: () => Promise<void>,
): Promise<Made> {
  const started = host.now()
  const next = advancing(instrument.render(request, host), async (event) => {
    if (event.type === 'progress') tell(event)
    else if (event.type !== 'band') tell({ type: 'preview', bitmap: await bitmapFrom(event.raster) })
    await host.breathe?.()
    await between()
  })
  const first = await next()
  const { blob, result, face } =
    'result' in first
      ? await writePicture(instrument, request, first.result)
      : await writeFilm(instrument, request, first.frame, next)
  const bitmap = await bitmapFrom(face)
  return {
    kind: 'result' in first ? 'raster' : 'film',
    bytes: blob,
    sha256: await sha256(new Uint8Array(await blob.arrayBuffer())),
    width: face.width,
    height: face.height,
    thumbnail: await thumbnailOf(bitmap, side),
    bitmap,
    provider: String(result.environment['provider']),
    milliseconds: host.now() - started,
  }
}

type Advance = () => Promise<{ readonly frame: Raster } | { readonly result: RenderResult }>

/** Draws from a work up to its next frame, or its end. */
function advancing(
  work: AsyncGenerator<RenderEvent, RenderResult, void>,
  pass: (event: RenderEvent) => Promise<void>,
): Advance {
  return async () => {
    for (;;) {
      const { done, value } = await work.next()
      if (done) return { result: value }
      await pass(value)
      if (value.type === 'frame') return { frame: value.raster }
    }
  }
}

async function writePicture(
  instrument: Instrument,
  request: RenderRequest,
  result: RenderResult,
): Promise<Written> {
  if (result.output.kind !== 'raster') throw new Error(`${instrument.title} made a film without a single frame.`)
  const { raster } = result.output
  const recipe = makeRecipe(instrument, request, result, { format: 'png' })
  const bytes = (await writeImage(raster, { format: 'png', recipe })) as Uint8Array<ArrayBuffer>
  return { blob: new Blob([bytes], { type: 'image/png' }), result, face: raster }
}

async function writeFilm(
  instrument: Instrument,
  request: RenderRequest,
  first: Raster,
  next: Advance,
): Promise<Written> {
  let result: RenderResult | undefined
  async function* frames() {
    yield first
    for (;;) {
      const step = await next()
      if ('result' in step) {
        result = step.result
        return
      }
      yield step.frame
    }
  }
  const { blob } = await encodeFilm(frames(), {
    format: 'webp',
    fps: instrument.plan(request).fps!,
    recipe: () => makeRecipe(instrument, request, result!, { format: 'webp' }),
  })
  return { blob, result: result!, face: first }
}
