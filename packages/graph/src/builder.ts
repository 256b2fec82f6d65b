/**
 * Adds nodes to a graph, one call a node, and infers each node's shape as it is added, so that whoever builds can
 * ask for the shape of what was just made and a misfit is reported where it was written.
 */
import type { Attributes, Dimension, Graph, Node, ValueInfo, ValueType } from './graph.ts'
import { GraphError, isStatic, OPSET } from './graph.ts'
import { inferNode, inferShapes, type Knowledge } from './infer.ts'
import { tensor, type DataType, type Tensor } from './tensor.ts'

/** A graph that grows, node by node. Made by `createBuilder`. */
export interface Builder {
  /** Adds a node with one output and returns the output's name (made from `hint`, unique). */
  add(op: string, inputs: readonly string[], attributes?: Attributes, hint?: string): string
  /** Adds a node with several outputs. */
  addMany(op: string, inputs: readonly string[], outputs: number, attributes?: Attributes, hint?: string): string[]
  /** Adds a constant; equal small constants are stored once. */
  constant(value: Tensor, hint?: string): string
  /** A one-element constant of shape []. */
  scalar(value: number, type?: Exclude<DataType, 'string'>): string
  /** A vector of int64, as shapes and axes are given. */
  indices(values: readonly number[]): string
  /** Adds a graph input. */
  input(name: string, type: DataType, shape: readonly Dimension[]): string
  /** Makes a value a graph output; with `as`, under another name. */
  output(value: string, as?: string): void
  /** What is known of a value. @throws GraphError for a name that is not in the graph. */
  type(value: string): ValueType
  /** Static shape of a value. @throws GraphError when it is not static. */
  shape(value: string): readonly number[]
  /** Content of a value where it is constant. */
  value(name: string): Tensor | undefined
  /** The graph so far. */
  build(): Graph
}

/**
 * A builder, empty or continuing a graph (whose outputs it keeps).
 * @param from a graph to continue
 * @param name name of a graph that begins here
 * @param variables initialisers of `from` whose content is not to be built upon, since it will change
 */
export function createBuilder(from?: Graph, name = 'graph', variables: ReadonlySet<string> = new Set()): Builder {
  const inferred = from === undefined ? undefined : inferShapes(from, { variables })
  const known: Knowledge = { types: new Map(inferred?.types), values: new Map(inferred?.values) }
  const inputs: ValueInfo[] = [...(from?.inputs ?? [])]
  const outputs: ValueInfo[] = [...(from?.outputs ?? [])]
  const nodes: Node[] = [...(from?.nodes ?? [])]
  const initializers = new Map(from?.initializers)
  const constants = new Map<string, string>()
  const counters = new Map<string, number>()

  const fresh = (hint: string): string => {
    for (;;) {
      const count = counters.get(hint) ?? 0
      counters.set(hint, count + 1)
      const candidate = count === 0 ? hint : `${hint}_${count}`
      if (!known.types.has(candidate)) return candidate
    }
  }

  const addMany: Builder['addMany'] = (op, inputNames, count, attributes = {}, hint = op) => {
    const name = fresh(hint)
    const made = Array.from({ length: count }, (_, index) => (index === 0 ? name : fresh(`${hint}_out${index}`)))
    const node: Node = { op, name, domain: '', inputs: inputNames, outputs: made, attributes }
    inferNode(node, known)
    nodes.push(node)
    return made
  }

  const constant: Builder['constant'] = (value, hint = 'constant') => {
    const small = value.data.length <= 64
    const key = small
      ? `${value.type}[${value.shape.join()}]${Array.from(value.data as ArrayLike<unknown>, keyOf).join()}`
      : ''
    const existing = small ? constants.get(key) : undefined
    if (existing !== undefined) return existing
    const name = fresh(hint)
    initializers.set(name, value)
    known.types.set(name, { type: value.type, shape: value.shape })
    known.values.set(name, value)
    if (small) constants.set(key, name)
    return name
  }

  const type: Builder['type'] = (value) => {
    const found = known.types.get(value)
    if (found === undefined) throw new GraphError(`There is no value "${value}" in graph "${from?.name ?? name}".`)
    return found
  }

  return {
    add: (op, inputNames, attributes, hint) => addMany(op, inputNames, 1, attributes, hint)[0]!,
    addMany,
    constant,
    scalar: (value, dataType = 'float32') => constant(tensor(dataType, [], [value]), 'scalar'),
    indices: (values) => constant(tensor('int64', [values.length], values), 'indices'),
    input(inputName, dataType, shape) {
      if (known.types.has(inputName)) throw new GraphError(`There is already a value "${inputName}".`)
      inputs.push({ name: inputName, type: dataType, shape })
      known.types.set(inputName, { type: dataType, shape })
      return inputName
    },
    output(value, as) {
      const info = type(value)
      if (as === undefined || as === value) {
        outputs.push({ name: value, ...info })
        return
      }
      nodes.push({ op: 'Identity', name: as, domain: '', inputs: [value], outputs: [as], attributes: {} })
      known.types.set(as, info)
      outputs.push({ name: as, ...info })
    },
    type,
    shape(value) {
      const { shape } = type(value)
      if (!isStatic(shape)) {
        throw new GraphError(
          `The shape of "${value}" must be known, found [${shape?.map((d) => d ?? '?').join(', ') ?? 'unknown rank'}]. ` +
            `Fix the graph's input size first.`,
        )
      }
      return shape
    },
    value: (valueName) => known.values.get(valueName),
    build: () => ({
      name: from?.name ?? name,
      opset: from?.opset ?? OPSET,
      inputs,
      outputs,
      nodes,
      initializers,
      metadata: from?.metadata ?? {},
    }),
  }
}

/** -0 and 0 are different constants, and so are the NaNs from the numbers. */
function keyOf(value: unknown): string {
  return Object.is(value, -0) ? '-0' : String(value)
}
