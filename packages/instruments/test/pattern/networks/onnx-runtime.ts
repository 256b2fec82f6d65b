/** ONNX Runtime's word on what a graph computes at points. */
import { numbersOf, type Graph } from '@reverie/graph'
import { createRuntime } from '@reverie/runtime/node'

const runtime = createRuntime({ threads: 1 })

/** Outputs at points: one list for each. `split` deals the columns to the graph's inputs. */
export async function run(graph: Graph, given: readonly (readonly number[])[]): Promise<number[][]> {
  const program = await (await runtime).compile(graph)
  let start = 0
  const inputs = Object.fromEntries(
    graph.inputs.map(({ name, shape }) => {
      const columns = shape!.at(-1) as number
      const data = Float32Array.from(given.flatMap((point) => point.slice(start, start + columns)))
      start += columns
      return [name, { type: 'float32', shape: [given.length, columns], data } as const]
    }),
  )
  const results = await program.run(inputs)
  const values = await Promise.all(graph.outputs.map(async ({ name }) => numbersOf(await results[name]!.read())))
  await program.release()
  return given.map((_, point) =>
    values.flatMap((list) =>
      list.slice((point * list.length) / given.length, ((point + 1) * list.length) / given.length),
    ),
  )
}
