/**
 * Shape inference: one pass in topological order that keeps, for each value, its type, as much of its shape as can
 * be known, and its content where that is a constant. Following small constants through is what makes
 * Shape → Gather → Concat → Reshape chains static once the input size is fixed.
 */
import type { Graph, Node, ValueType, Dimension } from './graph.ts'
import { describe, GraphError, isStatic } from './graph.ts'
import type { InferContext, Op } from './op.ts'
import * as registry from './ops/index.ts'
import { sizeOf, type Tensor } from './tensor.ts'

/** What is known of the values of a graph. */
export interface Inference {
  readonly types: ReadonlyMap<string, ValueType>
  readonly values: ReadonlyMap<string, Tensor>
}

/** The same, while it grows. */
export interface Knowledge {
  readonly types: Map<string, ValueType>
  readonly values: Map<string, Tensor>
}

/** Constants above this many elements are not followed: shape arithmetic is small, weights are not its business. */
export const LARGEST_FOLLOWED = 65_536

/**
 * The rules of an op.
 * @throws GraphError that names the op and what there is, when the op is unknown.
 */
export function opOf(node: Node): Op {
  const op = (registry as Record<string, Op>)[node.op]
  if (op === undefined || node.domain !== '') {
    const full = node.domain === '' ? node.op : `${node.domain}.${node.op}`
    throw new GraphError(
      `Op "${full}" (node "${node.name || node.outputs[0]}") is not supported. Supported are: ` +
        `${Object.keys(registry).join(', ')}.`,
    )
  }
  return op
}

/** Whether the registry has an op of ONNX's own domain. */
export function isSupported(op: string): boolean {
  return Object.hasOwn(registry, op)
}

/** The context in which a node's rules run, over what is known so far. */
export function contextOf(node: Node, known: Inference): InferContext {
  const fail = (message: string): never => {
    throw new GraphError(`${describe(node)}: ${message}`)
  }
  const optional = (index: number): ValueType | undefined => {
    const name = node.inputs[index]
    if (!name) return undefined
    return known.types.get(name) ?? fail(`input "${name}" is made by no node before it.`)
  }
  return {
    node,
    fail,
    optional,
    input: (index) => optional(index) ?? fail(`input ${index} is required and absent.`),
    value: (index) => known.values.get(node.inputs[index] ?? ''),
  }
}

/** Adds what is known of a node's outputs. `limit` bounds the elements of constants that are followed. */
export function inferNode(node: Node, known: Knowledge, limit: number = LARGEST_FOLLOWED): void {
  const op = opOf(node)
  const context = contextOf(node, known)
  const types = op.infer(context)
  node.outputs.forEach((name, index) => {
    if (name) known.types.set(name, types[index] ?? { type: undefined, shape: undefined })
  })
  if (op.evaluate === undefined || types.some((type) => staticSize(type) > limit)) return
  const values = op.evaluate(context)
  values?.forEach((value, index) => {
    const name = node.outputs[index]
    if (!name) return
    known.values.set(name, value)
    known.types.set(name, { type: value.type, shape: value.shape })
  })
}

function staticSize(type: ValueType): number {
  return isStatic(type.shape) ? sizeOf(type.shape) : 0
}

/**
 * Types, shapes and constants of every value of a graph.
 *
 * @param options.shapes shapes of inputs to use instead of the graph's own.
 * @param options.variables initialisers whose content does not count as known, since it will change (weights in training).
 * @param options.values contents of inputs that are known (a `Reshape`'s shape that is an input, for example).
 * @throws GraphError naming the node whose inputs do not fit.
 */
export function inferShapes(
  graph: Graph,
  options: {
    readonly shapes?: Readonly<Record<string, readonly Dimension[]>>
    readonly values?: Readonly<Record<string, Tensor>>
    readonly variables?: ReadonlySet<string>
  } = {},
): Inference {
  const known: Knowledge = { types: new Map(), values: new Map(Object.entries(options.values ?? {})) }
  for (const { name, type, shape } of graph.inputs) {
    known.types.set(name, { type, shape: options.shapes?.[name] ?? options.values?.[name]?.shape ?? shape })
  }
  for (const [name, value] of graph.initializers) {
    known.types.set(name, { type: value.type, shape: value.shape })
    if (options.variables?.has(name) !== true) known.values.set(name, value)
  }
  for (const node of graph.nodes) inferNode(node, known)
  return known
}
