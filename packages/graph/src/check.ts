/** Whether a graph is what graph.ts says a graph is. */
import { describe, GraphError, type Graph, type Node } from './graph.ts'
import { inferNode, isSupported, type Knowledge } from './infer.ts'
import { sizeOf } from './tensor.ts'

/**
 * Checks a graph's structure, its ops, and that shapes fit as far as they can be known.
 * @throws GraphError that lists all problems, one a line.
 */
export function check(graph: Graph): void {
  const problems = structureProblems(graph)
  if (problems.length === 0) problems.push(...inferenceProblems(graph))
  if (problems.length > 0) throw new GraphError(problems.join('\n'))
}

/** What is wrong with names, order, ops and constants: one sentence each, none when all is well. */
export function structureProblems(graph: Graph): string[] {
  const problems: string[] = []
  if (!(graph.opset >= 18 && graph.opset <= 22)) {
    problems.push(`The graph's opset should be 18 to 22, found ${graph.opset}.`)
  }
  problems.push(...unsupportedOps(graph.nodes))

  const makers = new Map<string, string>()
  const made = (name: string, by: string): void => {
    const other = makers.get(name)
    if (other !== undefined) problems.push(`Value "${name}" is made twice: by ${other} and by ${by}.`)
    else makers.set(name, by)
  }
  for (const { name } of graph.inputs) made(name, 'an input')
  for (const [name, { shape, data }] of graph.initializers) {
    made(name, 'an initialiser')
    if (data.length !== sizeOf(shape)) {
      problems.push(
        `Initialiser "${name}" of shape [${shape.join(', ')}] needs ${sizeOf(shape)} elements, found ${data.length}.`,
      )
    }
  }
  const later = new Set(graph.nodes.flatMap((node) => node.outputs))
  for (const node of graph.nodes) {
    for (const name of new Set(node.inputs)) {
      if (name === '' || makers.has(name)) continue
      problems.push(
        later.has(name)
          ? `${describe(node)} takes "${name}" before it is made: nodes must stand in the order in which they run.`
          : `${describe(node)} takes "${name}", which nothing makes.`,
      )
    }
    for (const name of node.outputs) if (name !== '') made(name, describe(node))
  }
  for (const { name } of graph.outputs) {
    if (!makers.has(name)) problems.push(`Nothing makes the graph's output "${name}".`)
  }
  if (graph.outputs.length === 0) problems.push('The graph has no output.')
  return problems
}

/** One sentence that names every op that is not known, with how many nodes use it. */
export function unsupportedOps(nodes: readonly Node[]): string[] {
  const counts = new Map<string, number>()
  for (const { domain, op } of nodes) {
    if (domain === '' && isSupported(op)) continue
    const name = domain === '' ? op : `${domain}.${op}`
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  if (counts.size === 0) return []
  const list = [...counts].map(([name, count]) => `${name} (${count} ${count === 1 ? 'node' : 'nodes'})`)
  return [`${counts.size === 1 ? 'An op is' : 'Some ops are'} not supported: ${list.join(', ')}.`]
}

function inferenceProblems(graph: Graph): string[] {
  const problems: string[] = []
  const known: Knowledge = { types: new Map(), values: new Map(graph.initializers) }
  for (const { name, type, shape } of graph.inputs) known.types.set(name, { type, shape })
  for (const [name, { type, shape }] of graph.initializers) known.types.set(name, { type, shape })
  for (const node of graph.nodes) {
    try {
      inferNode(node, known)
    } catch (error) {
      if (!(error instanceof Error)) throw error
      problems.push(error.message)
      // Unknown from here on, so that one misfit is reported once.
      for (const name of node.outputs) known.types.set(name, { type: undefined, shape: undefined })
    }
  }
  return problems
}
