/**
 * Instruments in Node. Five lines dream a photo into a file that holds its recipe:
 *
 * ```ts
 * import { dream, make } from '@reverie/instruments/node'
 *
 * const { out, recipe } = await make(dream, { inputs: { image: 'photo.jpg' }, out: 'dream.png' })
 * console.log(out, recipe.seed)
 * ```
 */
import { basename, extname } from 'node:path'
import { filmFormatOf } from '@reverie/film'
import { decodeFilm, encodeFilm, encoderOf } from '@reverie/film/node'
import { readBytes, readImage, writeImage } from '@reverie/image/node'
import { openModel, type StoreOptions } from '@reverie/models/node'
import { sha256, type Recipe } from '@reverie/recipe'
import { createRuntime, type Runtime, type RuntimeOptions } from '@reverie/runtime/node'
import type { z } from 'zod'
import {
  InstrumentError,
  type Host,
  type InputFile,
  type InputPicture,
  type Instrument,
  type RenderResult,
} from './instrument.ts'
import { filmed, requestFrom, type MakeOptions } from './make.ts'
import { openBandPool } from './pattern/kernel/pool-node.ts'
import type { BandPool } from './pattern/kernel/pool.ts'
import { readEnough } from './read-enough.ts'
import { makeRecipe, type Described } from './recipe.ts'
import { writeExport, writePicture } from './write-work.ts'

export * from './index.ts'
export type { MakeOptions } from './make.ts'
export { writeExport, writePicture, type FileWork, type PictureManner } from './write-work.ts'

/** A host in this process. Dispose of it when done, which frees the networks. */
export interface NodeHost extends Host {
  /** Frees the runtime and its programs, and ends the workers that patterns are rendered in. */
  dispose(): Promise<void>
}

/**
 * A host. Runtime and models are opened when first asked for, and once.
 * @param options where to run (the CPU unless asked otherwise), where added models are, and whether anyone looks at previews
 */
export function createHost(
  options: RuntimeOptions & { readonly previews?: boolean; readonly models?: StoreOptions } = {},
): NodeHost {
  const { previews = false, models, ...where } = options
  let runtime: Promise<Runtime> | undefined
  let bands: BandPool | undefined
  const opened = new Map<string, ReturnType<typeof openModel>>()
  return {
    runtime: () => (runtime ??= createRuntime(where)),
    model: (id) => {
      const model = opened.get(id) ?? openModel(id, models)
      opened.set(id, model)
      // A model that was not there may be there next time.
      model.catch(() => opened.delete(id))
      return model
    },
    bands: () => (bands ??= openBandPool()),
    readImage: (bytes, name, enough) => readEnough(readImage, bytes, name, enough),
    writeImage: (raster, format, quality) => writeImage(raster, { format, quality }),
    now: () => performance.now(),
    previews,
    dispose: async () => {
      opened.clear()
      bands?.dispose()
      bands = undefined
      await (await runtime)?.dispose()
      runtime = undefined
    },
  }
}

/** A picture or film as an input. A file that moves comes with its frames. @throws ImageError when it is no picture */
export async function openInput(path: string): Promise<InputPicture> {
  const bytes = await readBytes(path)
  const name = basename(path)
  const hash = await sha256(bytes)
  const film = await decodeFilm(path)
  if (film.frames <= 1) return { raster: (await readImage(bytes, { name })).raster, sha256: hash, name }
  for await (const raster of film) {
    const frames = async function* () {
      yield* await decodeFilm(path)
    }
    return { raster, sha256: hash, name, film: { frames, count: film.frames, fps: film.fps ?? 12 } }
  }
  throw new InstrumentError(`"${name}" has no frames. Is the file complete?`)
}

/** A file as an input that is taken as it is. @throws InstrumentError for a picture that was opened already */
async function openFile(path: string | InputPicture): Promise<InputFile> {
  if (typeof path !== 'string')
    throw new InstrumentError(`"${path.name}" was opened as a picture, and its port takes files: give its path.`)
  const bytes = await readBytes(path)
  return { bytes, sha256: await sha256(bytes), name: basename(path) }
}

