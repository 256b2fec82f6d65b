/** What people write into fields, as the values of front matter. What cannot be understood stays as it was, to be judged. */
import { findSpdx } from '../license/spdx.ts'
import { mendDate } from '../work/fields.ts'

/** Fields by the keys of front matter; lists may be one text with commas. */
export type Fields = Readonly<Record<string, string | readonly string[] | undefined>>

/** The keys in the order in which a work's Markdown has them. `image` is named when the work has its name. */
const order = [
  'title',
  'author',
  'date',
  'tags',
  'categories',
  'image',
  'media',
  'license',
  'remix',
  'alt',
  'website',
  'affiliation',
  'guide',
  'parents',
] as const

const lists: ReadonlySet<string> = new Set(['tags', 'categories', 'parents'])

/**
 * Values of fields.
 * @param unsaid fields to take where there are none
 */
export function keysOf(fields: Fields, unsaid: Fields = {}): Record<string, unknown> {
  const keys: Record<string, unknown> = {}
  for (const key of order) {
    const given = isSaid(fields[key]) ? fields[key] : unsaid[key]
    if (!isSaid(given) || key === 'image' || key === 'media') continue
    keys[key] = valueOf(key, given)
  }
  // An empty list of tags is a list of tags.
  return 'tags' in keys ? keys : { ...keys, tags: [] }
}

/** Front matter in the order of `keysOf`, with the name of what is submitted. @param key `media` for what is no picture */
export function ordered(
  keys: Readonly<Record<string, unknown>>,
  key: 'image' | 'media',
  name: string,
): Record<string, unknown> {
  const { image: _, media: __, ...rest } = keys
  const all: Record<string, unknown> = { ...rest, [key]: name }
  const known = order.filter((each) => all[each] !== undefined)
  const others = Object.keys(all).filter((each) => !(order as readonly string[]).includes(each))
  return Object.fromEntries([...known, ...others].map((each) => [each, all[each]]))
}

/** A text of a form: line ends of one kind, nothing around it. */
export const plainText = (text: string): string => text.replace(/\r\n?/g, '\n').trim()

const isSaid = (value: Fields[string]): value is string | readonly string[] =>
  value !== undefined && (typeof value === 'string' ? value.trim() !== '' : value.length > 0)

/** A line of what may have been written into several. */
const line = (text: string): string => text.replace(/\s*[\r\n]+\s*/g, ' ').trim()

function valueOf(key: (typeof order)[number], given: string | readonly string[]): unknown {
  if (lists.has(key)) {
    const words = (typeof given === 'string' ? given.split(/[,\n]/) : given).map(line)
    return words.map((word) => (key === 'tags' ? word.replace(/^#/, '') : word)).filter((word) => word !== '')
  }
  const text = line(typeof given === 'string' ? given : given.join(', '))
  if (key === 'remix')
    return /^(?:yes|true|ja|oui|y)$/i.test(text) ? true : /^(?:no|false|nein|non|n)$/i.test(text) ? false : text
  if (key === 'date') return mendDate(text) ?? text
  if (key === 'license') return findSpdx(text).meant ?? text
  return text
}
