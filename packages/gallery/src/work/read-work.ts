/** Reads a work's Markdown: all that can be told without its picture and without other works. */
import type { GalleryConfig } from '../config/schema.ts'
import { findUnseen, quoted } from '../characters.ts'
import { forbidsDerivatives } from '../license/compatible.ts'
import { findSpdx } from '../license/spdx.ts'
import type { Fault } from '../problem.ts'
import { decodeText } from '../text.ts'
import { faultsOf } from '../yaml/faults-of.ts'
import { readYaml, type Yaml } from '../yaml/read-yaml.ts'
import { judgeBody } from './body.ts'
import { parseDate } from './fields.ts'
import { splitFrontMatter } from './front-matter.ts'
import { frontMatterSchema, type FrontMatter } from './schema.ts'

/** A work's Markdown as it was read. */
export interface WorkText extends FrontMatter {
  readonly body: string
  /** When it was made, in milliseconds since 1970. */
  readonly time: number
  /** The line of a key. */
  readonly lineOf: (...path: readonly PropertyKey[]) => number
}

/** Where a work is, and what decides about it. */
export interface WorkPlace {
  /** The folder's name. */
  readonly year: string
  /** The file's name without its extension. */
  readonly uid: string
  readonly config: GalleryConfig
  /** Milliseconds since 1970. */
  readonly now: number
}

/** A work made tomorrow somewhere on Earth is a work of today. */
const day = 24 * 60 * 60 * 1000

/**
 * Reads a work's Markdown.
 * @returns the work, when the front matter has all keys with values of their kinds, and all that is wrong with it
 */
export function readWork(bytes: Uint8Array, place: WorkPlace): { work?: WorkText; faults: Fault[] } {
  const { text, faults } = decodeText(bytes, place.config.maxTextBytes)
  if (text === undefined) return { faults }
  const { parts, faults: wrong } = splitFrontMatter(text)
  faults.push(...wrong)
  if (parts === undefined) return { faults }
  faults.push(...judgeBody(parts.body, parts.bodyLine))
  const { yaml, faults: unsafe } = readYaml(parts.yaml, { firstLine: parts.yamlLine, maxDepth: 3 })
  faults.push(...unsafe, ...hiddenIn(parts.yaml, parts.yamlLine, unsafe.length > 0))
  if (yaml === undefined) return { faults }
  const value = yaml.value
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const line = parts.yamlLine
    const example = 'title: Avocado Love'
    faults.push({
      line,
      code: 'wrong-type',
      message: 'The front matter holds no keys.',
      fix: `Write a key a line, for example: ${example}`,
    })
    return { faults }
  }
  const parsed = frontMatterSchema.safeParse(value)
  if (!parsed.success)
    faults.push(...faultsOf(parsed.error, frontMatterSchema, yaml).map((fault) => better(fault, value)))
  faults.push(...judgeValues(value, yaml, place))
  if (!parsed.success) return { faults }
  const time = parseDate(parsed.data.date)!
  return { work: { ...parsed.data, body: parts.body, time, lineOf: (...path) => yaml.lineOf(path) }, faults }
}

/** When YAML could not be read, what is hidden in it may be why. Otherwise each value is judged by itself. */
function hiddenIn(yaml: string, firstLine: number, unread: boolean): Fault[] {
  if (!unread) return []
  return yaml.split('\n').flatMap((line, index): Fault[] => {
    const unseen = findUnseen(line.replaceAll('\t', ' '))
    return unseen === undefined
      ? []
      : [
          {
            line: firstLine + index,
            code: 'hidden-character',
            message: `Character ${unseen.column} of the line is ${unseen.name}, which cannot be seen.`,
            fix: 'Type the line again, rather than paste it.',
          },
        ]
  })
}

/** What is nearly right is told in its own words. */
function better(fault: Fault, value: object): Fault {
  const { tags, categories, remix } = value as Record<string, unknown>
  const list = (key: string, text: string): string =>
    `Write a list: ${key}: [${text
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== '')
      .join(', ')}]`
  if (fault.code !== 'wrong-type') return fault
  if (fault.message.startsWith('"tags" is the text') && typeof tags === 'string')
    return {
      ...fault,
      message: `"tags" is the text ${quoted(tags)}, and a list was expected.`,
      fix: list('tags', tags),
    }
  if (fault.message.startsWith('"categories" is the text') && typeof categories === 'string')
    return { ...fault, fix: list('categories', categories) }
  if (fault.message.startsWith('"remix"') && typeof remix === 'string' && /^(?:yes|no|on|off)$/i.test(remix))
    return { ...fault, fix: `Write remix: ${/^(?:yes|on)$/i.test(remix)}` }
  return fault
}

