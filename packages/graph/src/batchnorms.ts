/**
 * Batch normalisation folded into the convolutions beside it.
 *
 * In inference it is y = a·x + b for each channel, a = scale / √(var + ε), b = B − a·mean. Behind a convolution both go
 * into its weights and bias (Jacob et al., "Quantization and Training of Neural Networks", 2018, equation 14). Before
 * one, a goes into the weights by input channel and b, summed through them, into the bias; that is exact only where
 * the convolution does not pad, since padding is 0 where b would stand, or where b is 0.
 *
 * Weights must be float32 initialisers (foldConstants dequantises); all else is left as it is. Arithmetic is in double
 * precision and rounded once.
 */
import { prune } from './cut.ts'
import { float, floatOf, intOf, intsOf, stringOf, type Graph, type Node } from './graph.ts'
import { sizeOf, type Tensor } from './tensor.ts'

/** y = factor · x + shift for each channel. */
interface Affine {
  readonly factor: Float64Array
  readonly shift: Float64Array
}

/** The same function with as many BatchNormalization nodes as possible folded into Conv, ConvTranspose and Gemm. */
export function foldBatchNorms(graph: Graph): Graph {
  const folded = [foldBehind, foldBefore].reduce((current, fold) => fold(current), graph)
  const kept = { keepInputs: graph.inputs.map(({ name }) => name) }
  return {
    ...prune(
      folded,
      graph.outputs.map(({ name }) => name),
      kept,
    ),
    outputs: graph.outputs,
  }
}

/** A graph under change: constants can be added, and each value's readers are known. */
function editorOf(graph: Graph) {
  const initializers = new Map(graph.initializers)
  const readers = new Map<string, Node[]>()
  for (const node of graph.nodes) {
    for (const name of new Set(node.inputs)) readers.set(name, [...(readers.get(name) ?? []), node])
  }
  const outputs = new Set(graph.outputs.map(({ name }) => name))
  const taken = new Set([
    ...initializers.keys(),
    ...graph.inputs.map(({ name }) => name),
    ...graph.nodes.flatMap((node) => node.outputs),
  ])
  return {
    initializers,
    /** The nodes that read a value; undefined when it also leaves the graph. */
    readersOf: (name: string): readonly Node[] | undefined =>
      outputs.has(name) ? undefined : (readers.get(name) ?? []),
    constant(hint: string, shape: readonly number[], data: Float32Array): string {
      let name = hint
      for (let count = 1; taken.has(name); count++) name = `${hint}_${count}`
      taken.add(name)
      initializers.set(name, { type: 'float32', shape, data })
      return name
    },
  }
}

function foldBehind(graph: Graph): Graph {
  const editor = editorOf(graph)
  const nodes = [...graph.nodes]
  const places = new Map(nodes.map((node, index) => [node.outputs[0]!, index]))
  const gone = new Set<number>()
  nodes.forEach((norm, index) => {
    const affine = affineOf(norm, editor.initializers)
    const place = places.get(norm.inputs[0]!)
    if (affine === undefined || place === undefined || editor.readersOf(norm.inputs[0]!)?.length !== 1) return
    const node = nodes[place]!
    const weights = weightsOf(node, editor.initializers)
    if (weights === undefined) return
    const { factor, shift } = affine
    const channel = outputChannel(node, weights.shape)
    const scaled = Float32Array.from(weights.data, (value, at) => value * factor[channel(at)]!)
    const bias = biasOf(node, factor.length, editor.initializers)
    if (bias === undefined) return
    const moved = Float32Array.from(bias, (value, at) => value * factor[at]! + shift[at]!)
    nodes[place] = withParameters(node, editor, weights.shape, scaled, moved, norm.outputs[0]!)
    places.set(norm.outputs[0]!, place)
    gone.add(index)
  })
  return { ...graph, nodes: nodes.filter((_, index) => !gone.has(index)), initializers: editor.initializers }
}

function foldBefore(graph: Graph): Graph {
  const editor = editorOf(graph)
  const replaced = new Map<Node, Node | undefined>()
  for (const norm of graph.nodes) {
    const affine = affineOf(norm, editor.initializers)
    const readers = editor.readersOf(norm.outputs[0]!) ?? []
    if (affine === undefined || readers.length === 0) continue
    const made = readers.map((node) => absorb(replaced.get(node) ?? node, norm, affine, editor))
    if (made.some((node) => node === undefined)) continue
    readers.forEach((node, index) => replaced.set(node, made[index]))
    replaced.set(norm, undefined)
  }
  const nodes = graph.nodes.flatMap((node) => (replaced.has(node) ? (replaced.get(node) ?? []) : [node]))
  return { ...graph, nodes, initializers: editor.initializers }
}

/** A Conv or Gemm that takes what `norm` takes instead of what it makes; undefined where that is not exact. */
function absorb(
  node: Node,
  norm: Node,
  { factor, shift }: Affine,
  editor: ReturnType<typeof editorOf>,
): Node | undefined {
  const weights = weightsOf(node, editor.initializers)
  const isPlain = node.op === 'Conv' || (node.op === 'Gemm' && intOf(node, 'transA', 0) === 0)
  if (
    !isPlain ||
    weights === undefined ||
    node.inputs[0] !== norm.outputs[0] ||
    node.inputs.slice(1).includes(norm.outputs[0]!)
  ) {
    return undefined
  }
  if (node.op === 'Conv' && pads(node) && shift.some((value) => value !== 0)) return undefined
  const outputs = outputCount(node, weights.shape)
  const bias = biasOf(node, outputs, editor.initializers)
  if (bias === undefined) return undefined
  const from = inputChannel(node, weights.shape)
  const to = outputChannel(node, weights.shape)
  const alpha = node.op === 'Gemm' ? floatOf(node, 'alpha', 1) : 1
  const moved = Float64Array.from(bias)
  const scaled = weights.data.map((value, at) => {
    moved[to(at)]! += alpha * value * shift[from(at)]!
    return value * factor[from(at)]!
  })
  const changed = withParameters(node, editor, weights.shape, scaled, Float32Array.from(moved), node.outputs[0]!)
  return { ...changed, inputs: [norm.inputs[0]!, ...changed.inputs.slice(1)] }
}

