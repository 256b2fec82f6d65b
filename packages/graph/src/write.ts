/** Graphs into ONNX files. */
import type { Graph } from './graph.ts'
import { attributeTo } from './onnx/attributes.ts'
import { modelMessage } from './onnx/messages.ts'
import { tensorTo, valueTo } from './onnx/tensors.ts'
import { encode } from './onnx/wire.ts'

/** The file format's own version that came with an opset (https://onnx.ai/onnx/repo-docs/Versioning.html). */
const formatVersion = (opset: number): bigint => (opset >= 21 ? 10n : opset >= 19 ? 9n : 8n)

/**
 * The ONNX file of a graph: everything in one file, weights as raw bytes. The same graph gives the same bytes, and
 * reading them gives the same graph (absent inputs at the end of a node's list are left out).
 */
export function writeOnnx(graph: Graph): Uint8Array<ArrayBuffer> {
  return encode(modelMessage, {
    irVersion: formatVersion(graph.opset),
    producerName: 'reverie',
    graph: {
      name: graph.name,
      nodes: graph.nodes.map((node) => ({
        inputs: withoutAbsentTail(node.inputs),
        outputs: node.outputs,
        name: node.name || undefined,
        opType: node.op,
        domain: node.domain || undefined,
        attributes: Object.entries(node.attributes).map(([name, attribute]) => attributeTo(name, attribute)),
      })),
      initializers: [...graph.initializers].map(([name, value]) => tensorTo(value, name)),
      inputs: graph.inputs.map(valueTo),
      outputs: graph.outputs.map(valueTo),
    },
    opsets: [{ domain: '', version: BigInt(graph.opset) }],
    metadata: Object.entries(graph.metadata).map(([key, value]) => ({ key, value })),
  })
}

/**
 * A list of inputs without absent ones at its end. ONNX Runtime 1.30 ends the process over a LayerNormalization whose last
 * input is the empty name.
 */
export function withoutAbsentTail(names: readonly string[]): readonly string[] {
  return names.slice(0, names.findLastIndex((name) => name !== '') + 1)
}
