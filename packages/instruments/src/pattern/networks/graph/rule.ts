/** What the rule of one ONNX op sees and gives: `rules.ts` has the rules under the ops' names. */
import { numbersOf, type DataType, type Node, type Tensor } from '@reverie/graph'
import type { Column } from './columns.ts'
import type { Take } from './linear.ts'

/** The number of points at which a graph is looked at: a size that no list of columns has, so that it stands out in shapes. */
export const POINTS = 65_537

/** A node under interpretation. */
export interface RuleContext {
  readonly node: Node
  /** Columns of an input. Refuses a constant. */
  columns(index: number): readonly Column[]
  /** Content of an input where it is constant. */
  constant(index: number): Tensor | undefined
  /** Static shape of an input. */
  shape(index: number): readonly number[]
  /** Static shape of an output. */
  outputShape(index: number): readonly number[]
  /** Element type of the first output. */
  readonly outputType: DataType | undefined
  /** Counts weights, before they are made. */
  readonly take: Take
  /** Refuses the node: `Gemm "name": <message>`. */
  fail(message: string): never
}

/** Columns of the outputs. */
export type Rule = (context: RuleContext) => readonly (readonly Column[])[]

/** Which axis of a value counts points, and which its columns; no axis where there is one column. */
export interface Layout {
  readonly points: number
  readonly columns: number | undefined
  readonly count: number
}

/** The layout of a shape; undefined where it is no list of columns at each point. */
export function layoutOf(shape: readonly number[]): Layout | undefined {
  const points = shape.indexOf(POINTS)
  if (points < 0) return undefined
  const others = shape.flatMap((size, axis) => (size === 1 || axis === points ? [] : [axis]))
  if (others.length > 1) return undefined
  const [columns] = others
  return { points, columns, count: columns === undefined ? 1 : shape[columns]! }
}

/** The layout of a node's input. */
export function inputLayout(context: RuleContext, index: number): Layout {
  return layoutOf(context.shape(index)) ?? misfit(context, context.shape(index))
}

/** The layout of a node's output. */
export function outputLayout(context: RuleContext, index: number): Layout {
  return layoutOf(context.outputShape(index)) ?? misfit(context, context.outputShape(index))
}

function misfit({ fail }: RuleContext, shape: readonly number[]): never {
  const sizes = shape.map((size) => (size === POINTS ? 'points' : size === 2 * POINTS ? '2 × points' : size))
  return fail(
    `mixes points: a pattern computes a list of numbers at each point by itself, found a value of shape [${sizes.join(', ')}].`,
  )
}

/** A constant as one number for each column, where it broadcasts so. */
export function perColumn(context: RuleContext, index: number, output = outputLayout(context, 0)): number[] {
  const value = context.constant(index)!
  const rank = context.outputShape(0).length
  const values = numbersOf(value)
  const wide = value.shape.flatMap((size, axis) => (size === 1 ? [] : [axis + rank - value.shape.length]))
  if (wide.length > 1 || (wide[0] !== undefined && wide[0] !== output.columns)) {
    context.fail(`its constant of shape [${value.shape.join(', ')}] is not one number for each column.`)
  }
  return Array.from({ length: output.count }, (_, column) => values[values.length === 1 ? 0 : column]!)
}

/** An input's columns, repeated where there is one and the output has more. */
export function broadcast(context: RuleContext, index: number): readonly Column[] {
  const columns = context.columns(index)
  const { count } = outputLayout(context, 0)
  return columns.length === count ? columns : Array.from({ length: count }, () => columns[0]!)
}
