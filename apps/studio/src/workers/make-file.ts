/** From a request to a finished file: a picture, a film when the instrument yields frames, or one of its exports. */
import { encodeFilm } from '@reverie/film/web'
import type { Raster } from '@reverie/image'
import { pngBlob, writeImage } from '@reverie/image/web'
import {
  creditSheet,
  creditsOf,
  instruments,
  makeRecipe,
  packLinked,
  recordedInputs,
  type CreditFormat,
  type Described,
  type Host,
  type Instrument,
  type RenderEvent,
  type RenderRequest,
  type RenderResult,
  type Size,
  type WorkOutput,
} from '@reverie/instruments/web'
import { embedRecipe, sha256 } from '@reverie/recipe'
import { madeBy } from '../made-by.ts'
import { bitmapFrom } from './bitmap.ts'
import type { Face, JobEvent, Made, Written } from './network-api.ts'
import { thumbnailOf } from './thumbnail.ts'

/** Longer side of what stands on the shelf. */
const thumbnailSide = 192
/** And of a picture that is nowhere whole: the canvas shows it in this size. */
const faceSide = 1024

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

/** A work under way. */
interface Making {
  readonly instrument: Instrument
  readonly request: RenderRequest
  readonly host: Host
  readonly written: Written
  /** Draws from the work up to its next piece. */
  readonly next: () => Promise<Piece>
}

/** What a work comes in: the rows of a still, the frames of a film, and its end. */
type Piece =
  | { readonly band: { readonly top: number; readonly raster: Raster } }
  | { readonly frame: Raster }
  | { readonly result: RenderResult }

/** What is written. */
interface File extends Pick<Made, 'kind' | 'width' | 'height' | 'face'> {
  readonly blob: Blob
  readonly environment: RenderResult['environment']
}

/**
 * Renders a request to its file.
 *
 * @param between Awaited after each event: where a job halts, and where it throws when ended.
 */
export async function makeFile(
  instrument: Instrument,
  asked: RenderRequest,
  host: Host,
  written: Written,
  tell: (event: JobEvent) => void,
  between: () => Promise<void>,
): Promise<Made> {
  const started = host.now()
  // In bands a PNG is never whole in memory; an instrument without bands gives it whole.
  const request: RenderRequest = {
    ...asked,
    ...(written.depth !== undefined && { depth: written.depth }),
    ...(written.format === 'png' && { bands: true }),
  }
  const work = instrument.render(request, host)
  const next = advancing(work, async (event) => {
    if (event.type === 'progress') tell(event)
    else if (event.type !== 'band' && host.previews)
      tell({ type: 'preview', bitmap: await bitmapFrom(event.raster) })
    await host.breathe?.()
    await between()
  })
  try {
    const { blob, environment, ...facts } = await write({ instrument, request, host, written, next })
    return {
      ...facts,
      bytes: blob,
      sha256: await sha256(new Uint8Array(await blob.arrayBuffer())),
      provider: madeBy(environment),
      milliseconds: host.now() - started,
    }
  } finally {
    await work.return(undefined as never)
  }
}

async function write(making: Making): Promise<File> {
  if (making.written.credits !== undefined) return writeCredits(making, making.written.credits)
  if (Object.hasOwn(making.instrument.exports ?? {}, making.written.format)) return writeExport(making)
  const first = await making.next()
  if ('result' in first) return writePicture(making, first.result)
  return 'band' in first ? writeBands(making, first.band) : writeFilm(making, first.frame)
}

function advancing(
  work: AsyncGenerator<RenderEvent, RenderResult, void>,
  pass: (event: RenderEvent) => Promise<void>,
): Making['next'] {
  return async () => {
    for (;;) {
      const { done, value } = await work.next()
      if (done) return { result: value }
      await pass(value)
      if (value.type === 'frame') return { frame: value.raster }
      if (value.type === 'band') return { band: value }
    }
  }
}

const outputOf = ({ format, dpi }: Written): WorkOutput => ({ format, ...(dpi !== undefined && { dpi }) })

/** What a recipe says before anything is rendered. */
async function described({ instrument, request, host }: Making, output: Described['output']): Promise<Described> {
  const settled = await instrument.resolve(request, host)
  return { ...settled, environment: await instrument.environment(request, host), output }
}

