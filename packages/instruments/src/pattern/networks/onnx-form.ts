/**
 * A pattern's network as an ONNX graph, and back exactly.
 *
 * One input `point` of shape [points, features], one output `values` of shape [points, outputs]. Each layer is a Gemm with
 * the weights `layer<n>.weight` [units, inputs] and `layer<n>.bias` [units], and its activation. The metadata say what the
 * columns of `point` stand for, and hold the network without its numbers; a graph that is node by node the one made of what they
 * say is that network, whatever weights it has since got. Any other graph is read by what it computes.
 */
import { createBuilder, int, OPSET, type Builder, type Graph, type Tensor, type ValueInfo } from '@reverie/graph'
import type { Activation, DenseLayer, PatternNetwork } from '../network.ts'
import { networkProblems, widthOf } from './check-network.ts'
import { composite } from './graph/columns.ts'
import { isObject } from './parse-json.ts'

const OUTLINE = 'reverie.pattern-network'

/** The graph of a network: opset 18, metadata as above. */
export function onnxGraph(network: PatternNetwork): Graph {
  const { features, layers, skips } = network
  // Put in beforehand: the builder would store equal small constants once, and each layer is to have its own.
  const initializers = new Map<string, Tensor>()
  layers.forEach(({ units, inputs, weights, bias }, index) => {
    initializers.set(`layer${index}.weight`, { type: 'float32', shape: [units, inputs], data: weights })
    if (bias !== undefined) initializers.set(`layer${index}.bias`, { type: 'float32', shape: [units], data: bias })
  })
  const point = 'point'
  const inputs: ValueInfo[] = [{ name: point, type: 'float32', shape: ['points', features.length] }]
  const build = createBuilder({
    name: 'pattern',
    opset: OPSET,
    inputs,
    outputs: [],
    nodes: [],
    initializers,
    metadata: {},
  })
  const values: string[] = [point]
  let before: string = point
  layers.forEach((layer, index) => {
    const name = `layer${index}`
    const read =
      skips === 'dense' && index > 0 ? build.add('Concat', [...values], { axis: int(1) }, `${name}.read`) : before
    const bias = layer.bias === undefined ? [] : [`${name}.bias`]
    const sum = build.add('Gemm', [read, `${name}.weight`, ...bias], { transB: int(1) }, `${name}.sum`)
    const active = activated(build, sum, layer, name)
    const isResidual =
      skips === 'residual' && index > 0 && index < layers.length - 1 && widthOf(layer) === layer.inputs
    before = isResidual ? build.add('Add', [active, read], {}, `${name}.residual`) : active
    values.push(before)
  })
  build.output(before, 'values')
  return {
    ...build.build(),
    metadata: {
      features: features.join(', '),
      about:
        'A network that gives a colour for each point of a picture, drawn by Reverie. The columns of "point" are the features ' +
        'above: x to the right and y down in the range that was drawn, r = √(x² + y²), z0, z1, … latent numbers, one = 1.',
      [OUTLINE]: outlineOf(network),
    },
  }
}

/** The network without its numbers. */
function outlineOf({ features, skips, arithmetic, layers }: PatternNetwork): string {
  const outline = layers.map(({ inputs, units, activations, bias }) => ({
    inputs,
    units,
    activations,
    bias: bias !== undefined,
  }))
  return JSON.stringify({ version: 1, features, skips, arithmetic, layers: outline })
}

function activated(build: Builder, sum: string, { activations, units }: DenseLayer, name: string): string {
  const [first] = activations
  if (activations.length === 1) return rules[first!](build, sum, name)
  // Units of one activation are picked, activated together, and put back in their places.
  const kinds = [...new Set(activations)]
  const places = kinds.map((kind) => activations.flatMap((each, unit) => (each === kind ? [unit] : [])))
  const parts = kinds.map((kind, index) => {
    const picked = build.add(
      'Gather',
      [sum, build.indices(places[index]!)],
      { axis: int(1) },
      `${name}.${kind}.sum`,
    )
    return rules[kind](build, picked, `${name}.${kind}`)
  })
  const joined = build.add('Concat', parts, { axis: int(1) }, `${name}.joined`)
  const order = places.flat()
  const back = Array.from({ length: units }, (_, unit) => order.indexOf(unit))
  return build.add('Gather', [joined, build.indices(back)], { axis: int(1) }, name)
}

