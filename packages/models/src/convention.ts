/**
 * How a network wants its pictures, where no card says so. The first of these that applies:
 *
 * 1. What the file says by ONNX's own metadata keys: `Image.BitmapPixelFormat` (order of the channels) and
 *    `Image.NominalPixelRange` (onnx/docs/MetadataProps.md).
 * 2. A network that begins by subtracting, scaling or normalising its input by constants does the rest itself. It wants
 *    0..255 when those constants are in such units (a number above 2 that is subtracted, a factor below 1/50), else 0..1.
 * 3. Caffe's networks, known by an input called `data`, want 0..255, blue first, less the ImageNet mean of each channel.
 * 4. TensorFlow's and Keras' networks, known by channels last, an input called `input_1` and the like, or because they were
 *    converted here, want −1..1.
 * 5. All others are taken for PyTorch's: 0..1, less the ImageNet mean, divided by its standard deviation.
 *
 * A guess can be wrong; then dreams come out pale or garish, and a card beside the file puts it right.
 */
import { numbersOf, type Graph, type Node } from '@reverie/graph'
import type { InputConvention } from './card.ts'
import { TFJS_SOURCE } from './convert/tfjs/convert.ts'

type Convention = Omit<InputConvention, 'name' | 'layout'>

const PYTORCH: Convention = {
  range: [0, 1],
  order: 'rgb',
  mean: [0.485, 0.456, 0.406],
  std: [0.229, 0.224, 0.225],
}
const CAFFE: Convention = { range: [0, 255], order: 'bgr', mean: [104, 117, 123] }

const NOMINAL_RANGES: Readonly<Record<string, [number, number]>> = {
  NominalRange_0_255: [0, 255],
  Normalized_0_1: [0, 1],
  Normalized_1_1: [-1, 1],
  NominalRange_16_235: [16, 235],
}

/** The convention by the rules above. @param input the picture input's name */
export function conventionOf(graph: Graph, input: string): InputConvention {
  return { name: input, layout: 'NCHW', ...guess(graph, input) }
}

function guess(graph: Graph, input: string): Convention {
  const nominal = NOMINAL_RANGES[graph.metadata['Image.NominalPixelRange'] ?? '']
  const order = graph.metadata['Image.BitmapPixelFormat']?.startsWith('Bgr') === true ? 'bgr' : 'rgb'
  if (nominal !== undefined) return { range: nominal, order }
  const own = ownScaling(graph, input)
  if (own !== undefined) return { range: own, order }
  if (/^data(_\d+)?$/.test(input)) return CAFFE
  const shape = graph.inputs.find((each) => each.name === input)?.shape
  const keras =
    graph.metadata['source'] === TFJS_SOURCE || /^(input|keras_tensor|input_layer)_\d+(:0)?$/.test(input)
  if (shape?.[3] === 3 || keras) return { range: [-1, 1], order }
  return PYTORCH
}

/** The range that a network's own first arithmetic is made for; undefined when it begins with something else. */
function ownScaling(graph: Graph, input: string): [number, number] | undefined {
  let value = input
  let found = false
  for (;;) {
    const readers = graph.nodes.filter((node) => node.inputs.includes(value))
    const [node] = readers
    if (node === undefined || readers.length > 1) break
    if (node.op === 'Transpose' || node.op === 'Identity' || node.op === 'Cast') {
      value = node.outputs[0]!
      continue
    }
    const constants = constantsOf(graph, node, value)
    if (constants === undefined) break
    found = true
    if (isByteScale(node.op, constants)) return [0, 255]
    value = node.outputs[0]!
  }
  return found ? [0, 1] : undefined
}

function constantsOf(graph: Graph, node: Node, value: string): number[] | undefined {
  const others = node.inputs.filter((name) => name !== value && name !== '')
  if (node.op === 'BatchNormalization') {
    const mean = graph.initializers.get(node.inputs[3]!)
    return mean === undefined ? undefined : numbersOf(mean)
  }
  if (!['Sub', 'Add', 'Mul', 'Div'].includes(node.op)) return undefined
  const constants = others.map((name) => graph.initializers.get(name))
  return constants.some((each) => each === undefined) ? undefined : constants.flatMap((each) => numbersOf(each!))
}

function isByteScale(op: string, constants: readonly number[]): boolean {
  const sizes = constants.map(Math.abs)
  if (op === 'Mul') return sizes.every((size) => size < 1 / 50)
  return op === 'Div' ? sizes.every((size) => size > 50) : sizes.some((size) => size > 2)
}
