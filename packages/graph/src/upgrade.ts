/**
 * Files of opset 7 to 17 into the form of opset 18.
 *
 * Nodes are visited in order. Each op that changed since opset 7 has an `upgrade` rule beside its other rules
 * (ops/<Op>.ts) that answers with the nodes to put in its place; ops that ONNX has withdrawn have theirs in withdrawn.ts.
 * Some rules need a rank (Softmax flattened its input before opset 13), so shapes are inferred along the way, and
 * where that fails what the file itself says of a value is taken.
 */
import { describe, GraphError, type Graph, type Node, type ValueType } from './graph.ts'
import { inferNode, opOf, type Knowledge } from './infer.ts'
import type { UpgradeContext } from './op.ts'
import type { Tensor } from './tensor.ts'
import { withdrawn } from './withdrawn.ts'

/**
 * The graph in the form of opset 18.
 * @param graph nodes as a file of an older opset has them
 * @param opset that opset, 7 to 17
 * @param hints types that the file states for inner values
 * @throws GraphError when a node uses something of an old opset that has no equivalent.
 */
export function upgrade(graph: Graph, opset: number, hints: ReadonlyMap<string, ValueType> = new Map()): Graph {
  const initializers = new Map(graph.initializers)
  const known: Knowledge = { types: new Map(), values: new Map(initializers) }
  for (const { name, type, shape } of graph.inputs) known.types.set(name, { type, shape })
  for (const [name, { type, shape }] of initializers) known.types.set(name, { type, shape })

  const taken = new Set([...known.types.keys(), ...graph.nodes.flatMap((node) => node.outputs)])
  const fresh = (hint: string): string => {
    let name = hint
    for (let count = 1; taken.has(name); count++) name = `${hint}_${count}`
    taken.add(name)
    return name
  }
  const constant = (value: Tensor): string => {
    const name = fresh('upgraded')
    initializers.set(name, value)
    known.types.set(name, { type: value.type, shape: value.shape })
    known.values.set(name, value)
    return name
  }

  const nodes: Node[] = []
  for (const node of graph.nodes) {
    const rule = withdrawn[node.op] ?? opOf(node).upgrade
    const context: UpgradeContext = {
      node,
      opset,
      constant,
      fresh,
      rank: (index) => known.types.get(node.inputs[index] ?? '')?.shape?.length,
      value: (index) => known.values.get(node.inputs[index] ?? ''),
      fail: (message) => {
        throw new GraphError(`${describe(node)}: ${message}`)
      },
    }
    for (const upgraded of rule?.(context) ?? [node]) {
      nodes.push(upgraded)
      note(upgraded, known, hints)
    }
  }
  return { ...graph, opset: 18, nodes, initializers }
}

/** Notes what is known of a node's outputs; a misfit is left for `check` to report, with the file's own types. */
function note(node: Node, known: Knowledge, hints: ReadonlyMap<string, ValueType>): void {
  try {
    inferNode(node, known)
  } catch {
    for (const name of node.outputs) known.types.delete(name)
  }
  for (const name of node.outputs) {
    if (known.types.get(name)?.shape !== undefined) continue
    known.types.set(name, hints.get(name) ?? { type: undefined, shape: undefined })
  }
}
