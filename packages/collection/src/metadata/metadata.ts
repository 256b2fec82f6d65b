/** What people say of a picture, from wherever: file names, sidecars, the file itself, a list, by hand. */
import type { Piece } from '../piece.ts'

/** The fields of a piece that people write. */
export const metadataFields = ['title', 'author', 'link', 'license', 'tags', 'year'] as const

/** Fields that are known; the others are left out. */
export type Metadata = Partial<Pick<Piece, (typeof metadataFields)[number]>>

/** Longer texts are cut off: a title is no article. */
const longest = { text: 500, tag: 80, tags: 200, link: 2000 } as const

/**
 * One line of text without control characters, cut off after 500 characters.
 * @param value anything; what is neither text nor number is none
 */
export function cleanText(value: unknown, most: number = longest.text): string {
  if (typeof value !== 'string' && typeof value !== 'number') return ''
  return String(value)
    .normalize('NFC')
    .replace(/\p{Surrogate}/gu, '\u{fffd}')
    .replace(/[\p{Cc}\u{2028}\u{2029}\s]+/gu, ' ')
    .replace(/[\u{200b}\u{2066}-\u{2069}\u{202a}-\u{202e}\u{feff}]/gu, '')
    .trim()
    .slice(0, most)
    .replace(/\p{Surrogate}$/u, '')
}

/** An address that is safe to show as a link, or an empty text. */
export function cleanLink(value: unknown): string {
  const text = cleanText(value, longest.link)
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url !== undefined && /^https?:$/.test(url.protocol) ? url.href : ''
}

/** Tags without doubles; the first spelling stays. */
export function cleanTags(values: readonly unknown[]): string[] {
  const tags = new Map<string, string>()
  for (const value of values) {
    const tag = cleanText(value, longest.tag)
    if (tag !== '' && !tags.has(tag.toLowerCase())) tags.set(tag.toLowerCase(), tag)
    if (tags.size === longest.tags) break
  }
  return [...tags.values()]
}

/**
 * Tags of a text: separated by `|`, else by `;`, else by `,`.
 * @param value a text, or a list of texts
 */
export function splitTags(value: unknown): string[] {
  if (Array.isArray(value)) return cleanTags(value)
  if (typeof value !== 'string') return []
  const separator = ['|', ';'].find((each) => value.includes(each)) ?? ','
  return cleanTags(value.split(separator))
}

/**
 * A year of a text: `1889`, `-44`, `1889-05-01`, `about 1889`, `12.5.1889`, `1889/90`.
 * @returns null when there is none
 */
export function parseYear(value: unknown): number | null {
  const text = cleanText(value)
  const plain = /^-?\d{1,4}$/.exec(text)
  if (plain !== null) return Number(text)
  const dated = /^([-+]?\d{4,6})[-:]\d{2}/.exec(text) ?? /(?<!\d)(\d{4})(?!\d)/.exec(text)
  const year = dated === null ? NaN : Number(dated[1])
  return Math.abs(year) <= 9999 ? year : null
}

/**
 * Several accounts of one picture as one. The first that knows a field gives it; tags of all come together.
 * @param accounts the most trusted first
 */
export function mergeMetadata(accounts: readonly Metadata[]): Required<Metadata> {
  const first = (key: 'title' | 'author' | 'link' | 'license'): string =>
    accounts.find((account) => (account[key] ?? '') !== '')?.[key] ?? ''
  return {
    title: first('title'),
    author: first('author'),
    link: first('link'),
    license: first('license'),
    tags: cleanTags(accounts.flatMap(({ tags }) => tags ?? [])),
    year: accounts.find(({ year }) => year !== undefined && year !== null)?.year ?? null,
  }
}
