/**
 * Modules that a gallery keeps in its folder `plugins`. They are trusted as the gallery is, and are no sandbox. What a
 * module in a gallery cannot import it is given as tools.
 */
import type { PictureFormat } from '@reverie/image'
import type { FrontMatter } from '../work/schema.ts'

/** What a plug-in is told of a work. */
export interface PluginWork extends FrontMatter {
  readonly uid: string
  readonly year: string
  /** The text below the front matter. */
  readonly body: string
}

/** What a rule finds. */
export interface RuleFinding {
  /** The key that it is about; the work as a whole unless said. */
  readonly key?: string
  readonly message: string
  readonly fix: string
}

/** A plug-in's `check`. */
export type Rule = (work: PluginWork) => readonly RuleFinding[] | Promise<readonly RuleFinding[]>

/** A file that goes into what a plug-in makes. */
export interface PluginFile {
  /** Base name. */
  readonly name: string
  readonly bytes: Uint8Array
}

/** What a plug-in made: the bytes of a picture, or a file that it wrote. Its format is told by its content. */
export interface PluginResult {
  readonly bytes?: Uint8Array
  readonly path?: string
}

/** A table as it was read: texts, and numbers where a cell is one. */
export interface Table {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (number | string)[])[]
}

/** Tools that reach nothing outside. */
export interface PureTools {
  /** Reads CSV with a row of names. @throws Error with a sentence when it is none, or too large */
  readonly table: (bytes: Uint8Array) => Table
  /** A source of numbers that its seed decides. */
  readonly random: (seed: number) => {
    next(): number
    integer(low: number, high: number): number
    gaussian(): number
  }
}

/** What a plug-in asks an instrument for. */
export interface ToolOrder {
  readonly inputs?: Readonly<Record<string, PluginFile>>
  readonly preset?: string
  readonly parameters?: Readonly<Record<string, unknown>>
  /** That of the generator and the work unless said. */
  readonly seed?: number
  /** `png` unless said. */
  readonly format?: Exclude<PictureFormat, 'heic' | 'tiff'>
  /** 1 to 100, where the format has one; 90 unless said. */
  readonly quality?: number
}

/** What a plug-in may use while it makes something. */
export interface Tools extends PureTools {
  /** Of the generator and the work: chance that is drawn from it comes again. */
  readonly seed: number
  readonly signal: AbortSignal
  /** Lets an instrument make a picture, which holds its recipe. */
  readonly make: (instrument: string, order?: ToolOrder) => Promise<{ readonly bytes: Uint8Array }>
  /** Fetches a file over HTTP(S): no private addresses, no more bytes than the gallery's pictures may have. */
  readonly fetch: (address: string) => Promise<Uint8Array>
}

/** A plug-in's `generate`. */
export type Generate = (
  work: PluginWork & {
    /** By port, as the generator's `inputs` say; `image` is the work. */
    readonly inputs: Readonly<Record<string, PluginFile>>
    /** The generator's. */
    readonly parameters: Readonly<Record<string, unknown>>
  },
  tools: Tools,
) => PluginResult | Promise<PluginResult>

/** A plug-in's `media`: what makes pictures of files that are none. */
export interface Media {
  /** Of the file names that it takes, without dots. */
  readonly endings: readonly string[]
  /** All that is wrong with a file. */
  readonly judge: (
    bytes: Uint8Array,
    name: string,
    tools: PureTools,
  ) => readonly RuleFinding[] | Promise<readonly RuleFinding[]>
  /** Makes the picture. */
  readonly render: (
    bytes: Uint8Array,
    options: {
      readonly name: string
      readonly seed: number
      /** The longest side that the gallery takes, in pixels. */
      readonly maxSide: number
      readonly tools: Tools
    },
  ) => PluginResult | Promise<PluginResult>
}

/** A module as it was loaded. */
export interface Plugin {
  /** SHA-256 of the module: what it made is made again when it changes. */
  readonly sha256: string
  readonly check: Rule | undefined
  readonly generate: Generate | undefined
  readonly media: Media | undefined
}
