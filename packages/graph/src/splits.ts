/**
 * Takes channel splits apart at their source.
 *
 * The cotangent of a concatenation is split among the branches. Splitting it after the fact makes ONNX Runtime leave
 * its blocked layout, copy, and enter it again. But what is split is nearly always a sum of convolutions (the
 * cotangents that the readers of the concatenation send back), and a part of a convolution's output channels is a
 * convolution with a part of its kernels. So the split moves through sums, pools and scalings to the convolutions,
 * whose weights are split once, when the graph is built.
 */
import type { Attributes, Graph, Node } from './graph.ts'
import { int, intOf, isStatic } from './graph.ts'
import { inferShapes, type Inference } from './infer.ts'
import { sizeOf, tensor, type Tensor } from './tensor.ts'

/**
 * The same graph with splits of channels (axis 1) moved to where the channels are made.
 * @param variables initialisers that will change, whose parts are thus not taken
 */
export function distributeSplits(graph: Graph, variables: ReadonlySet<string>): Graph {
  const rewrite = createRewrite(graph, variables)
  for (const node of graph.nodes) {
    const sizes = rewrite.channelSplit(node)
    if (sizes === undefined) rewrite.keep(node)
    else rewrite.alias(node.outputs, rewrite.parts(node.inputs[0]!, sizes))
  }
  return rewrite.build()
}

interface Rewrite {
  /** Sizes of the parts, when a node splits channels and something is gained by moving it. */
  channelSplit(node: Node): readonly number[] | undefined
  /** Names of the values that hold the parts of a value, adding the nodes that make them. */
  parts(value: string, sizes: readonly number[]): readonly string[]
  keep(node: Node): void
  alias(from: readonly string[], to: readonly string[]): void
  build(): Graph
}

