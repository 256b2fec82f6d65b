/** Cuts: the part of a graph that some of its values need. */
import { inferShapes } from './infer.ts'
import { layers } from './layers.ts'
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

/**
 * The part of a network up to some of its layers, which become its outputs, under their values' names and in the
 * order asked for.
 * @param names names of layers (layers.ts), of nodes, or of values
 * @throws GraphError that names what is unknown and lists the layers.
 */
export function cut(graph: Graph, names: readonly string[]): Graph {
  const all = layers(graph)
  const byLayer = new Map(all.map(({ name, value }) => [name, value]))
  const byNode = new Map(graph.nodes.toReversed().map((node) => [node.name, node.outputs[0]!]))
  const values = new Set([...graph.inputs.map(({ name }) => name), ...graph.nodes.flatMap((node) => node.outputs)])
  byNode.delete('')
  values.delete('')
  const found = names.map((name) => byLayer.get(name) ?? (values.has(name) ? name : byNode.get(name)))
  const unknown = names.filter((_, index) => found[index] === undefined)
  if (unknown.length > 0) {
    const list = unknown.map((name) => `"${name}"`).join(', ')
    throw new GraphError(
      `${unknown.length === 1 ? 'Layer' : 'Layers'} ${list} ${unknown.length === 1 ? 'is' : 'are'} not in graph ` +
        `"${graph.name}". It has: ${all.map(({ name }) => name).join(', ')}.`,
    )
  }
  return prune(graph, [...new Set(found as string[])])
}
