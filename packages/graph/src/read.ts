/**
 * ONNX files into graphs.
 *
 * A file is decoded (onnx/), refused with all its problems at once where it holds what Reverie does not have, brought
 * to the form of opset 18 (upgrade.ts), checked for structure (check.ts) and given the oldest opset that has what it
 * uses (opset.ts). On the way three things are made one:
 * `Constant` nodes become initialisers, initialisers that are also listed as inputs (as all were before file format 4,
 * and as overridable defaults after it) are constants, and the domain "ai.onnx" is written ''.
 *
 * Left out, since nothing here reads it: documentation strings, types of inner values, quantisation annotations,
 * training information, and the producer's name.
 */
import { structureProblems, unsupportedOps } from './check.ts'
import { describe, GraphError, OPSET, type Attributes, type Graph, type Node, type ValueType } from './graph.ts'
import { contextOf } from './infer.ts'
import { oldestOpset } from './opset.ts'
import { attributeFrom, holdsGraph } from './onnx/attributes.ts'
import { modelMessage, type GraphMessage, type ModelMessage, type NodeMessage } from './onnx/messages.ts'
import { recognise } from './onnx/recognise.ts'
import { tensorFrom, valueFrom } from './onnx/tensors.ts'
import { decode } from './onnx/wire.ts'
import { Constant } from './ops/Constant.ts'
import type { Tensor } from './tensor.ts'
import { upgrade } from './upgrade.ts'
import { withoutAbsentTail } from './write.ts'
import { withdrawn } from './withdrawn.ts'

/** The oldest and newest opset of files that are read. */
const OLDEST = 7
const NEWEST = 22

/**
 * Reads an ONNX file.
 *
 * @param bytes the whole file
 * @param options.name what messages call it, such as its file name
 * @returns the graph, of opset 18 unless it uses something newer, and never of a newer one than the file
 * @throws GraphError with one sentence a problem: not an ONNX file, truncated, an opset outside 7 to 22, ops that are
 *   not supported (all of them), other domains, functions, subgraphs, sparse tensors, data outside the file.
 */
export function readOnnx(bytes: Uint8Array, options: { readonly name?: string } = {}): Graph {
  const file = options.name === undefined ? 'The file' : `"${options.name}"`
  const problems: string[] = []
  const collect = <T>(make: () => T): T | undefined => {
    try {
      return make()
    } catch (error) {
      if (!(error instanceof GraphError)) throw error
      problems.push(error.message)
      return undefined
    }
  }
  const stopIfAny = (): void => {
    if (problems.length > 0) throw new GraphError(`${file} cannot be read. ${[...new Set(problems)].join('\n')}`)
  }

  const { model, graph: message } = decodeModel(bytes, file)
  const opset = collect(() => opsetOf(model))
  problems.push(...unsupportedParts(model, message))
  const nodes = message.nodes.flatMap((node) => collect(() => nodeFrom(node)) ?? [])
  problems.push(...unsupportedOps(nodes.filter((node) => !(node.op in withdrawn) && !subgraphOps.has(node.op))))
  const initializers = new Map<string, Tensor>()
  for (const tensor of message.initializers) {
    const value = collect(() => tensorFrom(tensor, `Tensor "${tensor.name ?? ''}"`))
    if (value !== undefined) initializers.set(tensor.name ?? '', value)
  }
  const inputs = message.inputs.flatMap((value) => collect(() => valueFrom(value)) ?? [])
  const outputs = message.outputs.flatMap((value) => collect(() => valueFrom(value)) ?? [])
  const hints = new Map<string, ValueType>()
  for (const value of message.values) {
    // What a file says of inner values is a hint; values of odd types are refused where they are made.
    const hint = softly(() => valueFrom(value))
    if (hint !== undefined) hints.set(hint.name, hint)
  }
  stopIfAny()

  const constants = collect(() => withoutConstantNodes(nodes, initializers))
  stopIfAny()
  const raw: Graph = {
    name: message.name ?? '',
    opset: opset!,
    inputs: inputs.filter(({ name }) => !initializers.has(name)),
    outputs,
    nodes: constants!,
    initializers,
    metadata: Object.fromEntries(model.metadata.map(({ key, value }) => [key ?? '', value ?? ''])),
  }
  const graph = opset! < OPSET ? collect(() => upgrade(raw, opset!, hints)) : raw
  stopIfAny()
  problems.push(...structureProblems(graph!))
  stopIfAny()
  return { ...graph!, opset: oldestOpset(graph!) }
}

