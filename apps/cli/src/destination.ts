/** Where outputs go and what kind of file they are, from `--out`, `--format` and the names of the inputs. */
import { statSync } from 'node:fs'
import { basename, extname, join, resolve, sep } from 'node:path'
import {
  endingOf,
  formExtensions,
  formNamed,
  formNames,
  formOfExtension,
  isOfStills,
  type Form,
  type FormChoice,
} from './formats.ts'
import { unknownName } from './problems.ts'

/** One output. */
export type Destination = Form & {
  readonly path: string
  /**
   * The name is ours, not the person's, and says nothing of what made the work: another work that has it keeps it, and
   * this one gets a number.
   */
  readonly numbered?: true
}

/** What an output will be made from. */
export interface Source extends FormChoice {
  /** Path of the input; the output is called after it, unless it has a name. */
  readonly path: string
  /** What the output is called, without an extension, where there is no input to call it after. */
  readonly name?: string
  /** The format when neither `--out` nor `--format` tells one. */
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

interface Placed {
  readonly destinations: Destination[]
  readonly problems: string[]
}

/** Whether an animation is taken for its first picture, by the name or the format that is asked for. */
export function asksForStill(out: string | undefined, format: string | undefined): boolean {
  return isOfStills((format ?? (out === undefined ? '' : extname(out).slice(1))).toLowerCase())
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
export function destinationsOf(request: DestinationRequest): Placed {
  const { out, format, sources } = request
  const problems = [...new Set(sources.flatMap((source) => unknownFormat(source, format)))]
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

/** Whether a path names a folder: one that is there, or one that is meant to be. */
export function isFolder(path: string): boolean {
  return (
    path.endsWith('/') || path.endsWith(sep) || statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
  )
}

function unknownFormat(source: Source, format: string | undefined): string[] {
  if (format === undefined || formNamed(format.toLowerCase(), source) !== undefined) return []
  return [unknownName(source.kind === 'film' ? 'film format' : 'picture format', format, formNames(source))]
}

function one(source: Source, out: string, format: string | undefined): Placed {
  const extension = extname(out).slice(1).toLowerCase()
  // A film in a file that is called `.png` is more likely a slip than a folder of that name.
  const slip = source.kind === 'film' && extension === 'png'
  const form = slip ? undefined : formOfExtension(extension, source)
  if (form === undefined) {
    const what = source.kind === 'film' ? 'film' : 'picture'
    const known = formExtensions(source).join(', ')
    return { destinations: [], problems: [`"${out}" does not end in a ${what} format. There are: ${known}.`] }
  }
  const name = format?.toLowerCase()
  const asked = name === undefined ? undefined : formNamed(name, source)
  // Two formats may share an ending.
  if (asked !== undefined && asked.format !== form.format && endingOf(asked, name!, source) !== `.${extension}`) {
    return {
      destinations: [],
      problems: [`--format ${format} and --out ${basename(out)} contradict each other. Leave one of them out.`],
    }
  }
  const problems =
    resolve(source.path) === resolve(out) ? [`"${out}" is an input. Choose another name for the output.`] : []
  return { destinations: [{ ...(asked ?? form), path: out }], problems }
}

function many({ out = '.', format, sources, suffix }: DestinationRequest): Placed {
  const stems = sources.map(({ path }) => basename(path, extname(path)))
  const destinations = sources.map((source, index): Destination => {
    const name = format?.toLowerCase() ?? source.format ?? (source.kind === 'film' ? 'webp' : 'png')
    const form = formNamed(name, source)!
    const ending = endingOf(form, name, source)
    if (source.name !== undefined) return { ...form, path: join(out, source.name + ending), numbered: true }
    // Two inputs may differ in their extensions only.
    const alone = stems.filter((stem) => stem === stems[index]).length === 1
    const stem = alone ? stems[index]! : basename(source.path)
    return { ...form, path: join(out, `${stem}-${suffix}${ending}`) }
  })
  const paths = destinations.map(({ path }) => path)
  const twice = paths.find((path, index) => paths.indexOf(path) !== index)
  const problems =
    twice === undefined
      ? []
      : [`Two inputs have one name, so both would become "${twice}". Give them in two calls.`]
  return { destinations, problems }
}

/** What speaks against a resolution: only a PNG says it. */
export function dpiProblems(dpi: number | undefined, destinations: readonly Destination[]): string[] {
  const other = destinations.find(({ kind, format }) => kind !== 'raster' || format !== 'png')
  if (dpi === undefined || other === undefined) return []
  return [
    `--dpi goes into a PNG, and "${basename(other.path)}" is ${other.format}. Leave --dpi out, or make a PNG.`,
  ]
}
