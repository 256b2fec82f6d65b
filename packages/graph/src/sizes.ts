/** Fixing and freeing the sizes of a graph's inputs. */
import { foldConstants } from './fold.ts'
import { GraphError, type Dimension, type Graph } from './graph.ts'
import { inferShapes } from './infer.ts'

/**
 * The graph with other input shapes. Sizes of outputs are inferred anew, and arithmetic on shapes that is constant now
 * is folded, so that a graph whose inputs are all fixed has static shapes throughout.
 *
 * @param shapes by input name: numbers fix a size, names and undefined free it
 * @throws GraphError for an unknown input or a rank that differs, and when a node does not fit the new sizes.
 */
export function withInputShape(graph: Graph, shapes: Readonly<Record<string, readonly Dimension[]>>): Graph {
  for (const [name, shape] of Object.entries(shapes)) {
    const input = graph.inputs.find((info) => info.name === name)
    if (input === undefined) {
      const names = graph.inputs.map((info) => info.name).join(', ')
      throw new GraphError(`There is no input "${name}" in graph "${graph.name}". It has: ${names}.`)
    }
    if (input.shape !== undefined && input.shape.length !== shape.length) {
      throw new GraphError(
        `Input "${name}" has ${input.shape.length} dimensions, found ${shape.length} sizes for it.`,
      )
    }
  }
  const inputs = graph.inputs.map((info) => ({ ...info, shape: shapes[info.name] ?? info.shape }))
  const folded = foldConstants({ ...graph, inputs })
  const { types } = inferShapes(folded)
  return { ...folded, outputs: folded.outputs.map(({ name }) => ({ name, ...types.get(name)! })) }
}