function decodeModel(bytes: Uint8Array, file: string): { model: ModelMessage; graph: GraphMessage } {
  if (bytes.length === 0) throw new GraphError(`${file} is empty: an ONNX file was expected.`)
  const other = recognise(bytes)
  if (other !== undefined) throw new GraphError(`${file} is not an ONNX file: it looks like ${other}.`)
  let model: ModelMessage
  try {
    model = decode(modelMessage, bytes)
  } catch (error) {
    if (error instanceof GraphError) throw error
    const why = error instanceof Error ? error.message : String(error)
    throw new GraphError(
      `${file} is not a whole ONNX file: its ${bytes.length} bytes do not decode (${why}). It may be cut short; ` +
        `fetch or save it again.`,
    )
  }
  if (model.graph === undefined) {
    throw new GraphError(`${file} is not an ONNX file: its ${bytes.length} bytes hold no graph.`)
  }
  return { model, graph: model.graph }
}

const isOwn = (domain: string | undefined): boolean => !domain || domain === 'ai.onnx'

function opsetOf(model: ModelMessage): number {
  const own = model.opsets.find(({ domain }) => isOwn(domain))
  if (own === undefined) throw new GraphError("It names no opset of ONNX's own ops; the file may be cut short.")
  const version = Number(own.version ?? 0n)
  if (version < OLDEST || version > NEWEST) {
    throw new GraphError(
      `It is of opset ${version}: ${OLDEST} to ${NEWEST} are supported; convert or export it again.`,
    )
  }
  return version
}

const subgraphOps = new Set(['If', 'Loop', 'Scan', 'SequenceMap'])

function unsupportedParts(model: ModelMessage, graph: GraphMessage): string[] {
  const problems: string[] = []
  const functions = model.functions.map(({ name, domain }) => (isOwn(domain) ? name : `${domain}.${name}`))
  if (functions.length > 0) {
    problems.push(
      `It defines functions, which are not supported: ${functions.join(', ')}; export it with them inlined.`,
    )
  }
  const holders = graph.nodes.filter(
    (node) => subgraphOps.has(node.opType ?? '') || node.attributes.some(holdsGraph),
  )
  if (holders.length > 0) {
    const list = holders.map((node) => `${node.opType} "${node.name || node.outputs[0]}"`)
    problems.push(`Nodes that hold graphs of their own are not supported: ${list.join(', ')}.`)
  }
  const sparse = graph.sparseInitializers.length
  if (sparse > 0)
    problems.push(`It holds ${sparse} sparse ${sparse === 1 ? 'tensor' : 'tensors'}, which are not supported.`)
  return problems
}

function nodeFrom(message: NodeMessage): Node {
  const bare: Node = {
    op: message.opType ?? '',
    name: message.name ?? '',
    domain: isOwn(message.domain) ? '' : message.domain!,
    inputs: withoutAbsentTail(message.inputs),
    outputs: message.outputs,
    attributes: {},
  }
  // An unknown op is reported as such; what its attributes hold adds nothing.
  if (bare.domain !== '') return bare
  const attributes: Attributes = Object.fromEntries(
    message.attributes
      .filter((attribute) => !holdsGraph(attribute))
      .map((attribute) => {
        const name = attribute.name ?? ''
        return [name, attributeFrom(attribute, `Attribute "${name}" of ${describe(bare)}`)]
      }),
  )
  return { ...bare, attributes }
}

/** Moves the values of Constant nodes into the initialisers and returns the other nodes. */
function withoutConstantNodes(nodes: readonly Node[], initializers: Map<string, Tensor>): Node[] {
  const known = { types: new Map<string, ValueType>(), values: new Map<string, Tensor>() }
  return nodes.filter((node) => {
    if (node.op !== 'Constant') return true
    const [value] = Constant.evaluate!(contextOf(node, known)) ?? []
    if (value === undefined) throw new GraphError(`${describe(node)} holds no value.`)
    initializers.set(node.outputs[0]!, value)
    return false
  })
}

function softly<T>(make: () => T): T | undefined {
  try {
    return make()
  } catch (error) {
    if (error instanceof GraphError) return undefined
    throw error
  }
}
