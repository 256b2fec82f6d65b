/**
 * TFJS layers models (Keras networks as TensorFlow.js stores them) to ONNX graphs.
 *
 * Calls of layers are followed from the outputs back and converted in that order, so that a branch lies together.
 * Values keep the names of Keras' layers; pictures have their channels first (value.ts).
 */
import { createBuilder, type Graph } from '@reverie/graph'
import { ModelError } from '../../error.ts'
import { createContext, type Conversion } from './context.ts'
import type { LayerRule } from './layer.ts'
import * as rules from './layers/index.ts'
import { readTopology, type LayerSpec, type TensorReference, type Topology } from './topology.ts'
import { channelsFirst, channelsLast, dimensions, type Size, type Value } from './value.ts'
import { readWeights, type Weight, type WeightGroup } from './weights.ts'

/** The metadata `source` of graphs that were converted. */
export const TFJS_SOURCE = 'TensorFlow.js layers model'

/** A TFJS layers model in memory. */
export interface TfjsModel {
  readonly topology: Topology
  readonly weights: ReadonlyMap<string, Weight>
}

/** How weights are stored and where a network ends. */
export interface ConvertOptions {
  /** Layers whose outputs the graph puts out; what only later layers need is left out. Default: the model's own. */
  readonly outputs?: readonly string[]
  /** Lets height and width of pictures be any size, whatever the model says. Default: false. */
  readonly freeSize?: boolean
  /**
   * Keeps 8-bit weights as codes with DequantizeLinear. Default: false, all weights are float32. Fold constants before
   * running such a graph: ONNX Runtime rounds the other factor too where a MatMul reads codes.
   */
  readonly keepCodes?: boolean
}

/** A converted network. */
export interface Converted {
  readonly graph: Graph
  /** The layers that were converted, those of nested models included. */
  readonly layers: readonly LayerSpec[]
}

/**
 * Reads the parsed `model.json` and the shards it names.
 * @param read gives a shard's bytes by its path in the manifest.
 * @throws ModelError when it is not a layers model, or weights are missing.
 */
export async function readTfjs(json: unknown, read: (path: string) => Promise<Uint8Array>): Promise<TfjsModel> {
  const { modelTopology, weightsManifest } = (json ?? {}) as Record<string, unknown>
  const topology = readTopology(modelTopology)
  if (!Array.isArray(weightsManifest)) {
    throw new ModelError(`Model "${topology.name}" has no weightsManifest: its weights cannot be found.`)
  }
  return { topology, weights: await readWeights(weightsManifest as WeightGroup[], read) }
}

/**
 * Converts a model.
 * @throws ModelError naming all layers whose class is not known, a wrong output, or a layer that cannot be converted.
 */
export function convertTfjs(model: TfjsModel, options: ConvertOptions = {}): Converted {
  const { topology } = model
  const outputs = options.outputs === undefined ? topology.outputs : named(topology, options.outputs)
  if (outputs.length === 0) throw new ModelError(`Model "${topology.name}" names no outputs.`)
  refuseUnknown(topology, outputs)
  const build = createBuilder(undefined, topology.name)
  const conversion: Conversion = { build, weights: model.weights, keepCodes: options.keepCodes ?? false }
  const layers: LayerSpec[] = []
  const inputs = new Map(
    reachable(topology, outputs)
      .filter((spec) => spec.className === 'InputLayer')
      .map((spec) => [spec.name, addInput(conversion, spec, options.freeSize ?? false)]),
  )
  const values = evaluate(conversion, topology, [], inputs, outputs, layers)
  values.forEach((value, index) => {
    const held = value.shape.length > 3 ? channelsFirst(build, value) : channelsLast(build, value)
    const name = outputs[index]!.layer
    const free = !isTaken(build.build(), name)
    build.output(held.name, free ? name : undefined)
  })
  return { graph: { ...build.build(), metadata: { source: TFJS_SOURCE } }, layers }
}

function isTaken(graph: Graph, name: string): boolean {
  return (
    graph.nodes.some((node) => node.outputs.includes(name)) ||
    [...graph.inputs, ...graph.outputs].some((value) => value.name === name)
  )
}

function named(topology: Topology, names: readonly string[]): TensorReference[] {
  const missing = names.filter((name) => !topology.layers.some((spec) => spec.name === name))
  if (missing.length > 0) {
    throw new ModelError(
      `Model "${topology.name}" has no layer ${missing.join(', ')}. It has: ${topology.layers.map((spec) => spec.name).join(', ')}.`,
    )
  }
  return names.map((layer) => ({ layer, node: 0, tensor: 0 }))
}

/** The layers that the outputs need, in the file's order. */
function reachable(topology: Topology, outputs: readonly TensorReference[]): LayerSpec[] {
  const byName = new Map(topology.layers.map((spec) => [spec.name, spec]))
  const found = new Set<LayerSpec>()
  const pending = outputs.map((reference) => reference.layer)
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const spec = byName.get(name)
    if (spec === undefined)
      throw new ModelError(`Model "${topology.name}" calls a layer "${name}" that it does not list.`)
    if (found.has(spec)) continue
    found.add(spec)
    for (const call of spec.calls) pending.push(...call.map((reference) => reference.layer))
  }
  return topology.layers.filter((spec) => found.has(spec))
}

