/** Lists as tables: CSV, JSON, or a line of text for each picture. */
import { isPlace, metadataFromRow, placeIn, type Row } from '../../metadata/fields.ts'
import { cleanText } from '../../metadata/metadata.ts'
import { CollectionError } from '../../error.ts'
import { decodeText, parseCsv, type ReadRows } from '../../metadata/table.ts'
import { absolute, isAddress, type Entry, type Page } from './entry.ts'

/**
 * Entries of records: by an address, else by a file name.
 * @param base what relative addresses are relative to, if the list was fetched
 */
export function entriesOf(rows: readonly Row[], base: string | undefined): Page {
  const entries = rows.flatMap((row): Entry[] => {
    const where = whereOf(row, base)
    const about = { ...metadataFromRow(row), ...authorsOf(row) }
    return where === '' ? [] : [{ where, about: withoutItself(where, about), ...markOf(row) }]
  })
  return { entries, more: [] }
}

/** What JSON Feed (https://jsonfeed.org/version/1.1) says of an item. Other records have an id of their own. */
function markOf(row: Row): Pick<Entry, 'id' | 'date'> {
  const date = cleanText(row.get('datepublished'))
  const id = cleanText(row.get('id'), 2000)
  return date === '' ? {} : { date, ...(id !== '' && { id }) }
}

const objectsIn = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'object' && each !== null) : []

/** Authors of JSON Feed are objects. */
function authorsOf(row: Row): { author?: string } {
  const author = objectsIn(row.get('authors'))
    .map((each) => cleanText(each['name']))
    .filter((name) => name !== '')
    .join(', ')
  return author === '' ? {} : { author }
}

/** The picture that JSON Feed attaches to an item. */
function attachmentIn(row: Row): string {
  const picture = objectsIn(row.get('attachments')).find((each) =>
    cleanText(each['mime_type']).startsWith('image/'),
  )
  return cleanText(picture?.['url'], 4000)
}

function whereOf(row: Row, base: string | undefined): string {
  const place = attachmentIn(row) || placeIn(row)
  if (base !== undefined) return place === '' ? '' : absolute(place, base)
  return place.startsWith('//') ? `https:${place}` : place
}

/** The picture's own address is no page about it. */
const withoutItself = (where: string, about: Entry['about']): Entry['about'] =>
  about.link === where ? { ...about, link: '' } : about

/**
 * Entries of a text: a table when its first line names columns that we know, else a picture a line; `#` begins a remark.
 * @throws CollectionError when it is a table of something else
 */
export function readText(bytes: Uint8Array, subject: string, base: string | undefined): Page {
  const table: ReadRows = parseCsv(bytes, subject)
  const told = entriesOf(table.rows, base)
  if (table.columns.every((column) => !looksLikePlace(column))) {
    if (told.entries.length > 0 || table.columns.some(isPlace)) return told
    if (table.columns.length > 1)
      throw new CollectionError(
        `"${subject}" has the columns ${table.columns.map((column) => `"${column}"`).join(', ')}, and none of them says where pictures are: name one "url", "image", "src", "filename" or "path".`,
      )
  }
  const entries = decodeText(bytes)
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line): Entry => ({ where: base === undefined ? line : absolute(line, base), about: {} }))
  return { entries, more: [] }
}

const looksLikePlace = (text: string): boolean =>
  isAddress(text.trim()) || /^\.{0,2}\/|\.[a-z0-9]{3,4}$/i.test(text.trim())
