/** Cuts: the part of a graph that some of its values need. */
import { inferShapes } from './infer.ts'
import { GraphError, type Graph, type Node, type ValueInfo } from './graph.ts'

/**
 * The part of a graph that computes the named values, which become its outputs. Nodes, initialisers and inputs that
 * nothing needs are left out; inputs in `keepInputs` stay.
 * @throws GraphError when a name is not in the graph.
 */
export function prune(
  graph: Graph,
  outputs: readonly string[],
  options: { readonly keepInputs?: readonly string[] } = {},
): Graph {
  const kept = new Set<string>([...outputs, ...(options.keepInputs ?? [])])
  const nodes: Node[] = []
  for (const node of graph.nodes.toReversed()) {
    if (!node.outputs.some((name) => kept.has(name))) continue
    nodes.push(node)
    for (const name of node.inputs) kept.add(name)
  }
  nodes.reverse()
  const { types } = inferShapes(graph)
  return {
    ...graph,
    nodes,
    inputs: graph.inputs.filter(({ name }) => kept.has(name)),
    initializers: new Map([...graph.initializers].filter(([name]) => kept.has(name))),
    outputs: outputs.map((name): ValueInfo => {
      const type = types.get(name)
      if (type === undefined) throw new GraphError(`There is no value "${name}" in graph "${graph.name}".`)
      return { name, ...type }
    }),
  }
}
