/**
 * What an instrument is: one definition from which the CLI's command, the Studio's panel, the gallery's generator
 * and the reference page are made, so that none of them repeats a default or a range.
 *
 * An instrument is pure apart from its `Host`: networks, models and the clock come in through it. `render` is a
 * generator: whoever draws from it sets the pace, so that not asking for the next event is what "pause" means, and
 * `signal` is what "stop" means.
 */
import type { Collection, Looks } from '@reverie/collection'
import type { Raster } from '@reverie/image'
import type { Model } from '@reverie/models'
import type { DigitalSourceType, JSONValue, RecipeParent } from '@reverie/recipe'
import type { Runtime } from '@reverie/runtime'
import type { z } from 'zod'
import type { PatternScene } from './pattern/scene.ts'

/** What a port of an instrument takes. */
export type InputKind = 'image' | 'images' | 'mask' | 'collection' | 'video' | 'network' | 'world'

/** What an instrument makes. */
export type OutputKind = 'raster' | 'vector' | 'film' | 'text' | 'folder'

/** A typed input port. */
export interface InputPort {
  readonly kind: InputKind
  readonly required: boolean
  readonly title: string
  readonly description: string
}

/** A named output. */
export interface OutputPort {
  readonly kind: OutputKind
  readonly title: string
}

/** How a parameter is best offered to a person. */
export type Control =
  | 'slider'
  | 'switch'
  | 'choice'
  | 'text'
  | 'layers'
  | 'channels'
  | 'model'
  | 'sheet'
  | 'latents'
  | 'palette'

/** What a field of a parameter schema says of itself with `.meta()`. */
export interface ParameterMeta {
  /** A few words, as a label. */
  readonly title: string
  /** One or two sentences for someone who has never seen the parameter. */
  readonly description: string
  /** Unit of a number: `px`, `°`, `/255`, … */
  readonly unit?: string
  /** Step of a slider; absent for whole numbers, whose step is 1. */
  readonly step?: number
  /** 1 to 5 for the five parameters that matter first; absent for the rest. */
  readonly rank?: number
  readonly control: Control
  /** Heading under which the parameter stands when there are many. */
  readonly group: string
}

/** A named set of parameters. */
export interface Preset<S extends z.ZodObject = z.ZodObject> {
  readonly title: string
  readonly description: string
  readonly parameters: Partial<z.input<S>>
}

/** A picture that came in through a port. */
export interface InputPicture {
  readonly raster: Raster
  /** SHA-256 of the file's bytes, in hexadecimal. */
  readonly sha256: string
  /** Base name of the file; never a path. */
  readonly name: string
  /** Where the input moves: all its frames, decoded as they are asked for; `raster` is the first. */
  readonly film?: InputFilm
}

/** A moving input. */
export interface InputFilm {
  /** Frames from the first; each call starts again. */
  readonly frames: () => AsyncIterable<Raster>
  /** Number of frames, where it is known before decoding. */
  readonly count?: number
  /** Frames a second. */
  readonly fps: number
}

/** A file that is no picture and came in through a port: a network, a collection. */
export interface InputFile {
  readonly bytes: Uint8Array
  /** SHA-256 of the bytes, in hexadecimal. */
  readonly sha256: string
  /** Base name of the file; never a path. */
  readonly name: string
}

/** One of many pictures that came in through a port of the kind `images`: read when it is needed, and not before. */
export interface InputPiece {
  /** SHA-256 of the file's bytes, in hexadecimal. */
  readonly sha256: string
  /** Base name of the file; never a path. */
  readonly name: string
  /** The file's bytes. @throws Error with a sentence when they are not to be had any more */
  read(): Promise<Uint8Array>
}

/** Ports whose files are taken as they are, not as pictures. */
export function takesFiles(kind: InputKind): boolean {
  return kind === 'network' || kind === 'world'
}

/** A size in pixels. */
export interface Size {
  readonly width: number
  readonly height: number
}

