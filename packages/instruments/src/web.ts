/**
 * Instruments in browsers, best in a worker. Five lines dream a picture that a person chose:
 *
 * ```ts
 * import { dream, make } from '@reverie/instruments/web'
 *
 * const { blob } = await make(dream, { inputs: { image: file } })
 * image.src = URL.createObjectURL(blob)
 * ```
 */
import { decodeFilm, encodeFilm } from '@reverie/film/web'
import { readImage, writeImage } from '@reverie/image/web'
import { openModel } from '@reverie/models/web'
import { baseName, sha256, type Recipe } from '@reverie/recipe'
import { createRuntime, type Runtime, type RuntimeOptions } from '@reverie/runtime/web'
import type { z } from 'zod'
import {
  InstrumentError,
  type Host,
  type InputFile,
  type InputPicture,
  type Instrument,
  type RenderResult,
} from './instrument.ts'
import { filmed, rendered, requestFrom, type MakeOptions } from './make.ts'
import { openBandPool } from './pattern/kernel/pool-web.ts'
import type { BandPool } from './pattern/kernel/pool.ts'
import { readEnough } from './read-enough.ts'
import { makeRecipe } from './recipe.ts'

export * from './index.ts'
export { createView } from './pattern/shaders/choose-view.ts'
export type { PatternView } from './pattern/shaders/view.ts'
export type { MakeOptions } from './make.ts'

/** A host in this page or worker. Dispose of it when done, which frees the networks. */
export interface WebHost extends Host {
  /** Frees the runtime and its programs, and ends the workers that patterns are rendered in. */
  dispose(): Promise<void>
}

/**
 * A host. Runtime and models are opened when first asked for, and once.
 * @param options where to run (WebGPU where there is a real one, else WebAssembly), whether anyone looks at previews, and
 *   who is told how much of a model has come
 */
export function createHost(
  options: RuntimeOptions & {
    readonly previews?: boolean
    readonly onModelProgress?: (loaded: number, total: number) => void
  } = {},
): WebHost {
  const { previews = false, onModelProgress, ...where } = options
  let runtime: Promise<Runtime> | undefined
  let bands: BandPool | undefined
  const opened = new Map<string, ReturnType<typeof openModel>>()
  return {
    runtime: () => (runtime ??= createRuntime(where)),
    model: (id) => {
      const model =
        opened.get(id) ?? openModel(id, onModelProgress === undefined ? {} : { onProgress: onModelProgress })
      opened.set(id, model)
      // A model that did not come may come next time.
      model.catch(() => opened.delete(id))
      return model
    },
    bands: () => (bands ??= openBandPool()),
    readImage: (bytes, name, enough) => readEnough(readImage, bytes, name, enough),
    writeImage: (raster, format, quality) => writeImage(raster, { format, quality }),
    now: () => performance.now(),
    previews,
    // A task between two tiles lets messages in: stop, a new picture.
    breathe: () => new Promise((resolve) => setTimeout(resolve)),
    dispose: async () => {
      opened.clear()
      bands?.dispose()
      bands = undefined
      await (await runtime)?.dispose()
      runtime = undefined
    },
  }
}

/** A file that a person chose, as an input. One that moves comes with its frames. @throws ImageError, Error when it is neither */
export async function openInput(source: Blob): Promise<InputPicture> {
  const bytes = new Uint8Array(await source.arrayBuffer())
  const name = source instanceof File ? baseName(source.name) : 'picture'
  const hash = await sha256(bytes)
  const file = source instanceof File ? source : new File([source], name, { type: source.type })
  if (/^(video\/|image\/(gif|webp|apng))/.test(file.type)) {
    const film = await decodeFilm(file)
    if (film.frames > 1) {
      const frames = async function* () {
        yield* await decodeFilm(file)
      }
      for await (const raster of film) {
        return { raster, sha256: hash, name, film: { frames, count: film.frames, fps: film.fps ?? 12 } }
      }
    }
  }
  return { raster: (await readImage(bytes, { name })).raster, sha256: hash, name }
}

/** A file as an input that is taken as it is. */
async function openFile(source: Blob): Promise<InputFile> {
  const bytes = new Uint8Array(await source.arrayBuffer())
  return { bytes, sha256: await sha256(bytes), name: source instanceof File ? baseName(source.name) : 'file' }
}

/** What `make` made. */
export interface Made {
  readonly blob: Blob
  readonly recipe: Recipe
  readonly result: RenderResult
}

/** Formats that browsers write. */
export type WebFormat = 'png' | 'jpeg' | 'webp' | 'mp4' | 'webm'

/**
 * Makes a work as a file in memory, with its recipe.
 * @param options.inputs files by port
 * @param options.format default `png`, for films `webp`
 * @throws InstrumentError, ImageError, ModelError in sentences.
 */
export async function make<S extends z.ZodObject>(
  instrument: Instrument<S>,
  options: MakeOptions<S, Blob> & { readonly format?: WebFormat; readonly quality?: number; readonly host?: Host },
): Promise<Made> {
  const { quality, onEvent } = options
  const request = await requestFrom(instrument, options, { picture: openInput, file: openFile })
  const own = options.host === undefined ? createHost() : undefined
  const host = options.host ?? own!
  const plan = instrument.plan(request)
  const film = plan.kind === 'film'
  const format = options.format ?? (film ? 'webp' : 'png')
  const written = { format, ...(quality === undefined ? {} : { quality }) }
  try {
    if (film) {
      const filming = filmed(instrument, request, host, onEvent)
      const recipe = (): Recipe => makeRecipe(instrument, request, filming.result(), written)
      const options = { ...written, format: format as 'webp', fps: plan.fps!, recipe }
      const { blob } = await encodeFilm(filming.frames, options)
      return { blob, recipe: recipe(), result: filming.result() }
    }
    const result = await rendered(instrument, request, host, onEvent)
    if (result.output.kind !== 'raster') throw new InstrumentError(`"${instrument.name}" made no picture.`)
    const recipe = makeRecipe(instrument, request, result, written)
    const bytes = await writeImage(result.output.raster, { format: format as 'png', quality, recipe })
    return { blob: new Blob([bytes as Uint8Array<ArrayBuffer>], { type: `image/${format}` }), recipe, result }
  } finally {
    await own?.dispose()
  }
}
