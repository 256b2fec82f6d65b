/**
 * The oldest opset from 18 on in which a graph means the same.
 *
 * What ONNX added from opset 19 to 22 is a few attributes, modes and ops, and element types for many ops. Every new
 * version of an op needs a new kernel though, and ONNX Runtime's WebGPU provider (1.30) has none of opset 22 (Conv,
 * MaxPool, HardSigmoid) and no AveragePool after 18: a file that says 22 would run on the CPU there. So the reader gives
 * a graph the oldest opset that has what it uses (https://onnx.ai/onnx/operators lists the versions of each op).
 */
import { intOf, intsOf, OPSET, stringOf, type Graph, type Node, type ValueType } from './graph.ts'
import { inferShapes } from './infer.ts'
import type { DataType } from './tensor.ts'

/** The types of a node's inputs and outputs, where they are known. */
type TypeAt = (index: number) => ValueType | undefined

const isOneOf = (value: ValueType | undefined, ...types: DataType[]): boolean =>
  value?.type !== undefined && types.includes(value.type)

/** The opset that a node needs, where that may be above 18. */
const needs: Readonly<Record<string, (node: Node, input: TypeAt, output: TypeAt) => number>> = {
  // From 19 on a window that hangs over the end counts fewer elements.
  AveragePool: (node) =>
    intsOf(node, 'dilations')?.some((dilation) => dilation > 1) || intOf(node, 'ceil_mode', 0) === 1 ? 19 : OPSET,
  DequantizeLinear: (node, input) =>
    Math.max(blockwise(node), isOneOf(input(0), 'int16', 'uint16') ? 21 : OPSET, scaled(input(1))),
  Equal: (_, input) => (isOneOf(input(0), 'string') ? 19 : OPSET),
  Gelu: () => 20,
  GroupNormalization: (node, input) => {
    const scales = input(1)?.shape?.[0]
    return scales === intOf(node, 'num_groups', 0) && input(0)?.shape?.[1] !== scales ? OPSET : 21
  },
  IsInf: (_, input) => (isOneOf(input(0), 'float16') ? 20 : OPSET),
  IsNaN: (_, input) => (isOneOf(input(0), 'float16') ? 20 : OPSET),
  Pad: (node) => (stringOf(node, 'mode', 'constant') === 'wrap' ? 19 : OPSET),
  QuantizeLinear: (node, input, output) =>
    Math.max(blockwise(node), isOneOf(output(0), 'int16', 'uint16') ? 21 : OPSET, scaled(input(1))),
  ReduceMax: (_, input) => (isOneOf(input(0), 'bool') ? 20 : OPSET),
  ReduceMin: (_, input) => (isOneOf(input(0), 'bool') ? 20 : OPSET),
  Resize: (node) =>
    stringOf(node, 'coordinate_transformation_mode', 'half_pixel') === 'half_pixel_symmetric' ? 19 : OPSET,
}

function blockwise(node: Node): number {
  return intOf(node, 'block_size', 0) !== 0 || intOf(node, 'output_dtype', 0) !== 0 ? 21 : OPSET
}

function scaled(scale: ValueType | undefined): number {
  return isOneOf(scale, 'float16') ? 19 : OPSET
}

/** 18 to the graph's own opset. Graphs with bfloat16, which came to ops one by one, and those that do not infer keep theirs. */
export function oldestOpset(graph: Graph): number {
  if (graph.opset <= OPSET) return graph.opset
  let types: ReadonlyMap<string, ValueType>
  try {
    types = inferShapes(graph).types
  } catch {
    return graph.opset
  }
  if ([...types.values()].some((value) => isOneOf(value, 'bfloat16'))) return graph.opset
  const needed = graph.nodes.map((node) => {
    const input: TypeAt = (index) => types.get(node.inputs[index] ?? '')
    const output: TypeAt = (index) => types.get(node.outputs[index] ?? '')
    return needs[node.op]?.(node, input, output) ?? OPSET
  })
  return Math.min(graph.opset, Math.max(OPSET, ...needed))
}
