/** Linear algebra on columns: products with matrices, sums of columns, scales and shifts. */
import { depthOf, isPlain, plain, unitOf, type Base, type Column, type Scaled, type Sum } from './columns.ts'

/** Told of every row of weights before it is made; refuses a network that would need too many. */
export type Take = (weights: number) => void

/** factor · column + shift. */
export function affine(column: Column, factor: number, shift: number, biased = true): Column {
  if (column.kind === 'scaled') {
    return { ...column, scale: column.scale * factor, shift: column.shift * factor + shift }
  }
  const row = factor === 1 ? column.row : column.row.map((weight) => weight * factor)
  return { ...column, row, bias: column.bias * factor + shift, biased: column.biased || biased }
}

/**
 * The sums of a matrix product: unit u is Σ weight(u, i) · column i. Columns that are sums themselves get a unit each that
 * passes them on, since a pattern's layers are not multiplied out.
 */
export function product(
  columns: readonly Column[],
  units: number,
  weight: (unit: number, input: number) => number,
  maker: string,
  take: Take,
): Sum[] {
  take(units * columns.length)
  const scaled = columns.map((column) => closed(column, maker))
  const read = scaled.map(({ base }) => base)
  const shifted = scaled.some(({ shift }) => shift !== 0)
  return Array.from({ length: units }, (_, unit): Sum => {
    const row = new Float64Array(read.length)
    let bias = 0
    scaled.forEach(({ scale, shift }, input) => {
      const factor = weight(unit, input)
      row[input] = factor * scale
      if (shifted) bias += factor * shift
    })
    return { kind: 'sum', read, row, bias, biased: shifted }
  })
}

/** A column as something that sums can read. */
function closed(column: Column, maker: string): Scaled {
  return column.kind === 'scaled' ? column : plain(unitOf(column, 'identity', maker))
}

/** Columns as sums: a base becomes the sum that reads it alone, out of all bases that stand beside it. */
export function asSums(columns: readonly Column[], take: Take): Sum[] {
  const read = columns.flatMap((column) => (column.kind === 'scaled' ? [column.base] : []))
  take(read.length ** 2)
  let at = 0
  return columns.map((column): Sum => {
    if (column.kind === 'sum') return column
    const row = new Float64Array(read.length)
    row[at++] = column.scale
    return { kind: 'sum', read, row, bias: column.shift, biased: column.shift !== 0 }
  })
}

/**
 * left + factor · right, column by column. A unit and what lies before it give a residual; else both become sums that read
 * what either reads.
 */
export function added(left: readonly Column[], right: readonly Column[], factor: 1 | -1, take: Take): Column[] {
  if (factor === 1 && left.every(isPlain) && right.every(isPlain)) {
    const residuals = left.map((column, index) => residualOf(column.base, right[index]!))
    if (residuals.every((residual) => residual !== undefined)) return residuals.map(plain)
  }
  const summands = [asSums(left, take), asSums(right, take)] as const
  const reads = new Set(summands.flatMap((sums) => sums.map(({ read }) => read)))
  const [first] = reads
  const read = reads.size === 1 ? first! : [...new Set([...reads].flat())]
  take(read.length * left.length)
  const places = new Map(read.map((base, index) => [base, index]))
  const rowOf = (sum: Sum): Float64Array => {
    if (sum.read === read) return sum.row
    const row = new Float64Array(read.length)
    sum.read.forEach((base, index) => (row[places.get(base)!]! += sum.row[index]!))
    return row
  }
  return summands[0].map((sum, index): Sum => {
    const other = summands[1][index]!
    const row = rowOf(other)
    return {
      kind: 'sum',
      read,
      row: rowOf(sum).map((weight, at) => weight + factor * row[at]!),
      bias: sum.bias + factor * other.bias,
      biased: sum.biased || other.biased,
    }
  })
}

function residualOf(base: Base, other: Column): Base | undefined {
  if (other.kind !== 'scaled') return undefined
  const [later, earlier] = depthOf(base) > depthOf(other.base) ? [base, other.base] : [other.base, base]
  if (later.kind !== 'unit' || later.depth <= depthOf(earlier)) return undefined
  return { kind: 'residual', unit: later, plus: earlier, depth: later.depth }
}