function createRewrite(graph: Graph, variables: ReadonlySet<string>): Rewrite {
  const known: Inference = inferShapes(graph)
  const producers = new Map(graph.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)))
  const readers = new Map<string, number>(graph.outputs.map(({ name }) => [name, 2]))
  for (const name of graph.nodes.flatMap(({ inputs }) => inputs)) readers.set(name, (readers.get(name) ?? 0) + 1)
  const initializers = new Map(graph.initializers)
  const aliases = new Map<string, string>()
  const nodes: Node[] = []
  let counter = 0

  const fresh = (hint: string): string => `${hint}/part${counter++}`
  const add = (like: Node, inputs: readonly string[], attributes: Attributes = like.attributes): string => {
    const name = fresh(like.outputs[0]!)
    nodes.push({ ...like, name, inputs, outputs: [name], attributes })
    return name
  }
  const constant = (value: Tensor, hint: string): string => {
    const name = fresh(hint)
    initializers.set(name, value)
    return name
  }
  const shapeOf = (value: string): readonly number[] | undefined => {
    const shape = known.types.get(value)?.shape
    return isStatic(shape) ? shape : undefined
  }

  /** A constant's parts along an axis. */
  const constantParts = (name: string, sizes: readonly number[], axis: number): string[] | undefined => {
    const value = variables.has(name) ? undefined : graph.initializers.get(name)
    if (value?.type !== 'float32' || value.shape[axis] !== sizes.reduce((sum, size) => sum + size, 0)) return undefined
    return splitTensor(value, sizes, axis).map((part) => constant(part, name))
  }

  const parts = (value: string, sizes: readonly number[]): readonly string[] =>
    (readers.get(value) === 1 ? moved(value, sizes) : concatenated(value, sizes)) ?? split(value, sizes)

  /** The parts, where the maker of a value can make them one by one. */
  const moved = (value: string, sizes: readonly number[]): readonly string[] | undefined => {
    const node = producers.get(value)
    switch (node?.op) {
      case 'Add': {
        const [left, right] = node.inputs as [string, string]
        if (shapeOf(left)?.join() !== shapeOf(right)?.join()) return undefined
        const lefts = parts(left, sizes)
        const rights = parts(right, sizes)
        return sizes.map((_, index) => add(node, [lefts[index]!, rights[index]!]))
      }
      case 'Mul': {
        const [map, whole] = [...node.inputs].toSorted((left, right) => elements(left) - elements(right))
        const shape = shapeOf(map!)
        if (shape === undefined) return undefined
        const channels = shape.length === 4 && shape[1] !== 1
        // One factor a channel is split too, which is cheap; a factor for every element is not.
        if (channels && sizeOf(shape) > shape[1]!) return undefined
        const maps = channels ? parts(map!, sizes) : sizes.map(() => map!)
        return parts(whole!, sizes).map((part, index) => add(node, [part, maps[index]!]))
      }
      case 'AveragePool':
        return parts(node.inputs[0]!, sizes).map((part) => add(node, [part]))
      case 'Conv':
      case 'ConvTranspose': {
        if (intOf(node, 'group', 1) !== 1) return undefined
        const weights = constantParts(node.inputs[1]!, sizes, node.op === 'Conv' ? 0 : 1)
        const bias = node.inputs[2] ? constantParts(node.inputs[2], sizes, 0) : []
        if (weights === undefined || bias === undefined) return undefined
        return weights.map((part, index) => add(node, [node.inputs[0]!, part, ...bias.slice(index, index + 1)]))
      }
      default:
        return concatenated(value, sizes)
    }
  }

  /** The parts of a concatenation along the same lines are what was concatenated. */
  const concatenated = (value: string, sizes: readonly number[]): readonly string[] | undefined => {
    const node = producers.get(value)
    if (node?.op !== 'Concat' || intOf(node, 'axis', 0) !== 1) return undefined
    const same = node.inputs.length === sizes.length && node.inputs.every((name, at) => shapeOf(name)?.[1] === sizes[at])
    return same ? node.inputs.map((name) => aliases.get(name) ?? name) : undefined
  }

  const split = (value: string, sizes: readonly number[]): string[] => {
    const name = fresh(value)
    const outputs = sizes.map((_, index) => `${name}/${index}`)
    const sizesName = constant(tensor('int64', [sizes.length], sizes), 'sizes')
    const inputs = [aliases.get(value) ?? value, sizesName]
    nodes.push({ op: 'Split', name, domain: '', inputs, outputs, attributes: { axis: int(1) } })
    return outputs
  }

  const elements = (value: string): number => sizeOf(shapeOf(value) ?? [Number.POSITIVE_INFINITY])
  const renamed = (node: Node): Node => ({ ...node, inputs: node.inputs.map((name) => aliases.get(name) ?? name) })

  return {
    parts,
    keep: (node) => nodes.push(renamed(node)),
    alias: (from, to) => from.forEach((name, index) => aliases.set(name, to[index]!)),
    channelSplit: (node) => {
      const shape = shapeOf(node.inputs[0] ?? '')
      if (node.op !== 'Split' || shape?.length !== 4 || intOf(node, 'axis', 0) !== 1) return undefined
      if (node.outputs.some((name) => graph.outputs.some((output) => output.name === name))) return undefined
      const sizes = node.outputs.map((name) => shapeOf(name)?.[1])
      return sizes.every((size) => size !== undefined) ? sizes : undefined
    },
    build: () => ({ ...graph, nodes: inOrder(nodes.map(renamed)), initializers }),
  }
}

/** The nodes, each after those it reads. Parts may read what a later node of the old order made. */
function inOrder(nodes: readonly Node[]): Node[] {
  const producers = new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)))
  const placed = new Set<Node>()
  const ordered: Node[] = []
  const place = (node: Node): void => {
    if (placed.has(node)) return
    placed.add(node)
    for (const name of node.inputs) {
      const producer = producers.get(name)
      if (producer !== undefined) place(producer)
    }
    ordered.push(node)
  }
  nodes.forEach(place)
  return ordered
}

function splitTensor(value: Tensor, sizes: readonly number[], axis: number): Tensor[] {
  const outer = sizeOf(value.shape.slice(0, axis))
  const inner = sizeOf(value.shape.slice(axis + 1))
  const source = value.data as Float32Array
  let start = 0
  return sizes.map((size) => {
    const data = new Float32Array(outer * size * inner)
    for (let row = 0; row < outer; row++) {
      const from = (row * value.shape[axis]! + start) * inner
      data.set(source.subarray(from, from + size * inner), row * size * inner)
    }
    start += size
    return { type: 'float32', shape: value.shape.with(axis, size), data }
  })
}
