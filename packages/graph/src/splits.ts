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
    const parts = rewrite.parts(node)
    if (parts === undefined) rewrite.keep(node)
    else rewrite.alias(node.outputs, parts)
  }
  return rewrite.build()
}

interface Rewrite {
  /** Where a node splits channels whose parts can be made one by one: their names, after adding what makes them. */
  parts(node: Node): readonly string[] | undefined
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

  const isConstant = (name: string): boolean =>
    !variables.has(name) && graph.initializers.get(name)?.type === 'float32'
  const constantParts = (name: string, sizes: readonly number[]): string[] =>
    splitTensor(graph.initializers.get(name)!, sizes).map((part) => constant(part, name))

  /**
   * The parts of a value, or undefined where it cannot be made part by part. All or nothing: a sum of which one side
   * would have to be split after the fact is better split as a whole.
   */
  const plan = (value: string, sizes: readonly number[]): (() => readonly string[]) | undefined => {
    const branches = concatenated(value, sizes)
    if (branches !== undefined) return () => branches
    const node = producers.get(value)
    if (node === undefined || readers.get(value) !== 1) return undefined
    switch (node.op) {
      case 'Add': {
        const [left, right] = node.inputs as [string, string]
        if (shapeOf(left)?.join() !== shapeOf(right)?.join()) return undefined
        const lefts = plan(left, sizes)
        const rights = lefts && plan(right, sizes)
        return rights && (() => pairs(node, lefts(), rights()))
      }
      case 'Mul': {
        const [map, whole] = [...node.inputs].toSorted((left, right) => elements(left) - elements(right))
        const maps = factors(map!, sizes)
        const wholes = maps && plan(whole!, sizes)
        return wholes && (() => pairs(node, wholes(), maps()))
      }
      case 'AveragePool': {
        const inputs = plan(node.inputs[0]!, sizes)
        return inputs && (() => inputs().map((part) => add(node, [part])))
      }
      case 'Conv':
        return kernels(node, sizes)
      default:
        return undefined
    }
  }

  const pairs = (node: Node, lefts: readonly string[], rights: readonly string[]): string[] =>
    lefts.map((left, index) => add(node, [left, rights[index]!]))

  /** A factor for each part: the same for all, or, where there is one a channel, split itself, which is cheap. */
  const factors = (map: string, sizes: readonly number[]): (() => readonly string[]) | undefined => {
    const shape = shapeOf(map)
    if (shape === undefined) return undefined
    if (shape.length !== 4 ? sizeOf(shape) === 1 : shape[1] === 1) return () => sizes.map(() => map)
    return shape.length === 4 && sizeOf(shape) === shape[1] ? () => split(map, sizes) : undefined
  }

  /** A convolution with a part of its kernels for each part of its output channels. */
  const kernels = (node: Node, sizes: readonly number[]): (() => readonly string[]) | undefined => {
    const [input, weights, bias] = node.inputs as [string, string, string | undefined]
    if (intOf(node, 'group', 1) !== 1 || !isConstant(weights) || (bias && !isConstant(bias))) return undefined
    return () => {
      const biases = bias ? constantParts(bias, sizes) : []
      return constantParts(weights, sizes).map((part, index) =>
        add(node, [input, part, ...biases.slice(index, index + 1)]),
      )
    }
  }

  /** The parts of a concatenation, along the same lines, are what was concatenated, however many read it whole. */
  const concatenated = (value: string, sizes: readonly number[]): readonly string[] | undefined => {
    const node = producers.get(value)
    if (node?.op !== 'Concat' || intOf(node, 'axis', 0) !== 1) return undefined
    const same =
      node.inputs.length === sizes.length && node.inputs.every((name, at) => shapeOf(name)?.[1] === sizes[at])
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
    keep: (node) => nodes.push(renamed(node)),
    alias: (from, to) => from.forEach((name, index) => aliases.set(name, to[index]!)),
    parts: (node) => {
      const shape = shapeOf(node.inputs[0] ?? '')
      if (node.op !== 'Split' || shape?.length !== 4 || intOf(node, 'axis', 0) !== 1) return undefined
      if (node.outputs.some((name) => graph.outputs.some((output) => output.name === name))) return undefined
      const sizes = node.outputs.map((name) => shapeOf(name)?.[1])
      return sizes.every((size) => size !== undefined) ? plan(node.inputs[0]!, sizes)?.() : undefined
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

/** A tensor's parts along its first axis. */
function splitTensor(value: Tensor, sizes: readonly number[]): Tensor[] {
  const inner = sizeOf(value.shape.slice(1))
  let start = 0
  return sizes.map((size) => {
    const data = (value.data as Float32Array).slice(start * inner, (start + size) * inner)
    start += size
    return { type: 'float32', shape: value.shape.with(0, size), data }
  })
}
