/**
 * Exchanges an average pool and the 1×1 convolution that follows it.
 *
 * Both are linear, the one over positions and the other over channels, so they commute; and as an average of a
 * constant is that constant, the bias may go along. Inception's blocks pool 192 to 768 channels only to project them
 * to 32 to 192: projecting first makes the pool, and its gradient, four to six times smaller.
 */
import { intOf, intsOf, type Graph, type Node } from './graph.ts'
import { inferShapes } from './infer.ts'

/**
 * The same function with average pools moved behind 1×1 convolutions that have fewer outputs than inputs.
 * @param read values that must keep their meaning under their name
 */
export function projectBeforePooling(graph: Graph, read: ReadonlySet<string>): Graph {
  const readers = new Map<string, Node[]>()
  for (const node of graph.nodes) {
    for (const name of node.inputs) readers.set(name, [...(readers.get(name) ?? []), node])
  }
  const { values } = inferShapes(graph)
  const exchanged = new Map<Node, Node>()
  for (const pool of graph.nodes) {
    const pooled = pool.outputs[0]!
    const [conv, ...others] = readers.get(pooled) ?? []
    if (pool.op !== 'AveragePool' || conv?.op !== 'Conv' || others.length > 0 || read.has(pooled)) continue
    if (!averagesConstantsToThemselves(pool) || !isProjection(conv, values.get(conv.inputs[1]!)?.shape)) continue
    exchanged.set(pool, { ...conv, inputs: [pool.inputs[0]!, ...conv.inputs.slice(1)], outputs: [pooled] })
    exchanged.set(conv, { ...pool, inputs: [pooled], outputs: conv.outputs })
  }
  return exchanged.size === 0 ? graph : { ...graph, nodes: graph.nodes.map((node) => exchanged.get(node) ?? node) }
}

/** Padding that counts would shrink the bias at the border. */
function averagesConstantsToThemselves(pool: Node): boolean {
  return intOf(pool, 'count_include_pad', 0) === 0 || !(intsOf(pool, 'pads') ?? []).some((pad) => pad > 0)
}

function isProjection(conv: Node, shape: readonly number[] | undefined): boolean {
  if (shape === undefined || intOf(conv, 'group', 1) !== 1) return false
  const [outputs, inputs, ...kernel] = shape
  const plain = [...(intsOf(conv, 'strides') ?? [])].every((stride) => stride === 1)
  const bare = [...(intsOf(conv, 'pads') ?? [])].every((pad) => pad === 0)
  return plain && bare && kernel.every((size) => size === 1) && outputs! < inputs!
}