/** What is asked of an instrument. */
export interface RenderRequest<S extends z.ZodObject = z.ZodObject> {
  /** Parsed by the instrument's schema, thus complete. */
  readonly parameters: z.infer<S>
  /** Whole number from 0 to 2^32 − 1, from which all chance is drawn. */
  readonly seed: number
  /** Pictures by port. */
  readonly inputs: Readonly<Record<string, readonly InputPicture[]>>
  /** Files that are no pictures, by port. */
  readonly files?: Readonly<Record<string, readonly InputFile[]>>
  /** Pictures that are read one by one while the work goes on, by port of the kind `images`. */
  readonly pieces?: Readonly<Record<string, readonly InputPiece[]>>
  /** Open collections, by port. They are no part of a recipe: what is taken from one is, by {@link Instrument.gather}. */
  readonly collections?: Readonly<Record<string, Collection>>
  /** Looks of pictures that pieces of collections should be like, beside the pieces that parameters name. For `gather` alone. */
  readonly examples?: readonly Looks[]
  /** What was done to the work one after another, for instruments that are edited or bred; kept in the recipe. */
  readonly edits?: readonly JSONValue[]
  /** The works that this one is made from; kept in the recipe. */
  readonly parents?: readonly RecipeParent[]
  /** Bits a channel of the raster, for instruments that can make more than 8, which is the default. */
  readonly depth?: 8 | 16
  /** The caller takes a still as `band` events, so that it is never whole in memory; instruments may ignore it. */
  readonly bands?: true
  /** Stops the work at the next step; the generator then throws the signal's reason. */
  readonly signal?: AbortSignal
  /** Continues a film: frames before `frame` exist already, and `previous` is the last of them, without loss. */
  readonly resume?: { readonly frame: number; readonly previous: Raster }
}

/** Renders scenes of patterns exactly, on all cores. */
export interface Bands {
  /** Bands from the first row to the last, of which few are in memory at once. Throws the signal's reason when stopped. */
  render(
    scene: PatternScene,
    options: { readonly depth: Raster['depth']; readonly signal?: AbortSignal },
  ): AsyncGenerator<{ readonly top: number; readonly raster: Raster }, void, void>
}

/** What instruments may use of the world. */
export interface Host {
  /** The runtime, started on first use. */
  readonly runtime: () => Promise<Runtime>
  /** A model by its id or, where there are files, its path. */
  readonly model: (id: string) => Promise<Model>
  /** The exact kernel of patterns, started on first use. */
  readonly bands: () => Bands
  /**
   * A picture file as 8-bit sRGB.
   * @param enough longer side that is needed: a picture of very many pixels may come smaller, but not below twice that
   * @throws ImageError when it cannot be read
   */
  readonly readImage: (bytes: Uint8Array, name: string, enough?: number) => Promise<Raster>
  /** A raster as a file. */
  readonly writeImage: (raster: Raster, format: 'png' | 'jpeg' | 'webp', quality?: number) => Promise<Uint8Array>
  /** Milliseconds on a clock that never goes back. */
  readonly now: () => number
  /** Whether anyone looks at previews. */
  readonly previews: boolean
  /**
   * Called between units of work, so that a page or a server can do something else.
   * Absent where nobody waits.
   */
  readonly breathe?: () => Promise<void>
}

/** What happens while an instrument works. */
export type RenderEvent =
  | {
      readonly type: 'progress'
      /** What is being done, in a few words: `octave 2 of 4`. */
      readonly stage: string
      /** Work done so far and in all, in units that take about equally long. */
      readonly done: number
      readonly total: number
    }
  | { readonly type: 'preview'; readonly raster: Raster }
  | { readonly type: 'frame'; readonly index: number; readonly raster: Raster }
  /** The rows of a still from `top`, in order from the first to the last. Only where the request asks for bands. */
  | { readonly type: 'band'; readonly top: number; readonly raster: Raster }

/** What an instrument made. The frames of a film came as events. */
export interface RenderResult {
  readonly output:
    | { readonly kind: 'raster'; readonly raster: Raster }
    /** A raster whose rows came as events. */
    | ({ readonly kind: 'bands' } & Omit<Raster, 'data'>)
    | {
        readonly kind: 'film'
        readonly frames: number
        readonly fps: number
        readonly width: number
        readonly height: number
      }
  /** The request's parameters with what was left to the model or the input filled in: what a recipe records. */
  readonly parameters: Readonly<Record<string, unknown>>
  readonly models: readonly { readonly id: string; readonly sha256: string }[]
  /** What rendered it: provider, ONNX Runtime's version, features of the processor. */
  readonly environment: Readonly<Record<string, string | number | boolean>>
  readonly timings: {
    /** Milliseconds from first to last. */
    readonly total: number
    /** Milliseconds inside ONNX Runtime's runs, reading of results included. */
    readonly network: number
    /** Milliseconds of building graphs and compiling them. */
    readonly compile: number
    /** Gradient steps taken. */
    readonly steps: number
  }
}

