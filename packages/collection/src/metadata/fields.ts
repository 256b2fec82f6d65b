/**
 * Fields by the names that people give them: our own (`filename,title,author,link,licence,tags,year`), vikus-viewer's
 * (`id,keywords,year`, and `_…` for what is only shown), pix-plot's (`filename,category,tags,description,permalink,year`),
 * and common others.
 */
import { licenseOf } from './license.ts'
import { cleanLink, cleanTags, cleanText, parseYear, splitTags, type Metadata } from './metadata.ts'

const names = {
  file: ['filename', 'file', 'path', 'filepath', 'image', 'id'],
  title: ['title', 'name', 'caption', 'label', 'description'],
  author: ['author', 'creator', 'artist', 'photographer', 'credit', 'by'],
  link: ['link', 'permalink', 'page', 'source', 'href', 'url'],
  license: ['licence', 'license', 'rights', 'copyright'],
  tags: ['tags', 'keywords', 'subjects', 'subject', 'category', 'categories'],
  year: ['year', 'date', 'created'],
  place: ['imageurl', 'image', 'src', 'url', 'address', 'href', 'link', 'filename', 'file', 'path', 'filepath'],
} as const

/** A record by column name, as tables and JSON give it. */
export type Row = ReadonlyMap<string, unknown>

/** Column names are the same in small letters, without spaces, underscores and hyphens. */
export const columnName = (name: string): string => name.toLowerCase().replace(/[\s_-]+/g, '')

/** A JSON object as a record. */
export const rowOf = (object: object): Row =>
  new Map(Object.entries(object).map(([name, value]) => [columnName(name), value as unknown]))

/** The first of these columns that says something. */
function valueOf(row: Row, kind: keyof typeof names): unknown {
  return names[kind].map((name) => row.get(name)).find((value) => cleanText(value) !== '' || Array.isArray(value))
}

/** What a record says of its picture. */
export function metadataFromRow(row: Row): Metadata {
  const tags = cleanTags(names.tags.flatMap((name) => splitTags(row.get(name))))
  const year = parseYear(valueOf(row, 'year'))
  const link = names.link.map((name) => cleanLink(row.get(name))).find((each) => each !== '')
  return {
    title: cleanText(valueOf(row, 'title')),
    author: cleanText(valueOf(row, 'author')) || joined(row, 'author'),
    link: link ?? '',
    license: licenseOf(valueOf(row, 'license')),
    ...(tags.length > 0 && { tags }),
    ...(year !== null && { year }),
  }
}

/** Several authors as one text. */
function joined(row: Row, kind: keyof typeof names): string {
  const value = valueOf(row, kind)
  return Array.isArray(value) ? cleanTags(value).join(', ') : ''
}

/** The names of the file that a record is about: there may be a file name and an id. */
export const fileNamesOf = (row: Row): string[] =>
  names.file.map((name) => cleanText(row.get(name))).filter((name) => name !== '')

/** Whether columns can name files. */
export const namesFiles = (columns: readonly string[]): boolean =>
  columns.some((column) => (names.file as readonly string[]).includes(columnName(column)))

/** Whether a column can say where pictures lie. */
export const isPlace = (column: string): boolean => (names.place as readonly string[]).includes(columnName(column))

/**
 * Where the picture lies that a record is about: an address or a file's path. What ends like a picture comes before what
 * does not, addresses before paths.
 */
export function placeIn(row: Row): string {
  const found = names.place.map((name) => cleanText(row.get(name), 4000)).filter((text) => text !== '')
  const isPicture = (text: string): boolean => /\.(?:png|jpe?g|webp|avif|gif|tiff?)(?:[?#]|$)/i.test(text)
  const isAddress = (text: string): boolean => /^(?:https?:)?\/\//i.test(text)
  const rank = (text: string): number => (isPicture(text) ? 2 : 0) + (isAddress(text) ? 1 : 0)
  return found.toSorted((a, b) => rank(b) - rank(a))[0] ?? ''
}
