/** Imprints, neighbours, layouts and clusters as Arrow files and back. */
import type { Clusters, Imprints, MapLabel, MapLayout, NeighbourLists } from '../collection.ts'
import { CollectionError } from '../error.ts'
import { fromHalf, toHalf } from '@reverie/graph'
import { decodeTable, encodeTable, numberRows, numbers } from './table.ts'

/** How imprints are stored. Half the bytes cost 3 of 10,000 neighbours (decision 025). */
export type Precision = 'float16' | 'float32'

/** What is read and for whom: the file's name for errors, and how many rows there must be. */
export interface Expected {
  readonly subject: string
  readonly count: number
}

/** The imprints as an Arrow file. */
export function encodeImprints({ vectors, dimensions, count }: Imprints, precision: Precision): Uint8Array {
  checkLength('imprints', vectors.length, count * dimensions)
  const values = precision === 'float16' ? Uint16Array.from(vectors, toHalf) : vectors
  return encodeTable({ imprint: numberRows(values, dimensions) })
}

/** @throws CollectionError when the file is damaged or is of other pieces */
export function decodeImprints(bytes: Uint8Array, expected: Expected): Imprints {
  const table = decodeTable(bytes, expected.subject)
  checkCount(table.count, expected)
  const rows = table.numberRows('imprint', ['Float16', 'Float32'])
  const { length: dimensions } = rows
  if (rows.kind === 'Float32') {
    const vectors = rows.values as Float32Array
    checkFinite(vectors, expected)
    return { count: table.count, dimensions, vectors }
  }
  halves ??= Float32Array.from({ length: 1 << 16 }, (_, half) => fromHalf(half))
  const vectors = new Float32Array(rows.values.length)
  for (let at = 0; at < vectors.length; at++) vectors[at] = halves[rows.values[at] as number] as number
  checkFinite(vectors, expected)
  for (let row = 0; row < table.count; row++) toUnit(vectors.subarray(row * dimensions, (row + 1) * dimensions))
  return { count: table.count, dimensions, vectors }
}

let halves: Float32Array | undefined

/** Halves are off by up to a two-thousandth, and so are lengths. */
function toUnit(row: Float32Array): void {
  let sum = 0
  for (const value of row) sum += value * value
  if (sum === 0) return
  const scale = 1 / Math.sqrt(sum)
  for (let at = 0; at < row.length; at++) row[at] = (row[at] as number) * scale
}

/** The neighbour lists as an Arrow file. */
export function encodeNeighbours({ count, k, indices, distances }: NeighbourLists): Uint8Array {
  checkLength('neighbours', indices.length, count * k)
  checkLength('distances', distances.length, count * k)
  return encodeTable({ index: numberRows(indices, k), distance: numberRows(distances, k) }, rowCount(count))
}

/** @throws CollectionError when the file is damaged or is of other pieces */
export function decodeNeighbours(bytes: Uint8Array, expected: Expected): NeighbourLists {
  const table = decodeTable(bytes, expected.subject)
  const indices = table.numberRows('index', ['Int32'])
  const k = indices.length
  checkCount(k === 0 ? statedCount(table.about) : table.count, expected)
  const distances = table.numberRows('distance', ['Float32'], k).values
  if (indices.values.some((index) => index < 0 || index >= expected.count))
    throw new CollectionError(`"${expected.subject}" is damaged: it names pieces that are not there.`)
  checkFinite(distances, expected)
  return { count: expected.count, k, indices: indices.values, distances }
}

/** A layout as an Arrow file. */
export function encodeLayout({ kind, positions, cell, labels }: MapLayout): Uint8Array {
  const about = new Map([['kind', kind]])
  if (cell !== undefined) about.set('cell', String(cell))
  if (labels !== undefined) about.set('labels', JSON.stringify(labels))
  return encodeTable({ position: numberRows(positions, 2) }, about)
}

/** @throws CollectionError when the file is damaged or is of other pieces */
export function decodeLayout(bytes: Uint8Array, kind: string, expected: Expected): MapLayout {
  const table = decodeTable(bytes, expected.subject)
  checkCount(table.count, expected)
  const positions = table.numberRows('position', ['Float32'], 2).values
  checkFinite(positions, expected)
  const cell = Number(table.about.get('cell') ?? Number.NaN)
  const labels = table.about.get('labels')
  return {
    kind,
    positions,
    ...(cell > 0 && { cell }),
    ...(labels !== undefined && { labels: readLabels(labels, expected) }),
  }
}

function readLabels(text: string, { subject }: Expected): readonly MapLabel[] {
  try {
    const labels = JSON.parse(text) as MapLabel[]
    const isWhole = ({ text: words, x, y }: MapLabel): boolean =>
      typeof words === 'string' && Number.isFinite(x) && Number.isFinite(y)
    if (labels.every(isWhole)) return labels
  } catch {
    // Said below, as of what can be read and is not what it should be.
  }
  throw new CollectionError(`"${subject}" is damaged: its labels cannot be read. Collect again.`)
}

/** The clusters as an Arrow file. */
export function encodeClusters({ labels, names }: Clusters): Uint8Array {
  return encodeTable({ cluster: numbers(labels) }, new Map([['names', JSON.stringify(names)]]))
}

/** @throws CollectionError when the file is damaged or is of other pieces */
export function decodeClusters(bytes: Uint8Array, expected: Expected): Clusters {
  const table = decodeTable(bytes, expected.subject)
  checkCount(table.count, expected)
  const labels = table.numbers('cluster', 'Int32')
  const names = parseNames(table.about.get('names') ?? '')
  if (names === undefined || labels.some((label) => label < -1 || label >= names.length))
    throw new CollectionError(`"${expected.subject}" is damaged: its clusters have no names.`)
  return { labels, names }
}

function parseNames(text: string): string[] | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) && value.every((name) => typeof name === 'string') ? value : undefined
  } catch {
    return undefined
  }
}

/** A single piece has no neighbours, and rows of no numbers do not say how many they are. */
const rowCount = (count: number): Map<string, string> => new Map([['count', String(count)]])
const statedCount = (about: ReadonlyMap<string, string>): number => Number(about.get('count'))

function checkLength(what: string, found: number, expected: number): void {
  if (found !== expected)
    throw new CollectionError(`The ${what} of a collection hold ${found} numbers instead of ${expected}.`)
}

function checkCount(found: number, { subject, count }: Expected): void {
  if (found !== count)
    throw new CollectionError(
      `"${subject}" has ${found} rows, and the collection has ${count} pieces: they do not belong together. Collect again.`,
    )
}

function checkFinite(values: Float32Array, { subject }: Expected): void {
  if (!values.every(Number.isFinite))
    throw new CollectionError(`"${subject}" is damaged: it holds what is no number.`)
}