/** What a request will make, as far as it can be told at once. */
export interface Plan extends Size {
  readonly kind: 'raster' | 'film'
  /** Of a film, where it is known before it is drawn. */
  readonly frames?: number
  /** Of a film: frames a second. */
  readonly fps?: number
  /** Of a picture that is meant for paper: pixels an inch. */
  readonly dpi?: number
  /** Whether the work takes so long that people want an estimate first. */
  readonly long: boolean
}

/** Something other than pixels that an instrument makes of a request. */
export interface ExportFormat {
  readonly kind: 'vector' | 'text'
  /** Of its files, without a dot. */
  readonly extension: string
  readonly title: string
  /** One sentence: what it is good for. */
  readonly description: string
}

/** What work will take. */
export interface Estimate {
  /** Wall time. */
  readonly seconds: number
  /** Peak resident memory of the process. */
  readonly bytes: number
  /** Gradient steps, or whatever the instrument counts its progress in. */
  readonly steps: number
}

/** An instrument. */
export interface Instrument<S extends z.ZodObject = z.ZodObject> {
  readonly name: string
  /** Raised when the same recipe would no longer make the same picture. */
  readonly version: number
  readonly title: string
  /** One sentence. */
  readonly summary: string
  /** Every field has a default or is optional, and says what it is with `.meta()` (ParameterMeta). */
  readonly parameters: S
  readonly inputs: Readonly<Record<string, InputPort>>
  readonly outputs: Readonly<Record<string, OutputPort>>
  readonly presets: Readonly<Record<string, Preset<S>>>
  /** Bits a channel that its rasters can have; 8 where it says nothing. */
  readonly depths?: readonly (8 | 16)[]
  /** What {@link Instrument.export} makes, by format; absent for none. */
  readonly exports?: Readonly<Record<string, ExportFormat>>
  /**
   * The request with what it takes from its collections made part of it, as pieces and edits, so that from then on it needs
   * no collection; the same request where there is nothing to take. Whoever makes a request calls this before all else.
   * @throws InstrumentError when the collection does not have what is asked for
   */
  gather?(request: RenderRequest<S>, host: Host): Promise<RenderRequest<S>>
  /**
   * Where a work comes from, by IPTC's vocabulary: what is true whatever its inputs are. Looks at the request only. Recipes
   * record it, and files tell it to programs that know nothing of Reverie.
   */
  digitalSourceType(request: Pick<RenderRequest<S>, 'inputs' | 'files'>): DigitalSourceType
  /** What a request will make. Looks at the request only: cheap, and the same every time. @throws InstrumentError as `render` */
  plan(request: RenderRequest<S>): Plan
  /** The request for the same work at another size. */
  resize(request: RenderRequest<S>, size: Size): RenderRequest<S>
  /** What of this machine the pixels depend on, as recipes record it; `render` may add what only rendering tells. */
  environment(request: RenderRequest<S>, host: Host): Promise<RenderResult['environment']>
  /**
   * What the recipe of a request will say, with nothing rendered: whether such a work is there already can be told by it,
   * and a request that cannot be met is refused early.
   * @throws InstrumentError as `render`
   */
  resolve(request: RenderRequest<S>, host: Host): Promise<Pick<RenderResult, 'parameters' | 'models'>>
  /** What a request will take; may run the network for a moment to find out. */
  estimate(request: RenderRequest<S>, host: Host): Promise<Estimate>
  /** Does the work. @throws InstrumentError for requests that cannot be met, and the signal's reason when stopped. */
  render(request: RenderRequest<S>, host: Host): AsyncGenerator<RenderEvent, RenderResult, void>
  /**
   * The request as a file of one of `exports`, without a recipe. Whoever has `exports` has this.
   * @throws InstrumentError for requests that the format cannot hold
   */
  export?(request: RenderRequest<S>, format: string, host: Host): Promise<Uint8Array>
}

/** A request that cannot be met; the message says what was expected, what was found and what to do. */
export class InstrumentError extends Error {
  override name = 'InstrumentError'
}
