/**
 * The same network in TensorFlow.js: an interpreter of folded vision graphs (convolutions, activations, pools,
 * concatenations), so that both sides run the same weights on the same picture.
 */
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import * as tf from '@tensorflow/tfjs-core'
// Registers the gradients, which tfjs-core's entry for Node leaves out.
import '@tensorflow/tfjs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { intsOf, stringOf, type Graph, type Node } from '@reverie/graph'

/** Starts the WebAssembly backend, which finds its binaries in its own package. */
export async function startTensorFlow(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm')
  setWasmPaths(`${dirname(entry)}/`)
  await tf.setBackend('wasm')
  await tf.ready()
  return `TensorFlow.js ${tf.version_core}, ${tf.getBackend()}`
}

export type Step = (picture: tf.Tensor4D) => tf.Tensor

/**
 * A function that computes ½ Σ‖layer‖², the objective whose gradient at each layer is the layer itself, as one
 * scalar. Pictures are [1, H, W, 3].
 */
export function objective(graph: Graph, layers: readonly string[]): Step {
  const weights = new Map(
    [...graph.initializers].map(([name, { shape, data }]) => {
      const values = tf.tensor(data as Float32Array, [...shape])
      // ONNX keeps kernels as [M, C, h, w], TensorFlow as [h, w, C, M].
      return [name, tf.keep(shape.length === 4 ? tf.transpose(values, [2, 3, 1, 0]) : values)] as const
    }),
  )
  return (picture) => {
    const values = new Map<string, tf.Tensor>([[graph.inputs[0]!.name, picture]])
    for (const node of graph.nodes) values.set(node.outputs[0]!, apply(node, values, weights))
    return tf.addN(layers.map((name) => tf.mul(0.5, tf.sum(tf.square(values.get(name)!)))))
  }
}

function apply(node: Node, values: Map<string, tf.Tensor>, weights: Map<string, tf.Tensor>): tf.Tensor {
  const input = (index: number): tf.Tensor4D => {
    const name = node.inputs[index]!
    return (values.get(name) ?? weights.get(name)) as tf.Tensor4D
  }
  const strides = (intsOf(node, 'strides') ?? [1, 1]) as [number, number]
  const kernel = (intsOf(node, 'kernel_shape') ?? [1, 1]) as [number, number]
  switch (node.op) {
    case 'Conv': {
      const sum = tf.conv2d(input(0), input(1), strides, padding(node))
      return node.inputs[2] ? tf.add(sum, weights.get(node.inputs[2])!) : sum
    }
    case 'Relu':
      return tf.relu(input(0))
    case 'MaxPool':
      return tf.maxPool(input(0), kernel, strides, padding(node))
    case 'AveragePool':
      return tf.avgPool(input(0), kernel, strides, padding(node))
    case 'Concat':
      return tf.concat(
        node.inputs.map((_, index) => input(index)),
        3,
      )
    default:
      throw new Error(`The comparison with TensorFlow.js has no "${node.op}". Add it to bench/src/tensorflow.ts.`)
  }
}

/** TensorFlow's padding names: what is not VALID in these networks is SAME. */
function padding(node: Node): 'same' | 'valid' {
  if (stringOf(node, 'auto_pad', 'NOTSET').startsWith('SAME')) return 'same'
  return (intsOf(node, 'pads') ?? []).some((pad) => pad > 0) ? 'same' : 'valid'
}