async function writePicture({ instrument, request, written }: Making, result: RenderResult): Promise<File> {
  if (result.output.kind !== 'raster') throw new Error(`${instrument.title} made a film without a single frame.`)
  const { raster } = result.output
  const recipe = makeRecipe(instrument, request, result, outputOf(written))
  const format = written.format as 'png'
  const bytes = (await writeImage(raster, { format, recipe })) as Uint8Array<ArrayBuffer>
  const { width, height } = raster
  const blob = new Blob([bytes], { type: `image/${format}` })
  return { kind: 'raster', blob, environment: result.environment, width, height, face: await faceOf(raster) }
}

async function writeBands(making: Making, first: { readonly top: number; readonly raster: Raster }): Promise<File> {
  const { instrument, request, host, written, next } = making
  const { channels, depth } = first.raster
  const { width, height } = instrument.plan(request)
  const head = { width, height, channels, depth: depth === 16 ? (16 as const) : (8 as const) }
  const { environment, ...rest } = await described(making, { kind: 'bands', ...head })
  const recipe = makeRecipe(instrument, request, { environment, ...rest }, outputOf(written))
  async function* bands() {
    yield first
    for (;;) {
      const piece = await next()
      if (!('band' in piece)) return
      yield piece.band
    }
  }
  const blob = await pngBlob({ ...head, dpi: written.dpi, recipe }, bands())
  return { kind: 'raster', blob, environment, width, height, face: await smallFace(instrument, request, host) }
}

async function writeFilm({ instrument, request, written, next }: Making, first: Raster): Promise<File> {
  let result: RenderResult | undefined
  async function* frames() {
    yield first
    for (;;) {
      const piece = await next()
      if ('result' in piece) result = piece.result
      if (!('frame' in piece)) return
      yield piece.frame
    }
  }
  // A still's format is a film's too, or the film is what the shelf keeps films in.
  const format = written.format === 'mp4' || written.format === 'webm' ? written.format : 'webp'
  const { blob, size } = await encodeFilm(frames(), {
    format,
    fps: instrument.plan(request).fps!,
    recipe: () => makeRecipe(instrument, request, result!, { ...outputOf(written), format }),
  })
  const { width, height } = size
  return { kind: 'film', blob, environment: result!.environment, width, height, face: await faceOf(first) }
}

async function writeExport(making: Making): Promise<File> {
  const { instrument, request, host, written } = making
  const { kind } = instrument.exports![written.format]!
  const { width, height }: Size = instrument.plan(request)
  const { environment, ...rest } = await described(making, { kind, width, height })
  const recipe = makeRecipe(instrument, request, { environment, ...rest }, outputOf(written))
  const bytes = embedRecipe(await instrument.export!(request, written.format, host), recipe)
  if (written.packed) {
    const { pieces } = await instrument.gather!(request, host)
    const blob = await packLinked(bytes, pieces?.['pieces'] ?? [], host, request.signal)
    return { kind: 'document', blob, environment, width, height, face: undefined }
  }
  const type = { svg: 'image/svg+xml', json: 'application/json' }[written.format] ?? 'application/octet-stream'
  const blob = new Blob([bytes as Uint8Array<ArrayBuffer>], { type })
  return { kind: 'document', blob, environment, width, height, face: undefined }
}

/** Title, author, address and licence of every piece: it holds no recipe, as it is a text for people. */
function writeCredits({ instrument, request }: Making, format: CreditFormat): File {
  const { name, version } = instrument
  const edits = request.edits === undefined ? {} : { edits: [...request.edits] }
  const rows = creditsOf({ instrument: { name, version }, ...edits, inputs: recordedInputs(request) })
  const type = { txt: 'text/plain', md: 'text/markdown', csv: 'text/csv', html: 'text/html' }[format]
  const blob = new Blob([creditSheet(rows, format, 'Credits')], { type })
  const { width, height } = instrument.plan(request)
  return { kind: 'document', blob, environment: {}, width, height, face: undefined }
}

async function faceOf(raster: Raster): Promise<Face> {
  const bitmap = await bitmapFrom(raster)
  return { bitmap, thumbnail: await thumbnailOf(bitmap, thumbnailSide) }
}

/** The face of a picture that went by in bands: the same work, small. */
async function smallFace(instrument: Instrument, request: RenderRequest, host: Host): Promise<Face> {
  const { width, height } = instrument.plan(request)
  const scale = Math.min(1, faceSide / Math.max(width, height))
  const size = { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
  const { bands: _, depth: __, ...whole } = instrument.resize(request, size)
  const work = instrument.render(whole, { ...host, previews: false })
  for (;;) {
    const { done, value } = await work.next()
    if (!done) continue
    if (value.output.kind !== 'raster') throw new Error(`${instrument.title} shows no small picture of its work.`)
    return faceOf(value.output.raster)
  }
}
