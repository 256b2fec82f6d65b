/** Front matter of the seed as ours, with a word on each thing that was wrong. */
import { stringify, Document, isSeq } from 'yaml'
import { findUnseen, quoted, visible } from '../characters.ts'
import type { Fault } from '../problem.ts'
import { judgeLine, judgeLink, judgeUid, mendDate, parseDate } from '../work/fields.ts'
import { splitFrontMatter, type Parts } from '../work/front-matter.ts'
import { frontMatterSchema } from '../work/schema.ts'
import { readYaml } from '../yaml/read-yaml.ts'

/** What the seed does not say. */
export interface Unsaid {
  readonly license?: string | undefined
  readonly remix?: boolean | undefined
}

/** A work of the seed. */
export interface Converted {
  /** In the order in which they are written. */
  readonly keys: Readonly<Record<string, unknown>>
  readonly date: string | undefined
  /** The picture as the seed names it, or an empty text. */
  readonly image: string
  readonly body: string
  readonly faults: readonly Fault[]
}

/**
 * Converts a work's Markdown.
 * @param uid what the work is called, for one without a title
 * @returns undefined with the reasons when there is nothing that can be read safely
 */
export function convertWork(
  text: string,
  uid: string,
  unsaid: Unsaid,
): Converted | { readonly faults: readonly Fault[] } {
  const { parts, faults } = findParts(text)
  if (parts === undefined) return { faults }
  const { yaml, faults: unsafe } = readYaml(withoutUnseen(parts.yaml), { firstLine: parts.yamlLine, maxDepth: 3 })
  faults.push(...unseenIn(parts.yaml, parts.yamlLine), ...unsafe)
  const value = yaml?.value
  if (yaml === undefined || typeof value !== 'object' || value === null || Array.isArray(value)) return { faults }
  const source = value as Readonly<Record<string, unknown>>
  const told = (key: string, code: Fault['code'], message: string, fix: string): void =>
    void faults.push({ line: yaml.lineOf([key]), code, message, fix })
  const left: string[] = []
  const keep = (key: string): void =>
    void left.push(`- ${key}: ${visible(textOf(source[key])).replace(/[<>&`[\]]/g, ' ')}`)

  const line = (key: string): string | undefined => {
    const words = textOf(source[key]).replace(/\s+/g, ' ').trim()
    if (words === '') return undefined
    if (judgeLine(200)(words) === undefined) return words
    told(key, 'wrong-value', `"${key}" is ${quoted(words)}, which is no plain line.`, 'It was put into the text.')
    keep(key)
    return undefined
  }
  const title = line('title') ?? uid
  if (source['title'] === undefined) told('title', 'missing-key', 'The title is missing.', `It became "${uid}".`)
  const author = line('author')
  if (author === undefined) told('author', 'missing-key', 'The author is missing.', 'Write who made the work.')
  const date = convertDate(source, told)
  const tags = listOf(source, 'tags', told)
  const categories = listOf(source, 'categories', told)
  const website = textOf(source['website']).trim()
  const goodLink = website !== '' && judgeLink(website) === undefined
  if (website !== '' && !goodLink) {
    told('website', 'link', `${quoted(website)} is no address.`, 'It was put into the text.')
    keep('website')
  }
  for (const key of Object.keys(source))
    if (!(key in frontMatterSchema.shape)) {
      told(key, 'unknown-key', `There is no key ${quoted(key)}.`, 'It was put into the text.')
      keep(key)
    }
  const license = textOf(source['license']) || unsaid.license
  const remix = typeof source['remix'] === 'boolean' ? source['remix'] : unsaid.remix
  if (license === undefined)
    told('license', 'license', 'No licence is said.', 'Ask the author, or import again with --license.')
  if (remix === undefined)
    told(
      'remix',
      'missing-key',
      'It is not said whether new works may be made from it.',
      'Ask the author, or import again with --remix yes or no.',
    )
  const alt = line('alt') ?? describe(title, categories, tags)
  if (source['alt'] === undefined)
    told(
      'alt',
      'alt-text',
      'The picture is not described.',
      'A description was put together from title and tags: write a better one.',
    )
  const keys = {
    title,
    ...(author === undefined ? {} : { author }),
    ...(date === undefined ? {} : { date }),
    tags,
    categories,
    image: '',
    ...(license === undefined ? {} : { license }),
    ...(remix === undefined ? {} : { remix }),
    alt,
    ...(goodLink ? { website } : {}),
    ...optional('affiliation', line('affiliation')),
    ...optional('guide', uidOf(source['guide'])),
  }
  const body = [parts.body.trim(), left.join('\n')].filter((part) => part !== '').join('\n\n')
  return { keys, date, image: textOf(source['image']).trim(), body, faults }
}

/** A work's Markdown in our layout. */
export function writeWork(keys: Readonly<Record<string, unknown>>, body: string): string {
  const document = new Document(keys)
  for (const { value } of (document.contents as unknown as { items: { value: unknown }[] }).items)
    if (isSeq(value)) value.flow = true
  const yaml = document.toString({ lineWidth: 0, flowCollectionPadding: false })
  return `---\n${yaml}---\n${body === '' ? '' : `${body}\n`}`
}

type Told = (key: string, code: Fault['code'], message: string, fix: string) => void

/** The parts, if need be without delimiters: Jekyll publishes such a work never, and says nothing. */
function findParts(text: string): { parts?: Parts; faults: Fault[] } {
  const found = splitFrontMatter(text)
  if (found.parts !== undefined || !found.faults.some(({ code }) => code === 'missing-delimiter')) return found
  const lines = text.split('\n')
  const isKey = (line: string | undefined): boolean => line !== undefined && /^[a-z_]+:(?:\s|$)/.test(line)
  const start = lines.findIndex(isKey)
  if (start < 0) return found
  let end = start
  while (isKey(lines[end]) || /^\s+\S/.test(lines[end] ?? '')) end++
  const parts = {
    yaml: lines.slice(start, end).join('\n'),
    yamlLine: start + 1,
    body: lines
      .slice(end)
      .join('\n')
      .replace(/^\s*-{3}\s*\n/, ''),
    bodyLine: end + 1,
  }
  return {
    parts,
    faults: found.faults.map((fault) => ({ ...fault, fix: 'The lines with keys were taken for it.' })),
  }
}

const withoutUnseen = (text: string): string =>
  text.replace(/(?!\u{200c}|\u{200d}|\n|\t)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')

function unseenIn(yaml: string, firstLine: number): Fault[] {
  return yaml.split('\n').flatMap((line, index): Fault[] => {
    const unseen = findUnseen(line.replaceAll('\t', ' '))
    if (unseen === undefined) return []
    const message = `Character ${unseen.column} of the line is ${unseen.name}, which cannot be seen.`
    return [{ line: firstLine + index, code: 'hidden-character', message, fix: 'It was taken out.' }]
  })
}

/** A value as text; what is neither text nor number as YAML. */
function textOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : stringify(value, { collectionStyle: 'flow' }).trim()
}

function convertDate(source: Readonly<Record<string, unknown>>, told: Told): string | undefined {
  const text = textOf(source['date']).trim()
  if (text !== '' && parseDate(text) !== undefined) return text
  const mended = mendDate(text)
  if (mended !== undefined)
    told('date', 'date', `${quoted(text)} is not written as a date.`, `It became ${mended}.`)
  else told('date', 'date', `${quoted(text)} is no date.`, 'Write when the work was made.')
  return mended
}

/** A list, of a list or of words with commas between them. */
function listOf(source: Readonly<Record<string, unknown>>, key: string, told: Told): string[] {
  const value = source[key]
  if (typeof value === 'string' && value.includes(','))
    told(key, 'wrong-type', `"${key}" is the text ${quoted(value)}.`, 'It became a list.')
  const words = (Array.isArray(value) ? value.map(textOf) : textOf(value).split(',')).map((word) => word.trim())
  const each = new Map(words.filter((word) => word !== '').map((word) => [word.toLowerCase(), word.slice(0, 40)]))
  return [...each.values()]
}

function describe(title: string, categories: readonly string[], tags: readonly string[]): string {
  const words = [...new Set([...categories, ...tags])].join(', ')
  return words === '' ? `A work called “${title}”` : `A work called “${title}” (${words})`
}

const optional = (key: string, value: string | undefined): Record<string, string> =>
  value === undefined ? {} : { [key]: value }

const uidOf = (value: unknown): string | undefined =>
  typeof value === 'string' && judgeUid(value) === undefined ? value : undefined
