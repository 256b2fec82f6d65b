/**
 * The tables of a collection on the disk, in LanceDB: each write is a new version of a table that is there whole or not at
 * all, so that a kill loses what was not written and nothing else. Who writes holds the collection's lock.
 */
import { connect, type Connection, type Table } from '@lancedb/lancedb'
import { CollectionError } from '../error.ts'
import type { ProblemCode } from '../source.ts'
import { schemaOf, tableOf, type ArrowTable, type Column } from './arrow.ts'
import { fileColumns, pieceColumns, wordColumns, type FileRow, type PieceRow, type StoredPiece } from './rows.ts'
import type { Words } from './words.ts'

/** The tables of a collection. */
export interface Store {
  /** Identifiers of all pieces, in the order in which they came. */
  ids(): Promise<string[]>
  /** All pieces, in that order, without their features. */
  pieces(): Promise<StoredPiece[]>
  /** Raw features of the pieces of these rows (places in that order): [rows.length, dimensions]. */
  features(rows: readonly number[]): Promise<Float32Array>
  addPieces(rows: readonly PieceRow[]): Promise<void>
  /** What is known of each path, in the order in which paths came. */
  files(): Promise<FileRow[]>
  addFiles(rows: readonly FileRow[]): Promise<void>
  /** All of `files` anew, in one step. */
  replaceFiles(rows: readonly FileRow[]): Promise<void>
  words(): Promise<Words[]>
  /** All of `words` anew, in one step. */
  replaceWords(rows: readonly Words[]): Promise<void>
  /** Joins small files and removes old versions. Nobody else may be writing. */
  tidy(): Promise<void>
  close(): void
}

/**
 * Opens the tables in a collection's folder, and makes those that are not there yet.
 * @param dimensions of the raw features
 * @throws CollectionError when the tables are of other features
 */
export async function openStore(folder: string, dimensions: number): Promise<Store> {
  const connection = await connect(folder)
  const pieceShape = pieceColumns(dimensions)
  const there = new Set(await connection.tableNames())
  const open = async <Row>(name: string, columns: readonly Column<Row>[]): Promise<Table> =>
    there.has(name) ? connection.openTable(name) : connection.createEmptyTable(name, schemaOf(columns))
  const [pieces, files, words] = await Promise.all([
    open('pieces', pieceShape),
    open('files', fileColumns),
    open('words', wordColumns),
  ])
  await checkDimensions(pieces, dimensions)
  return {
    ids: async () => {
      const found = await read(pieces, ['order', 'id'], (at) => ({
        order: at('order') as number,
        id: at('id') as string,
      }))
      return inOrder(found).map(({ id }) => id)
    },
    pieces: async () => inOrder(await read(pieces, storedColumns, storedPiece)),
    features: async (rows) => readFeatures(pieces, rows, dimensions),
    addPieces: async (rows) => {
      if (rows.length > 0) await pieces.add(tableOf(pieceShape, rows))
    },
    files: async () => lastOfEach(await read(files, names(fileColumns), fileRow)),
    addFiles: async (rows) => {
      if (rows.length > 0) await files.add(tableOf(fileColumns, rows))
    },
    replaceFiles: async (rows) => replace(connection, files, fileColumns, rows),
    words: async () => read(words, names(wordColumns), wordsRow),
    replaceWords: async (rows) => replace(connection, words, wordColumns, rows),
    tidy: async () => {
      for (const table of [pieces, files, words]) {
        // One after the other: each takes all cores and much memory.
        // oxlint-disable-next-line no-await-in-loop
        await table.optimize({ cleanupOlderThan: new Date(), deleteUnverified: true })
      }
    },
    close: () => {
      for (const table of [pieces, files, words]) table.close()
      connection.close()
    },
  }
}

/** The value of a column in the row that is read. */
type At = (column: string) => unknown

