/** Tables that people make: CSV with any of the usual separators and encodings, and JSON in the usual shapes. */
import Papa from 'papaparse'
import { CollectionError } from '../error.ts'
import { columnName, rowOf, type Row } from './fields.ts'

/** Larger tables are refused: a million rows take about 200 MB. */
const mostBytes = 256 * 2 ** 20

/**
 * Text of bytes: by its byte order mark, else as UTF-8, else, since old tables come from old spreadsheets, as Windows-1252.
 */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/** Tables that are safe to open have an apostrophe before what begins like a formula. */
const escaped = /^'(?=[=+\-@\t\r])/

/** A table that was read. */
export interface ReadRows {
  /** As they are written. */
  readonly columns: readonly string[]
  readonly rows: readonly Row[]
}

/**
 * Reads a CSV table whose first line names the columns. Separators `,`, `;`, tab and `|` are recognised.
 * @throws CollectionError when it is too large
 */
export function parseCsv(bytes: Uint8Array, subject: string): ReadRows {
  checkSize(bytes, subject)
  const { data } = Papa.parse<string[]>(decodeText(bytes), {
    skipEmptyLines: 'greedy',
    delimitersToGuess: [',', ';', '\t', '|'],
  })
  const [columns = [], ...lines] = data
  const keys = columns.map(columnName)
  const rows = lines.map((line) => {
    const row = new Map<string, string>()
    // The first of two columns of the same name is the one that is seen first.
    keys.forEach((key, at) => key !== '' && !row.has(key) && row.set(key, (line[at] ?? '').replace(escaped, '')))
    return row
  })
  return { columns, rows }
}

/**
 * Reads records of JSON: a list of objects, an object that has such a list, objects by file name, one object, or a list of
 * texts, which are addresses or file names.
 * @throws CollectionError when it is no JSON or too large
 */
export function parseJsonRows(bytes: Uint8Array, subject: string): ReadRows {
  const value = parseJson(bytes, subject)
  const objects = recordsIn(value)
  const rows = objects.map(rowOf)
  return { columns: [...new Set(rows.flatMap((row) => [...row.keys()]))], rows }
}

/** @throws CollectionError when it is no JSON or too large */
export function parseJson(bytes: Uint8Array, subject: string): unknown {
  checkSize(bytes, subject)
  try {
    return JSON.parse(decodeText(bytes)) as unknown
  } catch (cause) {
    throw new CollectionError(`"${subject}" is not JSON (${(cause as Error).message}).`, { cause })
  }
}

function recordsIn(value: unknown): object[] {
  if (Array.isArray(value))
    return value.flatMap((each: unknown) => {
      if (typeof each === 'string') return [{ filename: each, url: each }]
      return isObject(each) ? [each] : []
    })
  if (!isObject(value)) return []
  const entries = Object.entries(value)
  const lists = entries.filter(([, each]) => Array.isArray(each) && each.length > 0 && each.every(isObject))
  // JSON Feed may name its authors before its items.
  const list = lists.find(([name]) => name === 'items') ?? lists[0]
  // An object of objects has a key for each; an object that says something itself is one record.
  if (entries.length > 0 && entries.every(([, each]) => isObject(each)))
    return entries.map(([filename, each]) => ({ filename, ...(each as object) }))
  return list === undefined ? [value] : (list[1] as object[])
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function checkSize(bytes: Uint8Array, subject: string): void {
  if (bytes.length > mostBytes)
    throw new CollectionError(
      `"${subject}" has ${Math.round(bytes.length / 2 ** 20)} MB, and tables are read up to ${mostBytes / 2 ** 20} MB: cut it into several.`,
    )
}
