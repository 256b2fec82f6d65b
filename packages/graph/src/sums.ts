/**
 * Makes a sum of convolutions one convolution.
 *
 * What several convolutions read gets the sum of what each of them sends back. Where those are of one geometry (the
 * 1×1 convolutions at the head of Inception's branches), the sum of W₁ * a and W₂ * b is [W₁ W₂] * [a; b]: one pass over
 * the output where there were several, each of which read and wrote it whole.
 */
import { int, intOf, type Graph, type Node } from './graph.ts'
import type { Tensor } from './tensor.ts'
import { sizeOf } from './tensor.ts'

/**
 * The same function with sums of like convolutions merged.
 * @param variables initialisers that will change, whose convolutions are left alone
 */
export function mergeSums(graph: Graph, variables: ReadonlySet<string>): Graph {
  const producers = new Map(graph.nodes.map((node) => [node.outputs[0]!, node] as const))
  const readers = new Map<string, Node[]>(graph.outputs.map(({ name }) => [name, []]))
  for (const node of graph.nodes) {
    for (const name of node.inputs) readers.set(name, [...(readers.get(name) ?? []), node])
  }
  const outputs = new Set(graph.outputs.map(({ name }) => name))
  const initializers = new Map(graph.initializers)
  const joined = new Map<string, string>()
  const replaced = new Map<Node, readonly Node[]>()

  const inner = (value: string): boolean => readers.get(value)?.length === 1 && !outputs.has(value)
  const isSum = (node: Node | undefined): node is Node => node?.op === 'Add'
  const leaves = (node: Node): string[] =>
    node.inputs.flatMap((value) => {
      const producer = producers.get(value)
      return isSum(producer) && inner(value) ? leaves(producer) : [value]
    })

  /** A convolution's geometry, as a key, where it can be merged. */
  const geometry = (value: string): string | undefined => {
    const node = producers.get(value)
    const weights = graph.initializers.get(node?.inputs[1] ?? '')
    if (node?.op !== 'Conv' || !inner(value) || node.inputs[2] || intOf(node, 'group', 1) !== 1) return undefined
    if (weights?.type !== 'float32' || variables.has(node.inputs[1]!)) return undefined
    return JSON.stringify([node.attributes, weights.shape[0], weights.shape.slice(2)])
  }

  /** The nodes of one merged convolution. */
  const merge = (convolutions: readonly Node[], name: string): Node[] => {
    const inputs = convolutions.map((node) => node.inputs[0]!)
    const made: Node[] = []
    const key = inputs.join('\n')
    let whole = joined.get(key)
    if (whole === undefined) {
      whole = `${name}/joined`
      joined.set(key, whole)
      made.push({ op: 'Concat', name: whole, domain: '', inputs, outputs: [whole], attributes: { axis: int(1) } })
    }
    const weights = `${name}/kernels`
    initializers.set(weights, joinKernels(convolutions.map((node) => graph.initializers.get(node.inputs[1]!)!)))
    made.push({ ...convolutions[0]!, name, inputs: [whole, weights], outputs: [name] })
    return made
  }

  for (const root of graph.nodes) {
    const result = root.outputs[0]!
    if (!isSum(root) || (inner(result) && isSum(readers.get(result)![0]))) continue
    const terms = leaves(root)
    const groups = group(terms, geometry)
    if (groups.like.length === 0) continue
    const made: Node[] = []
    const values = [...groups.single]
    for (const [index, like] of groups.like.entries()) {
      const alone = groups.like.length === 1 && groups.single.length === 0
      const name = alone ? result : `${result}/sum${index}`
      made.push(
        ...merge(
          like.map((value) => producers.get(value)!),
          name,
        ),
      )
      for (const value of like) replaced.set(producers.get(value)!, [])
      values.push(name)
    }
    for (let index = 1; index < values.length; index++) {
      const name = index === values.length - 1 ? result : `${result}/partial${index}`
      const left = index === 1 ? values[0]! : `${result}/partial${index - 1}`
      made.push({ ...root, name, inputs: [left, values[index]!], outputs: [name] })
    }
    for (const node of sums(root, producers, inner)) replaced.set(node, [])
    replaced.set(root, made)
  }
  return { ...graph, nodes: graph.nodes.flatMap((node) => replaced.get(node) ?? [node]), initializers }
}

/** The additions below a root that only it reads. */
function sums(root: Node, producers: ReadonlyMap<string, Node>, inner: (value: string) => boolean): Node[] {
  return root.inputs.flatMap((value) => {
    const node = producers.get(value)
    return node?.op === 'Add' && inner(value) ? [node, ...sums(node, producers, inner)] : []
  })
}

/** Terms that are alike, two or more, and those that are not. */
function group(terms: readonly string[], key: (term: string) => string | undefined) {
  const byKey = new Map<string, string[]>()
  const single: string[] = []
  for (const term of terms) {
    const found = key(term)
    if (found === undefined) single.push(term)
    else byKey.set(found, [...(byKey.get(found) ?? []), term])
  }
  const like = [...byKey.values()].filter((list) => list.length > 1)
  single.push(...[...byKey.values()].filter((list) => list.length === 1).flat())
  return { like, single }
}

/** Kernels [M, Cᵢ, …] as [M, ΣCᵢ, …]. */
function joinKernels(parts: readonly Tensor[]): Tensor {
  const [outputs, , ...kernel] = parts[0]!.shape as readonly [number, number, ...number[]]
  const inputs = parts.reduce((sum, { shape }) => sum + shape[1]!, 0)
  const taps = sizeOf(kernel)
  const data = new Float32Array(outputs * inputs * taps)
  let at = 0
  for (let output = 0; output < outputs; output++) {
    for (const { shape, data: source } of parts) {
      const row = shape[1]! * taps
      data.set((source as Float32Array).subarray(output * row, (output + 1) * row), at)
      at += row
    }
  }
  return { type: 'float32', shape: [outputs, inputs, ...kernel], data }
}
