/**
 * Arrow as LanceDB sees it. LanceDB is CommonJS and takes tables of the copy of apache-arrow that `require` gives; nested
 * columns of tables of the other copy, that of `import`, it rebuilds without their children.
 */
import { createRequire } from 'node:module'

/** apache-arrow, the CommonJS one. */
export const arrow = createRequire(import.meta.url)('apache-arrow') as typeof import('apache-arrow')

type Arrow = typeof import('apache-arrow')
type Field = InstanceType<Arrow['Field']>
type Type = InstanceType<Arrow['DataType']>
/** A table in memory. */
export type ArrowTable = InstanceType<Arrow['Table']>

/** A column of a table: its field and how it is made of rows. */
export interface Column<Row> {
  readonly name: string
  readonly type: Type
  readonly nullable?: boolean
  readonly of: (row: Row) => unknown
}

/** The schema of columns. */
export function schemaOf(columns: readonly Column<never>[]): InstanceType<Arrow['Schema']> {
  return new arrow.Schema(columns.map(fieldOf))
}

const fieldOf = ({ name, type, nullable = false }: Column<never>): Field => new arrow.Field(name, type, nullable)

/** Rows as a table. Lists of a fixed length are given as typed arrays of floats and laid side by side. */
export function tableOf<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): ArrowTable {
  const vectors = columns.map((column) => [column.name, vectorOf(column, rows)] as const)
  return new arrow.Table(schemaOf(columns), Object.fromEntries(vectors) as never)
}

function vectorOf<Row>({ type, of }: Column<Row>, rows: readonly Row[]): unknown {
  if (!(type instanceof arrow.FixedSizeList)) return arrow.vectorFromArray(rows.map(of) as never, type)
  const values = new Float32Array(rows.length * type.listSize)
  rows.forEach((row, index) => values.set(of(row) as Float32Array, index * type.listSize))
  const child = arrow.makeData({ type: new arrow.Float32(), data: values })
  return arrow.makeVector(arrow.makeData({ type, length: rows.length, nullCount: 0, child } as never))
}

/** A list of so many floats. */
export const floats = (length: number): Type =>
  new arrow.FixedSizeList(length, new arrow.Field('item', new arrow.Float32(), false))