function withParameters(
  node: Node,
  editor: ReturnType<typeof editorOf>,
  shape: readonly number[],
  weights: Float32Array,
  bias: Float32Array,
  output: string,
): Node {
  const [x, oldWeights] = node.inputs as [string, string]
  return {
    ...node,
    inputs: [
      x,
      editor.constant(`${oldWeights}/folded`, shape, weights),
      editor.constant(`${node.inputs[2] || oldWeights}/folded_bias`, [bias.length], bias),
    ],
    outputs: [output],
    // biasOf has taken β into the bias.
    attributes: node.op === 'Gemm' ? { ...node.attributes, beta: float(1) } : node.attributes,
  }
}

/** What a BatchNormalization does to each channel, where its parameters are constants and it is not in training. */
function affineOf(node: Node, constants: ReadonlyMap<string, Tensor>): Affine | undefined {
  if (node.op !== 'BatchNormalization' || intOf(node, 'training_mode', 0) === 1) return undefined
  const lists = node.inputs.slice(1, 5).map((name) => floats(constants.get(name)))
  const [scale, bias, mean, variance] = lists
  if (scale === undefined || bias === undefined || mean === undefined || variance === undefined) return undefined
  const epsilon = floatOf(node, 'epsilon', 1e-5)
  const factor = Float64Array.from(scale, (value, at) => value / Math.sqrt(variance[at]! + epsilon))
  return { factor, shift: Float64Array.from(bias, (value, at) => value - factor[at]! * mean[at]!) }
}

function floats(value: Tensor | undefined): Float32Array | undefined {
  return value?.type === 'float32' ? (value.data as Float32Array) : undefined
}

function weightsOf(
  node: Node,
  constants: ReadonlyMap<string, Tensor>,
): { shape: readonly number[]; data: Float32Array } | undefined {
  if (node.op !== 'Conv' && node.op !== 'ConvTranspose' && node.op !== 'Gemm') return undefined
  const value = constants.get(node.inputs[1]!)
  const data = floats(value)
  return data && { shape: value!.shape, data }
}

/** The bias of each output channel (zeros when absent); undefined where it is computed or of another shape. */
function biasOf(node: Node, outputs: number, constants: ReadonlyMap<string, Tensor>): Float64Array | undefined {
  const name = node.inputs[2]
  if (!name) return new Float64Array(outputs)
  const value = constants.get(name)
  const data = floats(value)
  if (data === undefined || (data.length !== outputs && data.length !== 1)) return undefined
  // A Gemm may add a column, which is no bias of channels.
  if (value!.shape.length === 2 && value!.shape[0] !== 1) return undefined
  const beta = node.op === 'Gemm' ? floatOf(node, 'beta', 1) : 1
  return Float64Array.from({ length: outputs }, (_, at) => beta * data[data.length === 1 ? 0 : at]!)
}

function outputCount(node: Node, shape: readonly number[]): number {
  if (node.op === 'Gemm') return intOf(node, 'transB', 0) === 1 ? shape[0]! : shape[1]!
  return node.op === 'Conv' ? shape[0]! : shape[1]! * intOf(node, 'group', 1)
}

/** The output channel that an element of the weights serves. */
function outputChannel(node: Node, shape: readonly number[]): (index: number) => number {
  const inner = sizeOf(shape.slice(1))
  if (node.op === 'Conv') return (index) => Math.floor(index / inner)
  if (node.op === 'Gemm') {
    return intOf(node, 'transB', 0) === 1 ? (index) => Math.floor(index / inner) : (index) => index % inner
  }
  const [channels, perGroup] = shape as [number, number]
  const taps = sizeOf(shape.slice(2))
  const channelsPerGroup = channels / intOf(node, 'group', 1)
  return (index) =>
    Math.floor(Math.floor(index / inner) / channelsPerGroup) * perGroup + (Math.floor(index / taps) % perGroup)
}

/** The input channel that an element of a Conv's or Gemm's weights reads. */
function inputChannel(node: Node, shape: readonly number[]): (index: number) => number {
  const inner = sizeOf(shape.slice(1))
  if (node.op === 'Gemm') {
    return intOf(node, 'transB', 0) === 1 ? (index) => index % inner : (index) => Math.floor(index / inner)
  }
  const [outputs, perGroup] = shape as [number, number]
  const taps = sizeOf(shape.slice(2))
  const outputsPerGroup = outputs / intOf(node, 'group', 1)
  return (index) =>
    Math.floor(Math.floor(index / inner) / outputsPerGroup) * perGroup + (Math.floor(index / taps) % perGroup)
}

function pads(node: Node): boolean {
  const auto = stringOf(node, 'auto_pad', 'NOTSET')
  return auto.startsWith('SAME') || (auto === 'NOTSET' && (intsOf(node, 'pads') ?? []).some((pad) => pad > 0))
}
