/**
 * Constant folding: what depends on constants alone is computed once, here, instead of in every run.
 *
 * Whether an op can be computed here is its own rule's matter (`evaluate`); shape arithmetic, casts, arithmetic on
 * weights and the dequantisation of 8-bit weights are. Nodes of random numbers have no such rule.
 */
import type { Graph, Node } from './graph.ts'
import { inferNode, LARGEST_FOLLOWED, type Knowledge } from './infer.ts'
import { prune } from './cut.ts'
import type { Tensor } from './tensor.ts'

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
    inferNode(node, known, largestResult(node, known))
    const values = node.outputs.filter((name) => name !== '').map((name) => [name, known.values.get(name)] as const)
    if (values.length === 0 || values.some(([, value]) => value === undefined)) return true
    for (const [name, value] of values) folded.set(name, value!)
    return false
  })
  const whole = { ...graph, nodes, initializers: new Map([...graph.initializers, ...folded]) }
  const kept = { keepInputs: graph.inputs.map(({ name }) => name) }
  return {
    ...prune(
      whole,
      graph.outputs.map(({ name }) => name),
      kept,
    ),
    outputs: graph.outputs,
  }
}

/**
 * How many elements a node's result may have to be computed here: as many as its constant inputs have, so that weights
 * are replaced by weights and nothing small is expanded into something large; at least what shapes need.
 */
function largestResult(node: Node, known: Knowledge): number {
  const sizes = node.inputs.map((name) => known.values.get(name)?.data.length ?? 0)
  return Math.max(LARGEST_FOLLOWED, ...sizes)
}
