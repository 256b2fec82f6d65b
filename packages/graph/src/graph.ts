/**
 * A network as plain data: what an ONNX file holds, brought to one form.
 *
 * Every graph in memory is in the form of opset 18 to 22, whatever its file said: the reader moves older
 * nodes to it (`Squeeze` and the reductions take their axes as an input, `Clip` its bounds, and so on), so
 * that no rule ever asks which opset it looks at (docs/decisions/001).
 *
 * Invariants, which `check` verifies: nodes are in topological order; each value has one producer (an input, an
 * initialiser or a node); an absent optional input is the empty name.
 */
import type { DataType, Tensor } from './tensor.ts'

/** A dimension: a size, a symbol that stands for one, or unknown. */
export type Dimension = number | string | undefined

/** Whether every dimension is a number. */
export function isStatic(shape: readonly Dimension[] | undefined): shape is readonly number[] {
  return shape !== undefined && shape.every((dimension) => typeof dimension === 'number')
}

/** What is known of a value before the graph runs. An unknown rank is an undefined shape. */
export interface ValueType {
  readonly type: DataType | undefined
  readonly shape: readonly Dimension[] | undefined
}

/** A graph input or output. */
export interface ValueInfo extends ValueType {
  readonly name: string
}

/** A node's attribute, tagged since ONNX tells 1 from 1.0. */
export type Attribute =
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'tensor'; readonly value: Tensor }
  | { readonly kind: 'ints'; readonly value: readonly number[] }
  | { readonly kind: 'floats'; readonly value: readonly number[] }
  | { readonly kind: 'strings'; readonly value: readonly string[] }

/** A node's attributes by name. */
export type Attributes = Readonly<Record<string, Attribute>>

/** One operation. `domain` is '' for ONNX's own ops. */
export interface Node {
  readonly op: string
  readonly name: string
  readonly domain: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes: Attributes
}

/** A network. `metadata` is the file's own key-value list. */
export interface Graph {
  readonly name: string
  /** 18 to 22. */
  readonly opset: number
  readonly inputs: readonly ValueInfo[]
  readonly outputs: readonly ValueInfo[]
  readonly nodes: readonly Node[]
  readonly initializers: ReadonlyMap<string, Tensor>
  readonly metadata: Readonly<Record<string, string>>
}

/** The opset of graphs made here, and the oldest form a graph in memory has. */
export const OPSET = 18

/** An integer attribute. */
export const int = (value: number): Attribute => ({ kind: 'int', value })
/** Rounded to float32, which is what a file holds. */
export const float = (value: number): Attribute => ({ kind: 'float', value: Math.fround(value) })
/** A text attribute. */
export const string = (value: string): Attribute => ({ kind: 'string', value })
/** An attribute of several integers. */
export const ints = (value: readonly number[]): Attribute => ({ kind: 'ints', value })
/** An attribute of several numbers. */
export const floats = (value: readonly number[]): Attribute => ({ kind: 'floats', value })

type ValueOf<K extends Attribute['kind']> = { [A in Attribute as A['kind']]: A['value'] }[K]

function read<K extends Attribute['kind']>(node: Node, kind: K, name: string): ValueOf<K> | undefined {
  const attribute = node.attributes[name]
  if (attribute === undefined) return undefined
  if (attribute.kind !== kind) {
    throw new GraphError(
      `Attribute "${name}" of ${describe(node)} should be of kind ${kind}, found ${attribute.kind}.`,
    )
  }
  return attribute.value as ValueOf<K>
}

/** A node's integer attribute, or the default that ONNX gives it. @throws GraphError when it is of another kind. */
export const intOf = (node: Node, name: string, fallback: number): number => read(node, 'int', name) ?? fallback
/** A node's number attribute, or its default. @throws GraphError when it is of another kind. */
export const floatOf = (node: Node, name: string, fallback: number): number => read(node, 'float', name) ?? fallback
/** A node's text attribute, or its default. @throws GraphError when it is of another kind. */
export const stringOf = (node: Node, name: string, fallback: string): string =>
  read(node, 'string', name) ?? fallback
/** A node's list of integers; undefined when absent. @throws GraphError when it is of another kind. */
export const intsOf = (node: Node, name: string): readonly number[] | undefined => read(node, 'ints', name)
/** A node's list of numbers; undefined when absent. @throws GraphError when it is of another kind. */
export const floatsOf = (node: Node, name: string): readonly number[] | undefined => read(node, 'floats', name)
/** A node's tensor attribute; undefined when absent. @throws GraphError when it is of another kind. */
export const tensorOf = (node: Node, name: string): Tensor | undefined => read(node, 'tensor', name)

/** "Conv "conv2d_1"": how messages name a node. */
export function describe(node: Node): string {
  const name = node.name || node.outputs[0]
  return name ? `${node.op} "${name}"` : node.op
}

/** A graph, a file or a request that cannot be worked with; the message says what was expected and what to do. */
export class GraphError extends Error {
  override name = 'GraphError'
}