/** What depends on the gallery and on the place. Judges what is of the right kind, whether or not the rest is. */
function judgeValues(value: Partial<FrontMatter>, yaml: Yaml, place: WorkPlace): Fault[] {
  return [
    ...judgeSubmitted(value, yaml),
    ...judgeDay(value.date, yaml, place),
    ...judgeCategories(value.categories, yaml, place.config),
    ...judgeLicense(value, yaml, place.config),
    ...judgeAlt(value, yaml),
  ]
}

/** One of the two, which a schema of keys cannot say. */
function judgeSubmitted({ image, media }: Partial<FrontMatter>, yaml: Yaml): Fault[] {
  if (image === undefined && media === undefined)
    return [
      {
        line: yaml.lineOf(['image']),
        code: 'missing-key',
        message: 'The key "image" is missing.',
        fix: 'Add, for example: image: ada-avocado.jpg',
      },
    ]
  if (image === undefined || media === undefined) return []
  return [
    {
      line: yaml.lineOf(['media']),
      code: 'wrong-value',
      message: '"media" stands beside "image", and a work submits one of the two.',
      fix: 'Keep the key of the file that lies beside this one.',
    },
  ]
}

function judgeDay(date: unknown, yaml: Yaml, { year, now }: WorkPlace): Fault[] {
  const time = typeof date === 'string' ? parseDate(date) : undefined
  if (time === undefined) return []
  const line = yaml.lineOf(['date'])
  const faults: Fault[] = []
  if (time > now + day)
    faults.push({
      line,
      code: 'date',
      message: `"date": ${String(date)} is in the future.`,
      fix: 'Write when the work was made.',
    })
  if (String(date).slice(0, 4) !== year)
    faults.push({
      line,
      code: 'year',
      message: `"date" is in ${String(date).slice(0, 4)}, and the work lies in works/${year}.`,
      fix: `Move the work into works/${String(date).slice(0, 4)}, or mend the date.`,
    })
  return faults
}

function judgeCategories(categories: unknown, yaml: Yaml, config: GalleryConfig): Fault[] {
  if (!Array.isArray(categories)) return []
  return categories.flatMap((category: unknown, index): Fault[] =>
    typeof category !== 'string' || config.categories.includes(category)
      ? []
      : [
          {
            line: yaml.lineOf(['categories', index]),
            code: 'category',
            message: `The gallery has no category ${quoted(category)}.`,
            fix: `Take one or more of: ${config.categories.join(', ')}.`,
          },
        ],
  )
}

function judgeLicense({ license, remix }: Partial<FrontMatter>, yaml: Yaml, config: GalleryConfig): Fault[] {
  if (typeof license !== 'string') return []
  const line = yaml.lineOf(['license'])
  const { known, meant } = findSpdx(license)
  if (!known)
    return [
      {
        line,
        code: 'license',
        message: `${quoted(license)} is no SPDX identifier of a licence.`,
        fix: `Write license: ${meant ?? config.licenses[0]!}. The gallery takes: ${config.licenses.join(', ')}.`,
      },
    ]
  const faults: Fault[] = []
  if (!config.licenses.includes(license))
    faults.push({
      line,
      code: 'license',
      message: `The gallery does not take works under ${license}.`,
      fix: `Choose one of: ${config.licenses.join(', ')}.`,
    })
  if (remix === true && forbidsDerivatives(license))
    faults.push({
      line: yaml.lineOf(['remix']),
      code: 'license-remix',
      message: `${license} forbids to share what is made from the work, and "remix" consents to it.`,
      fix: 'Write remix: false, or choose a licence without NoDerivatives.',
    })
  return faults
}

/** Words that name a picture and tell nothing of it. */
const empty =
  /^(?:an? |the |my )?(?:image|picture|photo|photograph|work|artwork|drawing|untitled|alt(?: text)?|todo|tbd|n\/a|none|-+|\.+)$/i

function judgeAlt({ alt, title, image }: Partial<FrontMatter>, yaml: Yaml): Fault[] {
  if (typeof alt !== 'string' || alt.trim() === '') return []
  const same = (other: unknown): boolean =>
    typeof other === 'string' && other.trim().toLowerCase() === alt.trim().toLowerCase()
  if (!same(title) && !same(image) && !empty.test(alt.trim()) && !/\.(?:jpe?g|png|webp|gif|avif)$/i.test(alt))
    return []
  return [
    {
      line: yaml.lineOf(['alt']),
      code: 'alt-text',
      message: `"alt" is ${quoted(alt)}, which does not tell what is to be seen.`,
      fix: 'Describe the picture in a sentence, as if on the telephone.',
    },
  ]
}
