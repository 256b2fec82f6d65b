/** Tools of plug-ins that reach nothing outside. */
import { createRandom } from '@reverie/recipe'
import papa from 'papaparse'
import { decodeText } from '../text.ts'
import type { PureTools, Table } from './plugin.ts'

const mostRows = 10_000
const mostColumns = 256
const mostCell = 1000

/** See {@link PureTools}. */
export const pureTools: PureTools = { table: readTable, random: createRandom }

/**
 * papaparse knows what people call CSV: other delimiters, quotes, line ends. It reads no further than the caps; a text
 * without line ends is one row, and bounded as the file is.
 */
function readTable(bytes: Uint8Array): Table {
  const { text, faults } = decodeText(bytes, Number.POSITIVE_INFINITY)
  if (text === undefined || faults[0] !== undefined) throw new Error(faults[0]!.message)
  const { data, errors } = papa.parse<string[]>(text, { preview: mostRows + 2, skipEmptyLines: true })
  const [columns, ...rows] = data
  if (columns === undefined) throw new Error('The table is empty.')
  // Of a single column no delimiter can be told, which is no fault.
  const error = errors.find(({ type }) => type !== 'Delimiter')
  if (error !== undefined)
    throw new Error(`The table cannot be read (row ${(error.row ?? 0) + 1}): ${error.message}.`)
  const widest = data.reduce((most, row) => Math.max(most, row.length), 0)
  if (widest > mostColumns) throw new Error(`The table has ${widest} columns, and at most ${mostColumns} are read.`)
  if (rows.length > mostRows)
    throw new Error(`The table has more than ${mostRows} rows, which are the most that are read.`)
  if (data.some((row) => row.some((cell) => cell.length > mostCell)))
    throw new Error(`A cell of the table has more than ${mostCell} characters, which are the most that are read.`)
  return { columns, rows: rows.map((row) => row.map(numberOrText)) }
}

/** A number where the whole cell is a finite one. */
function numberOrText(cell: string): number | string {
  const value = cell.trim() === '' ? Number.NaN : Number(cell)
  return Number.isFinite(value) ? value : cell
}
