import type { Recipe } from '@reverie/recipe'

/** The kinds of film there are. `png-sequence` is a folder of numbered PNG files. */
export const filmFormats = ['webp', 'gif', 'mp4', 'webm', 'png-sequence'] as const

/** One of {@link filmFormats}. */
export type FilmFormat = (typeof filmFormats)[number]

/** What a film is written with. */
export interface FilmOptions {
  readonly format: FilmFormat
  /** Frames a second, above 0 and at most 100 (a GIF cannot show more; other formats rarely should). */
  readonly fps: number
  /** 1 (smallest) to 100 (best); each format maps it to its own scale. GIF and PNG have no such scale and ignore it. */
  readonly quality?: number
  /**
   * The recipe to keep in the film, or a function that gives it. The function is called once, after the last
   * frame, because only then is everything that belongs into a recipe known.
   */
  readonly recipe?: Recipe | ((film: FilmSize) => Recipe)
  readonly signal?: AbortSignal
}

/** What a film turned out to hold. */
export interface FilmSize {
  readonly width: number
  readonly height: number
  readonly frames: number
}

/**
 * The recipe that belongs to a finished film.
 *
 * @returns `undefined` when none was asked for.
 */
export function recipeOf(options: FilmOptions, size: FilmSize): Recipe | undefined {
  return typeof options.recipe === 'function' ? options.recipe(size) : options.recipe
}

const extensions: Readonly<Record<string, FilmFormat>> = {
  webp: 'webp',
  gif: 'gif',
  mp4: 'mp4',
  m4v: 'mp4',
  webm: 'webm',
}

/**
 * The film format that a path asks for by its extension. A path without an extension, or one that ends in a
 * separator, asks for a folder of PNG frames.
 *
 * @returns `undefined` when the extension names no film format.
 */
export function filmFormatOf(path: string): FilmFormat | undefined {
  const extension = /\.([A-Za-z0-9]+)$/.exec(path)?.[1]?.toLowerCase()
  return extension === undefined ? 'png-sequence' : extensions[extension]
}

/**
 * How long frame `index` (from 0) is shown, in whole `unit`s (1000 for milliseconds, 100 for GIF's hundredths).
 * The rounding errors do not add up: a film of n frames lasts n / fps seconds to within half a unit.
 */
export function frameDelay(index: number, fps: number, unit: 1000 | 100): number {
  return Math.round(((index + 1) * unit) / fps) - Math.round((index * unit) / fps)
}

/** Fails with a sentence unless `fps` and `quality` are within their ranges. */
export function checkFilmOptions({ fps, quality }: FilmOptions): void {
  if (!(fps > 0 && fps <= 100)) throw new Error(`A film needs above 0 and at most 100 frames a second, not ${fps}.`)
  if (quality !== undefined && !(quality >= 1 && quality <= 100)) {
    throw new Error(`The quality of a film goes from 1 to 100, not ${quality}.`)
  }
}
