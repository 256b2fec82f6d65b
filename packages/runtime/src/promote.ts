/** Initialisers that become inputs, so that a run can bring its own weights. */
import type { Graph, ValueInfo } from '@reverie/graph'
import { RuntimeError } from './runtime.ts'

/**
 * The graph with some of its initialisers as inputs, after its own inputs and in the order given.
 * @throws RuntimeError when a name is not an initialiser of the graph.
 */
export function promote(graph: Graph, names: readonly string[]): Graph {
  if (names.length === 0) return graph
  const inputs = names.map((name): ValueInfo => {
    const value = graph.initializers.get(name)
    if (value === undefined) {
      const has = [...graph.initializers.keys()].join(', ') || 'none'
      throw new RuntimeError(
        `"${name}" cannot be promoted: it is not an initialiser of graph "${graph.name}". It has: ${has}.`,
      )
    }
    return { name, type: value.type, shape: value.shape }
  })
  const promoted = new Set(names)
  return {
    ...graph,
    inputs: [...graph.inputs.filter(({ name }) => !promoted.has(name)), ...inputs],
    initializers: new Map([...graph.initializers].filter(([name]) => !promoted.has(name))),
  }
}