/** What `make` made. */
export interface Made {
  /** The file, or folder of frames. */
  readonly out: string
  readonly recipe: Recipe
  /** Absent for what is no pixels. A PNG of more than 50 million pixels was written as it was made, and is not in it. */
  readonly result?: RenderResult
}

/** Pixels of a picture that is held as a whole, at most, where it need not be. */
const wholePixels = 50e6

/** Picture formats by extension. */
const formats = {
  png: 'png',
  jpg: 'jpeg',
  jpeg: 'jpeg',
  webp: 'webp',
  avif: 'avif',
  tif: 'tiff',
  tiff: 'tiff',
  gif: 'gif',
} as const

/**
 * Makes a work and writes it, with its recipe, to a file whose extension says the format. The file appears whole or
 * not at all.
 * @param options.inputs paths by port, or pictures that were opened already
 * @throws InstrumentError, ImageError, ModelError in sentences.
 */
export async function make<S extends z.ZodObject>(
  instrument: Instrument<S>,
  options: MakeOptions<S, string | InputPicture> & {
    readonly out: string
    readonly quality?: number
    readonly host?: Host
  },
): Promise<Made> {
  const { out, quality, onEvent } = options
  const { depth, ...request } = await requestFrom(instrument, options, {
    picture: async (source) => (typeof source === 'string' ? openInput(source) : source),
    file: openFile,
  })
  const { kind, fps, width, height } = instrument.plan(request)
  const exported = exportOf(instrument.exports, out)
  const format = exported ?? formatOf(out, kind === 'film')
  const own = options.host === undefined ? createHost() : undefined
  const host = options.host ?? own!
  const written = { format, ...(quality === undefined ? {} : { quality }) }
  try {
    // Another encoder may give other pixels: without it "verify" could only ask for a likeness.
    const encoder = exported === undefined ? await encoderOf(format) : undefined
    const encoded = <R extends Described>(result: R): R =>
      encoder === undefined ? result : { ...result, environment: { ...result.environment, encoder } }
    if (kind === 'film' && exported === undefined) {
      const film = filmed(instrument, request, host, onEvent)
      const recipe = (): Recipe => makeRecipe(instrument, request, encoded(film.result()), written)
      await encodeFilm(film.frames, { ...written, format: format as 'webp', path: out, fps: fps!, recipe })
      return { out, recipe: recipe(), result: film.result() }
    }
    const settled = await instrument.resolve(request, host)
    const deep = depth === 16 && (format === 'png' || format === 'tiff') ? { depth } : {}
    const describe = (result: Described): Recipe =>
      makeRecipe(instrument, { ...request, ...deep }, encoded(result), written)
    const work = { instrument, request, host, path: out, settled, describe, onEvent }
    if (exported !== undefined) return { out, recipe: await writeExport(work, exported) }
    const inBands = format === 'png' && width * height > wholePixels ? { bands: true as const } : {}
    const picture = { ...work, request: { ...request, ...deep, ...inBands } }
    return { out, ...(await writePicture(picture, { format: format as 'png', quality })) }
  } finally {
    await own?.dispose()
  }
}

/** The export that a file name asks for. */
function exportOf(exports: Instrument['exports'] = {}, out: string): string | undefined {
  const extension = extname(out).slice(1).toLowerCase()
  return Object.keys(exports).find((name) => exports[name]!.extension === extension)
}

function formatOf(out: string, film: boolean): string {
  if (film) {
    const format = filmFormatOf(out)
    if (format !== undefined) return format
    throw new InstrumentError(
      `"${basename(out)}" is no name of a film: end it in .webp, .gif, .mp4 or .webm, or name a folder.`,
    )
  }
  const extension = extname(out).slice(1).toLowerCase()
  if (Object.hasOwn(formats, extension)) return formats[extension as keyof typeof formats]
  throw new InstrumentError(
    `"${basename(out)}" is no name of a picture: end it in ${Object.keys(formats)
      .map((name) => `.${name}`)
      .join(', ')}.`,
  )
}