async function read<Row>(table: Table, columns: string[], rowOf: (at: At) => Row): Promise<Row[]> {
  const found = (await table.query().select(columns).toArrow()) as unknown as ArrowTable
  const vectors = new Map(columns.map((name) => [name, found.getChild(name)]))
  return Array.from({ length: found.numRows }, (_, row) => rowOf((column) => vectors.get(column)?.get(row)))
}

async function replace<Row>(
  connection: Connection,
  table: Table,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): Promise<void> {
  if (rows.length > 0) await table.add(tableOf(columns, rows), { mode: 'overwrite' })
  else if ((await table.countRows()) > 0) await table.delete('true')
}

async function checkDimensions(pieces: Table, dimensions: number): Promise<void> {
  const { type } = (await pieces.schema()).fields.find(({ name }) => name === 'features') ?? {}
  const found = (type as { listSize?: number } | undefined)?.listSize
  if (found !== dimensions)
    throw new CollectionError(
      `The collection holds features of ${found} numbers, and the network gives ${dimensions}: collect into another folder.`,
    )
}

/** Scanned in pieces: the features of all together may be larger than the memory that we want to take. */
async function readFeatures(table: Table, rows: readonly number[], dimensions: number): Promise<Float32Array> {
  const places = new Map(rows.map((row, index) => [row, index]))
  const features = new Float32Array(rows.length * dimensions)
  for await (const batch of table.query().select(['order', 'features'])) {
    const orders = batch.getChild('order')
    const lists = batch.getChild('features')
    for (let row = 0; row < batch.numRows; row++) {
      const place = places.get(orders?.get(row) as number)
      const values = (lists?.get(row) as { toArray(): Float32Array } | null)?.toArray()
      if (place !== undefined && values !== undefined) features.set(values, place * dimensions)
    }
  }
  return features
}

const inOrder = <Row extends { readonly order: number }>(rows: Row[]): Row[] =>
  rows.sort((a, b) => a.order - b.order)

const names = (columns: readonly Column<never>[]): string[] => columns.map(({ name }) => name)

const storedColumns = names(pieceColumns(1)).filter((name) => name !== 'features')

const numbers = (value: unknown): Float32Array =>
  Float32Array.from((value as { toArray(): Float32Array }).toArray())

function storedPiece(at: At): StoredPiece & { order: number } {
  const [left, top, right, bottom] = numbers(at('box')) as unknown as [number, number, number, number]
  return {
    order: at('order') as number,
    id: at('id') as string,
    sha256: at('sha256') as string,
    width: at('width') as number,
    height: at('height') as number,
    bytes: at('bytes') as number,
    format: at('format') as string,
    phash: at('phash') as bigint,
    colors: numbers(at('colors')),
    palette: numbers(at('palette')),
    silhouette: {
      coverage: at('coverage') as number,
      box: [left, top, right, bottom],
      mask: Uint8Array.from(at('mask') as Uint8Array),
    },
    embedded: at('embedded') as string,
  }
}

const fileRow = (at: At): FileRow => ({
  source: at('source') as string,
  path: at('path') as string,
  stamp: at('stamp') as string,
  piece: at('piece') as string | null,
  linkTo: at('linkTo') as string | null,
  code: at('code') as ProblemCode | null,
  message: at('message') as string | null,
  about: at('about') as string | null,
  gone: at('gone') as boolean,
})

const wordsRow = (at: At): Words => ({
  id: at('id') as string,
  title: at('title') as string,
  author: at('author') as string,
  link: at('link') as string,
  license: at('license') as string,
  tags: JSON.parse(at('tags') as string) as string[],
  year: at('year') as number | null,
  edited: JSON.parse(at('edited') as string) as string[],
})

/** The last row of each path, at the place of its first. */
function lastOfEach(rows: readonly FileRow[]): FileRow[] {
  const last = new Map<string, FileRow>()
  for (const row of rows) last.set(fileKey(row), row)
  return [...last.values()]
}

/** By what a file is known: names of sources hold no NUL. */
const fileKey = ({ source, path }: Pick<FileRow, 'source' | 'path'>): string => `${source}\0${path}`
