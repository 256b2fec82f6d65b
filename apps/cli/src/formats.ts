/** What kinds of files there are, by their names after `--format` and by the ends of file names. */
import { filmFormatOf, filmFormats, type FilmFormat } from '@reverie/film'
import type { WriteFormat } from '@reverie/image'
import type { Instrument } from '@reverie/instruments'

/** What a file is to be. */
export type Form =
  | { readonly kind: 'raster'; readonly format: WriteFormat; readonly depth?: 16 }
  | { readonly kind: 'film'; readonly format: FilmFormat }
  /** What an instrument makes other than pixels, by the name in its `exports`. */
  | { readonly kind: 'vector' | 'text'; readonly format: string }

/** What decides which forms there are: what is drawn, and what else its instrument makes. */
export interface FormChoice {
  /** A picture, or a film. */
  readonly kind: 'raster' | 'film'
  readonly exports?: Instrument['exports'] | undefined
  readonly depths?: Instrument['depths'] | undefined
}

const extensionsOfPictures: Readonly<Record<string, WriteFormat>> = {
  png: 'png',
  jpg: 'jpeg',
  jpeg: 'jpeg',
  webp: 'webp',
  avif: 'avif',
  tif: 'tiff',
  tiff: 'tiff',
  gif: 'gif',
}

/** The form that `--format` names. A film as `png` is a folder of frames. */
export function formNamed(name: string, choice: FormChoice): Form | undefined {
  const { kind, exports = {} } = choice
  if (Object.hasOwn(exports, name)) return { kind: exports[name]!.kind, format: name }
  if (name === 'png16' && isDeep(choice)) return { kind: 'raster', format: 'png', depth: 16 }
  if (kind === 'film') return filmOf(name)
  const format = Object.hasOwn(extensionsOfPictures, name) ? extensionsOfPictures[name] : undefined
  return format === undefined ? undefined : { kind, format }
}

/** The form of a file whose name ends so. @param extension lower-case, without a dot; empty for a folder of frames. */
export function formOfExtension(extension: string, choice: FormChoice): Form | undefined {
  const found = Object.entries(choice.exports ?? {}).find(([, made]) => made.extension === extension)
  if (found !== undefined) return { kind: found[1].kind, format: found[0] }
  return extension === 'png16' ? undefined : formNamed(extension, { ...choice, exports: undefined })
}

function filmOf(name: string): Form | undefined {
  const format = name === '' || name === 'png' ? 'png-sequence' : filmFormatOf(`film.${name}`)
  return format === undefined ? undefined : { kind: 'film', format }
}

function isDeep({ kind, depths = [8] }: FormChoice): boolean {
  return kind === 'raster' && depths.includes(16)
}

/** All that `--format` takes. */
export function formNames(choice: FormChoice): string[] {
  const exported = Object.keys(choice.exports ?? {})
  if (choice.kind === 'film')
    return [...filmFormats.filter((format) => format !== 'png-sequence'), 'png', ...exported]
  return [...Object.keys(extensionsOfPictures), ...(isDeep(choice) ? ['png16'] : []), ...exported]
}

/** All that the name of a single file can end in. */
export function formExtensions(choice: FormChoice): string[] {
  const exported = Object.values(choice.exports ?? {}).map(({ extension }) => extension)
  const own = formNames({ kind: choice.kind }).filter((name) => choice.kind === 'raster' || name !== 'png')
  return [...new Set([...own, ...exported])]
}

/** How the name of a form's file ends, with the dot; nothing for a folder. */
export function endingOf({ kind, format }: Form, name: string, { exports }: FormChoice): string {
  if (format === 'png-sequence') return ''
  if (kind === 'vector' || kind === 'text') return `.${exports![format]!.extension}`
  return `.${name === 'png16' ? 'png' : name}`
}

/** Extensions that only stills have: with one of them, an animation is taken for its first picture. */
export function isOfStills(extension: string): boolean {
  // A film as `png` is a folder of frames, but nobody asks for one by a name that ends in `.png`.
  return Object.hasOwn(extensionsOfPictures, extension) && filmFormatOf(`film.${extension}`) === undefined
}
