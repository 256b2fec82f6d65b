/** Where outputs go and what kind of file they are, from `--out`, `--format` and the names of the inputs. */
import { filmFormatOf, filmFormats, type FilmFormat } from '@reverie/film'
import type { WriteFormat } from '@reverie/image'
import { statSync } from 'node:fs'
import { basename, extname, join, resolve, sep } from 'node:path'
import { unknownName } from './problems.ts'

/** One output: a picture, or a film. */
export type Destination =
  | { readonly kind: 'raster'; readonly path: string; readonly format: WriteFormat }
  | { readonly kind: 'film'; readonly path: string; readonly format: FilmFormat }

/** What an output will be made from. */
export interface Source {
  /** Path of the input; the output is called after it. */
  readonly path: string
  /** What will be made of it. */
  readonly kind: Destination['kind']
  /** The format when neither `--out` nor `--format` tells one, as an extension. */
  readonly format?: string
}

/** What the call says of its outputs. */
export interface DestinationRequest {
  /** `--out`, if given. */
  readonly out: string | undefined
  /** `--format`, if given. */
  readonly format: string | undefined
  /** One for each output. */
  readonly sources: readonly Source[]
  /** Put after an input's name to make the output's: `dream` gives `cat-dream.png`. */
  readonly suffix: string
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

/** Formats that a kind of output can be asked for by `--format`. A film as `png` is a folder of frames. */
const formatNames: Readonly<Record<Destination['kind'], readonly string[]>> = {
  raster: Object.keys(extensionsOfPictures),
  film: [...filmFormats.filter((format) => format !== 'png-sequence'), 'png'],
}

/** Extensions that only stills have: with one of them, an animation is taken for its first picture. */
export function asksForStill(out: string | undefined, format: string | undefined): boolean {
  const extension = (format ?? (out === undefined ? '' : extname(out).slice(1))).toLowerCase()
  // A film as `png` is a folder of frames, but nobody asks for one by a name that ends in `.png`.
  return Object.hasOwn(extensionsOfPictures, extension) && filmFormatOf(`film.${extension}`) === undefined
}

/**
 * The destination of each source.
 *
 * One source and an `--out` with an extension: that file. Otherwise `--out` is a folder (by default the present one),
 * in which each output has its input's name with the suffix. A film from one input into an `--out` that has no
 * extension and is no folder yet is a folder of frames.
 *
 * @returns the destinations in the order of the sources, or sentences on what cannot be meant.
 */
export function destinationsOf(request: DestinationRequest): { destinations: Destination[]; problems: string[] } {
  const { out, format, sources } = request
  const problems = [...new Set(sources.map(({ kind }) => kind))].flatMap((kind) => unknownFormat(kind, format))
  if (problems.length > 0) return { destinations: [], problems }
  const [first] = sources
  if (first !== undefined && sources.length === 1 && out !== undefined && !isFolder(out)) {
    if (extname(out) !== '' || (first.kind === 'film' && format === undefined)) return one(first, out, format)
  }
  if (sources.length > 1 && out !== undefined && !isFolder(out) && extname(out) !== '') {
    const folder = `${out.slice(0, -extname(out).length)}/`
    return {
      destinations: [],
      problems: [`${sources.length} inputs cannot all become "${out}". Give a folder: --out ${folder}`],
    }
  }
  return many(request)
}

function unknownFormat(kind: Destination['kind'], format: string | undefined): string[] {
  if (format === undefined || formatNames[kind].includes(format.toLowerCase())) return []
  return [unknownName(kind === 'film' ? 'film format' : 'picture format', format, formatNames[kind])]
}

function isFolder(path: string): boolean {
  return (
    path.endsWith('/') || path.endsWith(sep) || statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
  )
}

function one(
  source: Source,
  out: string,
  format: string | undefined,
): { destinations: Destination[]; problems: string[] } {
  const { kind } = source
  const extension = extname(out).slice(1).toLowerCase()
  // A film in a file that is called `.png` is more likely a slip than a folder of that name.
  const destination = kind === 'film' && extension === 'png' ? undefined : ofExtension(kind, out, extension)
  if (destination === undefined) {
    const what = kind === 'film' ? 'film' : 'picture'
    return {
      destinations: [],
      problems: [
        `"${out}" does not end in a ${what} format. There are: ${formatNames[kind].filter((name) => kind === 'raster' || name !== 'png').join(', ')}.`,
      ],
    }
  }
  const asked = format === undefined ? undefined : ofExtension(kind, out, format.toLowerCase())
  if (asked !== undefined && asked.format !== destination.format) {
    return {
      destinations: [],
      problems: [`--format ${format} and --out ${basename(out)} contradict each other. Leave one of them out.`],
    }
  }
  const problems =
    resolve(source.path) === resolve(out) ? [`"${out}" is an input. Choose another name for the output.`] : []
  return { destinations: [destination], problems }
}

/** @param extension lower-case, without a dot; empty for a folder. */
function ofExtension(kind: Destination['kind'], path: string, extension: string): Destination | undefined {
  if (kind === 'raster') {
    const format = extensionsOfPictures[extension]
    return format === undefined ? undefined : { kind, path, format }
  }
  const format = extension === '' || extension === 'png' ? 'png-sequence' : filmFormatOf(`film.${extension}`)
  return format === undefined ? undefined : { kind, path, format }
}

function many({ out = '.', format, sources, suffix }: DestinationRequest): {
  destinations: Destination[]
  problems: string[]
} {
  const stems = sources.map(({ path }) => basename(path, extname(path)))
  const destinations = sources.map(({ kind, path, format: usual }, index) => {
    const extension = format?.toLowerCase() ?? usual ?? (kind === 'film' ? 'webp' : 'png')
    // Two inputs may differ in their extensions only.
    const alone = stems.filter((stem) => stem === stems[index]).length === 1
    const stem = alone ? stems[index]! : basename(path)
    const frames = kind === 'film' && extension === 'png'
    return ofExtension(kind, join(out, `${stem}-${suffix}${frames ? '' : `.${extension}`}`), extension)!
  })
  const paths = destinations.map(({ path }) => path)
  const twice = paths.find((path, index) => paths.indexOf(path) !== index)
  const problems =
    twice === undefined
      ? []
      : [`Two inputs have one name, so both would become "${twice}". Give them in two calls.`]
  return { destinations, problems }
}