function refuseUnknown(topology: Topology, outputs: readonly TensorReference[]): void {
  const unknown = new Map<string, string[]>()
  const visit = (model: Topology, ends: readonly TensorReference[], path: readonly string[]): void => {
    for (const spec of reachable(model, ends)) {
      const own = [...path, spec.name]
      if (spec.nested !== undefined) visit(spec.nested, spec.nested.outputs, own)
      else if (spec.className !== 'InputLayer' && !Object.hasOwn(rules, spec.className)) {
        unknown.set(spec.className, [...(unknown.get(spec.className) ?? []), own.join('/')])
      }
    }
  }
  visit(topology, outputs, [])
  if (unknown.size === 0) return
  const list = [...unknown].map(([className, names]) => `${className} (${names.join(', ')})`)
  throw new ModelError(
    `Model "${topology.name}" has layers that cannot be converted: ${list.join('; ')}. Known are: ` +
      `InputLayer, ${Object.keys(rules).join(', ')}. Cut the network before them by naming outputs.`,
  )
}

function addInput({ build }: Conversion, spec: LayerSpec, freeSize: boolean): Value {
  const stated = spec.config['batch_input_shape'] ?? spec.config['batch_shape']
  if (!Array.isArray(stated))
    throw new ModelError(`Input "${spec.name}" states no shape, which a conversion needs.`)
  if (!stated.every((size) => size === null || (Number.isSafeInteger(size) && (size as number) > 0))) {
    throw new ModelError(
      `Input "${spec.name}" should have sizes above 0 or null, found ${JSON.stringify(stated).slice(0, 80)}.`,
    )
  }
  const rank = stated.length
  const spatial = (axis: number): boolean => rank === 4 && (axis === 1 || axis === 2)
  const shape = stated.map((size: Size, axis): Size => (axis === 0 || (freeSize && spatial(axis)) ? null : size))
  const layout = rank === 4 ? 'first' : 'last'
  const symbols = rank === 4 ? ['batch', 'height', 'width', 'channels'] : ['batch', 'length', 'channels']
  return { name: build.input(spec.name, 'float32', dimensions(shape, layout, symbols)), shape, layout }
}

/**
 * Number of first calls of each layer that are counted and not saved. A nested model has one, by which it was made;
 * where all calls were saved, the last that anything refers to is the last of them.
 */
function unsavedCalls(topology: Topology): Map<string, number> {
  const saved = new Map(topology.layers.map((spec) => [spec.name, spec.calls.length]))
  const unsaved = new Map<string, number>()
  for (const { layer, node } of [...topology.layers.flatMap(({ calls }) => calls.flat()), ...topology.outputs]) {
    unsaved.set(layer, Math.max(unsaved.get(layer) ?? 0, node + 1 - (saved.get(layer) ?? 0)))
  }
  return unsaved
}

/** Converts what the wanted tensors of one model need, and gives them. */
function evaluate(
  conversion: Conversion,
  topology: Topology,
  path: readonly string[],
  inputs: ReadonlyMap<string, Value>,
  wanted: readonly TensorReference[],
  layers: LayerSpec[],
): Value[] {
  const byName = new Map(topology.layers.map((spec) => [spec.name, spec]))
  const unsaved = unsavedCalls(topology)
  const made = new Map<string, readonly Value[]>()
  const underWay = new Set<string>()
  const valueOf = ({ layer, node, tensor }: TensorReference): Value => {
    const spec = byName.get(layer)!
    const call = node - (unsaved.get(layer) ?? 0)
    const key = `${call} ${layer}`
    let values = made.get(key)
    if (values === undefined) {
      if (underWay.has(key)) {
        throw new ModelError(
          `Layer "${layer}" of model "${topology.name}" reads what it makes itself: its calls go in a circle.`,
        )
      }
      underWay.add(key)
      values = callLayer(spec, spec.calls[call])
      underWay.delete(key)
      made.set(key, values)
    }
    const value = values[tensor]
    if (value === undefined)
      throw new ModelError(`Layer "${layer}" has ${values.length} outputs; ${tensor + 1} are asked for.`)
    return value
  }
  const callLayer = (spec: LayerSpec, call: readonly TensorReference[] | undefined): readonly Value[] => {
    const given = inputs.get(spec.name)
    if (given !== undefined) return [given]
    if (call === undefined)
      throw new ModelError(`Layer "${spec.name}" has ${spec.calls.length} calls; another is asked for.`)
    const values = call.map(valueOf)
    const own = [...path, spec.name]
    const { nested } = spec
    layers.push(spec)
    if (nested !== undefined) {
      const bound = new Map(nested.inputs.map((reference, index) => [reference.layer, values[index]!]))
      return evaluate(conversion, nested, own, bound, nested.outputs, layers)
    }
    if (values.length === 0) throw new ModelError(`${spec.className} "${own.join('/')}" is called with no input.`)
    const rule = (rules as Readonly<Record<string, LayerRule>>)[spec.className]!
    return [rule(createContext(conversion, topology, spec, own), values)]
  }
  return wanted.map(valueOf)
}
