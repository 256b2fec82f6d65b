/** What pages say in words: of recipes, of licences, of dates. */
import { instruments } from '@reverie/instruments'
import type { JSONValue, Recipe } from '@reverie/recipe'
import type { PublishedGenerated, PublishedWork } from './published.ts'

/** A generator's name as a title: `guided-by` becomes "Guided by". */
function titleOf(name: string): string {
  const words = name.replaceAll('-', ' ')
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}

/**
 * What a generated file is called: its generator's name, with what tells it from others of that generator, which its own name
 * says: `frame-0000-ada-sun.jpg` is "Frame 1", `layer-mixed4-ada-sun.jpg` is "Layer mixed4".
 */
export function fileTitleOf({ name, generator }: PublishedGenerated, uid: string): string {
  const title = titleOf(generator)
  const stem = name.slice(0, Math.max(0, name.lastIndexOf('.')))
  const [start, end] = [`${generator}-`, `-${uid}`]
  if (!stem.startsWith(start) || !stem.endsWith(end) || stem.length <= start.length + end.length) return title
  const which = stem.slice(start.length, -end.length)
  return `${title} ${/^\d{4,}$/.test(which) ? Number(which) + 1 : which}`
}

/** The instrument that made a file, if it is one of Reverie's. */
const instrumentOf = (recipe: Recipe | undefined) =>
  Object.values(instruments).find(({ name }) => name === recipe?.instrument.name)

/** Of generated works by instrument; what was made of a picture says so. */
const kinds: Readonly<Record<string, string>> = { dream: 'a dream', pattern: 'a pattern', collage: 'a collage' }

/** What a generated file shows, for those who cannot see it. */
export function altOf(generated: PublishedGenerated, recipe: Recipe | undefined, work: PublishedWork): string {
  const kind = kinds[recipe?.instrument.name ?? '']
  const layers = Object.keys((recipe?.parameters['layers'] as object | undefined) ?? {})
  const by = layers.length === 0 ? '' : `, led by ${layers.slice(0, 3).join(', ')}`
  const what = kind === undefined ? '' : `, ${kind}`
  return `“${fileTitleOf(generated, work.uid)}”${what}${by}, made from this picture: ${work.text.alt}`
}

const isText = (value: unknown): value is string => typeof value === 'string'

/** How a file was made, in a sentence. */
export function sentenceOf(recipe: Recipe): string {
  const instrument = instrumentOf(recipe)
  const { name, version } = recipe.instrument
  const what = instrument === undefined ? `Made with “${name}”.` : instrument.summary
  const models = recipe.models.map(({ id }) => id)
  const networks = models.length === 0 ? '' : ` It looked through the eyes of ${models.join(' and ')}.`
  return `${what}${networks} ${instrument?.title ?? titleOf(name)}, version ${version}, seed ${recipe.seed}.`
}

/** Parameters by name, with values as one would type them; of known instruments those that are not as they are unless said. */
export function parametersOf(recipe: Recipe): { name: string; value: string }[] {
  const usual: Readonly<Record<string, unknown>> = instrumentOf(recipe)?.parameters.safeParse({}).data ?? {}
  return Object.entries(recipe.parameters)
    .filter(([name, value]) => value !== null && JSON.stringify(value) !== JSON.stringify(usual[name]))
    .map(([name, value]) => ({ name, value: shorten(typed(value)) }))
}

function typed(value: JSONValue): string {
  if (isText(value)) return value
  if (Array.isArray(value)) return value.map(typed).join(', ')
  if (typeof value !== 'object' || value === null) return String(value)
  return Object.entries(value)
    .map(([name, each]) => `${name}=${typed(each)}`)
    .join(', ')
}

const shorten = (text: string): string => (text.length > 160 ? `${text.slice(0, 159)}…` : text)

/** Where a licence can be read. */
export function licenseLink(id: string): string {
  const creative = /^CC-(BY(?:-NC)?(?:-ND|-SA)?)-(\d\.\d)$/.exec(id)
  if (creative !== null)
    return `https://creativecommons.org/licenses/${creative[1]!.toLowerCase()}/${creative[2]!}/`
  if (id === 'CC0-1.0') return 'https://creativecommons.org/publicdomain/zero/1.0/'
  return /^[\w.+-]+$/.test(id) ? `https://spdx.org/licenses/${id}.html` : 'https://spdx.org/licenses/'
}

/** A licence as people say it: `CC BY 4.0`. */
export const licenseName = (id: string): string =>
  /^CC0?-/.test(id)
    ? id
        .replaceAll('-', ' ')
        .replace(/(NC|BY) (NC|ND|SA)/g, '$1-$2')
        .replace(/(NC) (SA|ND)/g, '$1-$2')
    : id

/** A day in the site's language: `21 March 2026`. */
export function dayOf(time: number, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(time)
}

/** A size of a file: `1.4 MB`. */
export function sizeOf(bytes: number): string {
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`
}
