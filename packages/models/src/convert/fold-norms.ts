/**
 * Folds batch normalisations into convolutions whose kernels are 8-bit codes, without touching a code.
 *
 * A kernel is scale · (code − zero). A normalisation multiplies output channel o by g(o) = gamma / √(variance + ε) and
 * adds beta − mean · g(o). So the folded kernel is (scale · g(o)) · (code − zero): the same codes with a scale for each
 * channel, which is what DequantizeLinear with an axis means. Nothing is rounded a second time.
 */
import { floatOf, intOf, type Graph, type Node, type Tensor } from '@reverie/graph'

/**
 * The graph without the batch normalisations that alone read a Conv with a kernel of 8-bit codes. The normalised value
 * goes by the convolution's name.
 */
export function foldNormsIntoScales(graph: Graph): Graph {
  const makers = new Map(graph.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)))
  const readers = countReaders(graph)
  const initializers = new Map(graph.initializers)
  const replaced = new Map<Node, readonly Node[]>()
  const renamed = new Map<string, string>()
  for (const norm of graph.nodes) {
    if (norm.op !== 'BatchNormalization') continue
    const convolution = makers.get(norm.inputs[0]!)
    const kernel = makers.get(convolution?.inputs[1] ?? '')
    const scale = initializers.get(kernel?.inputs[1] ?? '')
    if (convolution?.op !== 'Conv' || kernel?.op !== 'DequantizeLinear' || scale === undefined) continue
    if (intOf(kernel, 'axis', 1) !== 0 || readers.get(norm.inputs[0]!) !== 1) continue
    const { factor, shift } = normOf(norm, graph.initializers)
    const bias = initializers.get(convolution.inputs[2] ?? '')
    const scaleName = `${kernel.outputs[0]}/folded_scale`
    const biasName = `${convolution.outputs[0]}/folded_bias`
    initializers.set(scaleName, vector(factor.map((each, index) => each * (scale.data[index] as number))))
    initializers.set(
      biasName,
      vector(shift.map((each, index) => each + factor[index]! * ((bias?.data[index] as number | undefined) ?? 0))),
    )
    replaced.set(kernel, [{ ...kernel, inputs: [kernel.inputs[0]!, scaleName, ...kernel.inputs.slice(2)] }])
    replaced.set(convolution, [
      { ...convolution, inputs: [convolution.inputs[0]!, convolution.inputs[1]!, biasName] },
    ])
    replaced.set(norm, [])
    renamed.set(norm.outputs[0]!, convolution.outputs[0]!)
  }
  const now = (name: string): string => renamed.get(name) ?? name
  const nodes = graph.nodes
    .flatMap((node) => replaced.get(node) ?? [node])
    .map((node) => ({ ...node, inputs: node.inputs.map(now) }))
  const read = new Set(nodes.flatMap((node) => node.inputs))
  return {
    ...graph,
    nodes,
    outputs: graph.outputs.map((output) => ({ ...output, name: now(output.name) })),
    initializers: new Map([...initializers].filter(([name]) => read.has(name))),
  }
}

/** A normalisation as factor · x + shift, by channel. */
function normOf(norm: Node, constants: ReadonlyMap<string, Tensor>): { factor: number[]; shift: number[] } {
  const [gamma, beta, mean, variance] = norm.inputs
    .slice(1)
    .map((name) => constants.get(name)!.data as Float32Array)
  const epsilon = floatOf(norm, 'epsilon', 1e-5)
  const factor = Array.from(gamma!, (each, index) => each / Math.sqrt(variance![index]! + epsilon))
  return { factor, shift: factor.map((each, index) => beta![index]! - mean![index]! * each) }
}

function vector(values: readonly number[]): Tensor {
  return { type: 'float32', shape: [values.length], data: Float32Array.from(values) }
}

function countReaders(graph: Graph): Map<string, number> {
  const counts = new Map<string, number>()
  const names = [...graph.nodes.flatMap((node) => node.inputs), ...graph.outputs.map(({ name }) => name)]
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}
