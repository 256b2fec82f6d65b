/**
 * Constant folding: what depends on constants alone is computed once, here, instead of in every run.
 *
 * Whether an op can be computed here is its own rule's matter (`evaluate`); shape arithmetic, casts, arithmetic on
 * weights and the dequantisation of 8-bit weights are. Nodes of random numbers have no such rule.
 */
import type { Graph, Node } from './graph.ts'
import { inferNode, opOf, type Knowledge } from './infer.ts'
import { prune } from './cut.ts'
import type { Tensor } from './tensor.ts'

/** Folded constants stay below this many elements, beyond what shapes need: the weights of any usual layer. */
const LARGEST = 2 ** 26

/**
 * The graph with all that is constant computed. Inputs and outputs stay as they are; initialisers that nothing reads
 * any more go.
 * @throws GraphError when a node's inputs do not fit.
 */
export function foldConstants(graph: Graph): Graph {
  const known: Knowledge = { types: new Map(), values: new Map(graph.initializers) }
  for (const { name, type, shape } of graph.inputs) known.types.set(name, { type, shape })
  for (const [name, { type, shape }] of graph.initializers) known.types.set(name, { type, shape })
  const folded = new Map<string, Tensor>()
  const nodes = graph.nodes.filter((node) => {
    inferNode(node, known, isWeightOnly(node, graph, folded) ? LARGEST : undefined)
    const values = node.outputs.filter((name) => name !== '').map((name) => [name, known.values.get(name)] as const)
    if (values.length === 0 || values.some(([, value]) => value === undefined)) return true
    for (const [name, value] of values) folded.set(name, value!)
    return false
  })
  const whole = { ...graph, nodes, initializers: new Map([...graph.initializers, ...folded]) }
  const kept = { keepInputs: graph.inputs.map(({ name }) => name) }
  return { ...prune(whole, graph.outputs.map(({ name }) => name), kept), outputs: graph.outputs }
}

/** Whether all that a node takes is constant, so that folding it replaces weights rather than adding large ones. */
function isWeightOnly(node: Node, graph: Graph, folded: ReadonlyMap<string, Tensor>): boolean {
  if (opOf(node).evaluate === undefined) return false
  return node.inputs.every((name) => name === '' || graph.initializers.has(name) || folded.has(name))
}