const one =
  (op: string): Rule =>
  (build, sum, name) =>
    build.add(op, [sum], {}, name)

/** Adds an activation's nodes and gives the value that they make. */
type Rule = (build: Builder, sum: string, name: string) => string

const rules: Readonly<Record<Activation, Rule>> = {
  tanh: one('Tanh'),
  sin: one('Sin'),
  cos: one('Cos'),
  relu: one('Relu'),
  softplus: one('Softplus'),
  sigmoid: one('Sigmoid'),
  abs: one('Abs'),
  identity: (_, sum) => sum,
  gaussian: (build, sum, name) => {
    const square = build.add('Mul', [sum, sum], {}, `${name}.square`)
    return build.add('Exp', [build.add('Mul', [square, build.scalar(-0.5)], {}, `${name}.exponent`)], {}, name)
  },
  step: (build, sum, name) => {
    const above = build.add('Greater', [sum, build.scalar(0)], {}, `${name}.above`)
    return build.add('Cast', [above], { to: int(FLOAT32) }, name)
  },
  composite: (build, sum, name) => {
    const arc = build.add('Atan', [sum], {}, `${name}.atan`)
    const odd = build.add('Div', [arc, build.scalar(composite.atan)], {}, `${name}.odd`)
    const square = build.add('Mul', [arc, arc], {}, `${name}.square`)
    const even = build.add('Div', [square, build.scalar(composite.square)], {}, `${name}.even`)
    return build.add('Concat', [odd, even], { axis: int(1) }, name)
  },
}

/** ONNX's number of float32. */
const FLOAT32 = 1

/** The network that a graph says it is, where its nodes are those of it; undefined for any other graph. */
export function networkOfOnnx(graph: Graph): PatternNetwork | undefined {
  const network = withWeights(graph, graph.metadata[OUTLINE])
  if (network === undefined || networkProblems(network).length > 0) return undefined
  const own = onnxGraph(network)
  const isSame = [graph.nodes, graph.inputs, graph.outputs].every(
    (part, index) => JSON.stringify(part) === JSON.stringify([own.nodes, own.inputs, own.outputs][index]),
  )
  const isWhole = [...own.initializers].every(([name, value]) => isAlike(graph.initializers.get(name), value))
  return isSame && isWhole ? network : undefined
}

/** Whether a graph's constant is the one that it should be; weights were read from there. */
function isAlike(found: Tensor | undefined, wanted: Tensor): boolean {
  if (found === undefined || found.type !== wanted.type || found.shape.join() !== wanted.shape.join()) return false
  if (found.data === wanted.data) return true
  return (
    found.data.length > 0 &&
    Array.from(found.data as ArrayLike<unknown>).every((each, at) => each === wanted.data[at])
  )
}

function withWeights(graph: Graph, outline: string | undefined): PatternNetwork | undefined {
  if (outline === undefined) return undefined
  try {
    const json: unknown = JSON.parse(outline)
    if (!isObject(json) || json['version'] !== 1) return undefined
    const { features, skips, arithmetic, layers } = json as unknown as Omit<PatternNetwork, 'layers'> & {
      readonly layers: readonly (Pick<DenseLayer, 'inputs' | 'units' | 'activations'> & {
        readonly bias: boolean
      })[]
    }
    const isKnown = ['none', 'residual', 'dense'].includes(skips) && ['float32', 'netart'].includes(arithmetic)
    if (!isKnown || !Array.isArray(features)) return undefined
    const floats = (name: string): Float32Array => {
      const value = graph.initializers.get(name)
      if (value?.type !== 'float32') throw new TypeError(name)
      return value.data as Float32Array
    }
    return {
      features,
      skips,
      arithmetic,
      layers: layers.map(({ inputs, units, activations, bias }, index) => {
        if (!Array.isArray(activations)) throw new TypeError('activations')
        const weights = floats(`layer${index}.weight`)
        return { inputs, units, weights, ...(bias ? { bias: floats(`layer${index}.bias`) } : {}), activations }
      }),
    }
  } catch {
    return undefined // Somebody else's words under our key: the graph speaks for itself.
  }
}
