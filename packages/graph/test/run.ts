/** Runs graphs once, on ONNX Runtime's CPU provider. */
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node'
import { writeOnnx, type Graph, type Tensor } from '../src/index.ts'

/** The outputs of a graph by name. */
export async function runGraph(
  graph: Graph,
  feeds: Readonly<Record<string, Tensor>>,
): Promise<Record<string, Tensor>> {
  const session = await InferenceSession.create(writeOnnx(graph), { intraOpNumThreads: 1, logSeverityLevel: 3 })
  try {
    const given = Object.entries(feeds).map(([name, { type, shape, data }]) => {
      return [name, new OrtTensor(type as 'float32', data as Float32Array, shape)] as const
    })
    const results = await session.run(Object.fromEntries(given))
    return Object.fromEntries(
      Object.entries(results).map(([name, { type, dims, data }]) => [name, { type, shape: dims, data } as Tensor]),
    )
  } finally {
    await session.release()
  }
}
