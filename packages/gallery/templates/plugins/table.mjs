/**
 * A table becomes a pattern: `media: <uid>.csv`, or `.json` with a list of rows. The file's bytes are the seed; its numbers are
 * the latents and decide how much there is to see. Name this file in gallery.yaml: `plugins: [plugins/table.mjs]`.
 */
import { createHash } from 'node:crypto'

const mostBytes = 4_000_000
const mostRows = 10_000
const mostColumns = 256
const mostLatents = 8
const fewestNumbers = 3

export const media = {
  endings: ['csv', 'json'],

  judge(bytes, name, tools) {
    try {
      columnsOf(bytes, name, tools)
      return []
    } catch (error) {
      return [{ message: error.message, fix: 'Submit a table with a row of names and columns of numbers.' }]
    }
  },

  async render(bytes, { name, maxSide, tools }) {
    const columns = columnsOf(bytes, name, tools)
    const measures = columns.map(measure)
    const spread = measures.reduce((sum, { spread: each }) => sum + each, 0) / measures.length
    const rows = Math.max(...columns.map((column) => column.length))
    const side = Math.min(1024, maxSide)
    return tools.make('pattern', {
      seed: createHash('sha256').update(bytes).digest().readUInt32BE(0),
      parameters: {
        width: side,
        height: side,
        latents: Math.min(mostLatents, measures.length),
        z: measures.slice(0, mostLatents).map(({ place }) => place),
        units: Math.min(32, 8 + 2 * measures.length),
        depth: Math.min(12, 4 + Math.floor(Math.log2(rows))),
        gain: 0.7 + 0.6 * spread,
      },
    })
  },
}

/** Columns of numbers. What is no number is left out. */
function columnsOf(bytes, name, tools) {
  if (bytes.length > mostBytes)
    throw new Error(`The table has ${bytes.length} bytes, and at most ${mostBytes} are read.`)
  const rows = name.endsWith('.json') ? rowsOfJson(bytes) : tools.table(bytes).rows
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0)
  const columns = Array.from({ length: width }, (_, index) =>
    rows.map((row) => row[index]).filter((cell) => typeof cell === 'number' && Number.isFinite(cell)),
  ).filter((column) => column.length > 0)
  const numbers = columns.reduce((sum, column) => sum + column.length, 0)
  if (numbers < fewestNumbers)
    throw new Error(`The table has ${numbers} numbers, and a pattern is drawn from at least ${fewestNumbers}.`)
  return columns
}

/** A list of maps, of lists, or of numbers. */
function rowsOfJson(bytes) {
  let value
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw new Error('The file is no JSON in UTF-8.')
  }
  if (!Array.isArray(value)) throw new Error('The JSON holds no list of rows.')
  if (value.length > mostRows)
    throw new Error(`The JSON has ${value.length} rows, and at most ${mostRows} are read.`)
  return value.map((row, index) => {
    const cells =
      typeof row === 'number' ? [row] : row !== null && typeof row === 'object' ? Object.values(row) : []
    if (cells.length > mostColumns)
      throw new Error(`Row ${index + 1} has ${cells.length} columns, and at most ${mostColumns} are read.`)
    if (cells.some((cell) => cell !== null && typeof cell === 'object'))
      throw new Error(`Row ${index + 1} holds lists or maps, and a row holds numbers and texts.`)
    return cells
  })
}

/** Where the mean lies between the smallest and the largest, −1 to 1, and how far the numbers lie apart, 0 to 1. */
function measure(column) {
  const least = column.reduce((one, other) => Math.min(one, other))
  const most = column.reduce((one, other) => Math.max(one, other))
  // Halves first: the difference of the largest and the smallest number is infinite.
  const reach = most / 2 - least / 2
  if (reach === 0) return { place: 0, spread: 0 }
  const shares = column.map((value) => (value / 2 - least / 2) / reach)
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length
  const variance = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / shares.length
  return { place: 2 * mean - 1, spread: 2 * Math.sqrt(variance) }
}
