/** The pattern's network that an ONNX graph computes at each point. */
import {
  describe,
  inferShapes,
  isFloat,
  isStatic,
  prune,
  withInputShape,
  type Dimension,
  type Graph,
  type Node,
  type ValueInfo,
} from '@reverie/graph'
import { InstrumentError } from '../../../instrument.ts'
import type { PatternNetwork } from '../../network.ts'
import { limits, tooMany } from '../check-network.ts'
import { plain, type Column } from './columns.ts'
import { layersOf } from './layering.ts'
import { layoutOf, POINTS, type RuleContext } from './rule.ts'
import { wideKernel } from './products.ts'
import { rules } from './rules.ts'

/** A network whose columns have no meaning yet. */
export interface Unnamed extends Pick<PatternNetwork, 'layers' | 'skips'> {
  /** Values that it reads, over all inputs of the graph in order. */
  readonly features: number
}

/**
 * The network of a graph: all its inputs, one after another, are the features, all its outputs the outputs.
 * @throws InstrumentError naming the node that does not fit and why, or all ops that have no place in a pattern.
 * @throws GraphError when shapes do not fit each other.
 */
export function networkFromGraph(graph: Graph): Unnamed {
  const isPicture = graph.nodes.some(({ op }) => op === 'Conv')
  const used = prune(
    graph,
    graph.outputs.map(({ name }) => name),
  )
  const shapes = Object.fromEntries(used.inputs.map((input) => [input.name, atPoints(input, isPicture)]))
  const pointed = pointedGraph(used, shapes)
  refuseOthers(pointed.nodes)
  const { types } = inferShapes(pointed)
  const values = new Map<string, readonly Column[]>()
  let features = 0
  for (const { name, shape } of pointed.inputs) {
    const { count } = layoutOf(shape as number[])!
    const first = features
    features += count
    values.set(
      name,
      Array.from({ length: count }, (_, index) => plain({ kind: 'feature', index: first + index })),
    )
  }
  if (features > limits.features) throw new InstrumentError(tooMany('inputs', features, limits.features))
  let weights = 0
  const take = (count: number): void => {
    weights += count
    // Rows are made on the way to their layers too.
    if (weights > 4 * limits.weights)
      throw new InstrumentError(tooMany('weights or more', limits.weights, limits.weights))
  }
  for (const node of pointed.nodes) {
    const fail = (message: string): never => {
      throw new InstrumentError(`${describe(node)}: ${message}`)
    }
    const staticShape = (name: string | undefined): readonly number[] => {
      const shape = types.get(name ?? '')?.shape
      return isStatic(shape) ? shape : fail('has a shape that is known only when it runs.')
    }
    const context: RuleContext = {
      node,
      outputType: types.get(node.outputs[0]!)?.type,
      constant: (index) => pointed.initializers.get(node.inputs[index] ?? ''),
      columns: (index) =>
        values.get(node.inputs[index] ?? '') ?? fail(`needs a value of the network as input ${index}.`),
      shape: (index) => staticShape(node.inputs[index]),
      outputShape: (index) => staticShape(node.outputs[index]),
      take,
      fail,
    }
    rules[node.op]!(context).forEach((columns, index) => {
      if (columns.length < 1 || columns.length > limits.units) {
        fail(`makes ${columns.length} values at a point; a layer has 1 to ${limits.units}.`)
      }
      const name = node.outputs[index]
      if (name) values.set(name, columns)
    })
  }
  const outputs = pointed.outputs.flatMap(({ name, shape }) => {
    if (!isStatic(shape) || layoutOf(shape) === undefined) {
      throw new InstrumentError(`Output "${name}" is not a list of numbers at each point.`)
    }
    return values.get(name) ?? refuseConstant(name)
  })
  return { ...layersOf(outputs, features, take), features }
}

/** Ops of arithmetic on shapes, which is gone once the number of points is fixed. */
const shapeOps = new Set(['Shape', 'Size', 'ConstantOfShape', 'Range', 'Expand', 'Tile', 'Equal', 'Floor', 'Ceil'])

/** The graph at POINTS points. Where shapes do not fit, an op that has no place here is the better reason. */
function pointedGraph(graph: Graph, shapes: Readonly<Record<string, readonly Dimension[]>>): Graph {
  try {
    return withInputShape(graph, shapes)
  } catch (error) {
    refuseOthers(graph.nodes.filter(({ op }) => !shapeOps.has(op)))
    for (const node of graph.nodes) {
      const kernel = node.op === 'Conv' ? graph.initializers.get(node.inputs[1]!)?.shape : undefined
      if (kernel?.slice(2).some((size) => size !== 1)) {
        throw new InstrumentError(`${describe(node)}: ${wideKernel(kernel)}`, { cause: error })
      }
    }
    throw error
  }
}

function refuseConstant(name: string): never {
  throw new InstrumentError(`Output "${name}" is the same everywhere: it reads no input.`)
}

/** An input's shape with POINTS along one axis and 1 along all others but the columns'. */
function atPoints({ name, type, shape }: ValueInfo, isPicture: boolean): Dimension[] {
  if (type !== undefined && !isFloat(type)) {
    throw new InstrumentError(`Input "${name}" should be of floats, found ${type}.`)
  }
  if (shape === undefined) {
    throw new InstrumentError(
      `Input "${name}" states no shape. Export it again as [points, columns], points being free.`,
    )
  }
  const fixed = shape.flatMap((size, axis) => (typeof size === 'number' ? [axis] : []))
  const last = shape.length - 1
  // Pictures have their channels first; else columns come last, or are the only size that is fixed.
  const columns = isPicture ? 1 : fixed.includes(last) ? last : fixed.length === 1 ? fixed[0]! : -1
  const count = shape[columns]
  if (shape.length < 2 || typeof count !== 'number' || count < 1) {
    const sizes = shape.map((size) => size ?? '?').join(', ')
    throw new InstrumentError(
      `Input "${name}" should be of shape [points, columns], the number of columns fixed; found [${sizes}].`,
    )
  }
  const free = shape.findIndex((size, axis) => axis !== columns && typeof size !== 'number')
  const points = free >= 0 ? free : columns === 0 ? 1 : 0
  return shape.map((_, axis) => (axis === columns ? count : axis === points ? POINTS : 1))
}

/** Refuses ops without a rule, all at once. */
function refuseOthers(nodes: readonly Node[]): void {
  const others = nodes.filter(({ op }) => !Object.hasOwn(rules, op))
  if (others.length === 0) return
  const names = others.slice(0, 12).map(describe).join(', ')
  throw new InstrumentError(
    `${others.length === 1 ? 'A node has' : 'Some nodes have'} no place in a pattern's network: ` +
      `${names}${others.length > 12 ? `, and ${others.length - 12} more` : ''}. It is made of dense layers (Gemm, MatMul and Add, ` +
      `1 × 1 Conv), the activations tanh, sin, cos, gaussian, relu, softplus, sigmoid, abs, step and lucid's composite, and ` +
      `what can be folded into them.`,
  )
}
