/**
 * Which layers of a network are worth looking at, where no card names them: the ends of its blocks. They are values
 * that Concat or Add make of several others (the activation after one, where that alone reads it); networks with hardly any
 * have activations instead, and those without either, convolutions. An Add of a constant is a bias, no end of anything.
 */
import { layers, type Graph, type Layer } from '@reverie/graph'
import { ModelError } from './error.ts'
import type { ModelLayer } from './model.ts'

const MERGES = new Set(['Concat', 'Add', 'Sum'])
const ACTIVATIONS = new Set([
  'Relu',
  'Clip',
  'LeakyRelu',
  'PRelu',
  'HardSwish',
  'Elu',
  'Selu',
  'Gelu',
  'Mish',
  'Mul',
])
const CONVOLUTIONS = new Set(['Conv', 'ConvTranspose'])

/** Layers as deep as this see so much of a picture that they are no longer maps of it. */
const DEEPEST_STRIDE = 32
/** A list for people: a network of hundreds of blocks is thinned to this many. */
const MOST = 24

/** All layers with the telling ones first. @throws ModelError when a telling layer is not in the graph. */
export function modelLayers(graph: Graph, telling: readonly string[]): ModelLayer[] {
  const all = layers(graph)
  const find = (name: string): Layer | undefined => all.find((layer) => layer.name === name || layer.value === name)
  const missing = telling.filter((name) => find(name) === undefined)
  if (missing.length > 0) {
    throw new ModelError(
      `The card of model "${graph.name}" names layers that it does not have: ${missing.join(', ')}. ` +
        `It has: ${all.map(({ name }) => name).join(', ')}.`,
    )
  }
  const first = new Set(telling.map((name) => find(name)!))
  return [
    ...[...first].map((layer) => ({ ...layer, telling: true })),
    ...all.filter((layer) => !first.has(layer)).map((layer) => ({ ...layer, telling: false })),
  ]
}

/** Names of the telling layers, by the rule above. */
export function tellingLayers(graph: Graph): string[] {
  const maps = layers(graph).filter(
    ({ stride, channels }) => stride !== undefined && stride <= DEEPEST_STRIDE && (channels ?? 0) >= 8,
  )
  const byValue = new Map(maps.map((layer) => [layer.value, layer]))
  const joins = new Set(
    graph.nodes
      .filter((node) => node.inputs.filter((name) => name !== '' && !graph.initializers.has(name)).length > 1)
      .map((node) => node.outputs[0]!),
  )
  const readers = new Map<string, string[]>()
  for (const node of graph.nodes) {
    for (const name of node.inputs) readers.set(name, [...(readers.get(name) ?? []), node.outputs[0]!])
  }
  const activated = (layer: Layer): Layer => {
    const [reader, another] = readers.get(layer.value) ?? []
    const after = byValue.get(reader ?? '')
    return another === undefined && after !== undefined && ACTIVATIONS.has(after.op) ? after : layer
  }
  const merges = maps.filter(({ op, value }) => MERGES.has(op) && joins.has(value)).map(activated)
  const activations = maps.filter(({ op, value }) => ACTIVATIONS.has(op) && (op !== 'Mul' || joins.has(value)))
  const convolutions = maps.filter(({ op }) => CONVOLUTIONS.has(op))
  const chosen = merges.length >= 3 ? merges : activations.length > 0 ? activations : convolutions
  return thinned([...new Set(chosen.map(({ name }) => name))])
}

/** The deepest telling layer of stride 16 or less: objects, and room for many of them. */
export function defaultLayersOf(all: readonly ModelLayer[]): Record<string, number> {
  const chosen = deepest(all, 16)
  return chosen === undefined ? {} : { [chosen]: 1 }
}

/** The deepest telling layer of stride 8 or less: textures, which a guide matches best. */
export function guideLayerOf(all: readonly ModelLayer[]): string {
  return deepest(all, 8) ?? ''
}

function deepest(all: readonly ModelLayer[], stride: number): string | undefined {
  const telling = all.filter((layer) => layer.telling)
  return (telling.findLast((layer) => (layer.stride ?? Infinity) <= stride) ?? telling[0])?.name
}

function thinned(names: readonly string[]): string[] {
  if (names.length <= MOST) return [...names]
  return Array.from({ length: MOST }, (_, index) => names[Math.round((index * (names.length - 1)) / (MOST - 1))]!)
}
