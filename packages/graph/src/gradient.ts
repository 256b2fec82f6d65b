/**
 * Reverse-mode differentiation of a graph, by graph construction.
 *
 * `gradient` walks the nodes that lie between what is differentiated and what it is differentiated with respect to,
 * from last to first, and lets each op's rule add the nodes of its vector-Jacobian product (Griewank and Walther,
 * "Evaluating Derivatives", 2008, chapter 3). The result is one graph that computes value and gradient in one run;
 * activations of the forward half are read by the backward half where they lie, nothing is computed twice.
 *
 * Sizes must be static. A gradient needs them (a sum over a broadcast axis, the crop of a strided convolution),
 * ONNX Runtime plans memory and layouts better with them, and on WebGPU they keep shape arithmetic off the CPU.
 *
 * Conventions: at kinks (Relu at 0, Abs at 0, Clip at its bounds) the derivative is 0; MaxPool and ReduceMax send the
 * cotangent to every element that attains the maximum, which for ties means more than one; MaxPool shares it among
 * those that are tied by construction (ties.ts). Integer values and
 * what is named in `stop` carry no gradient.
 */
import { createBuilder, type Builder } from './builder.ts'
import { prune } from './cut.ts'
import { describe, GraphError, type Graph, type Node } from './graph.ts'
import { opOf } from './infer.ts'
import type { GradientContext } from './op.ts'
import { sum } from './phases.ts'
import { projectBeforePooling } from './pools.ts'
import { oldestOpset } from './opset.ts'
import { portable } from './portable.ts'
import { distributeSplits } from './splits.ts'
import { isFloat, tensor } from './tensor.ts'

/** What is differentiated, and with respect to what. */
export interface GradientRequest {
  /** The value, or values, that are differentiated. Without a cotangent their elements are summed. */
  readonly of: string | readonly string[]
  /**
   * Inputs, initialisers or any inner values. Initialisers named here count as variables: the new graph reads them
   * wherever they matter, so it stays right when they are promoted to inputs and change (training).
   */
  readonly withRespectTo: readonly string[]
  /**
   * Names of the values (graph inputs, or anything computed in the graph) that hold the cotangents of `of`, of the
   * same shapes. One name for one value; a record for several, where an absent entry means ones.
   */
  readonly cotangent?: string | Readonly<Record<string, string>>
  /** Values that count as constants: no gradient flows through them. */
  readonly stop?: readonly string[]
  /** Other values that the new graph should also put out. */
  readonly keep?: readonly string[]
}

/** The output that holds the gradient with respect to a value. */
export const gradientOf = (value: string): string => `gradient/${value}`

/**
 * A graph that computes `of` and, as `gradientOf(name)`, its exact gradient with respect to each named value.
 *
 * @returns outputs: the values of `of`, those of `keep`, then the gradients; all inputs that they need.
 * @throws GraphError when a name is unknown, a size is not static, or an op on the path has no gradient.
 */
export function gradient(graph: Graph, request: GradientRequest): Graph {
  const of = typeof request.of === 'string' ? [request.of] : request.of
  const cotangents = cotangentNames(of, request.cotangent)
  const needed = [...new Set([...of, ...cotangents.values(), ...(request.keep ?? [])])]
  const named = new Set([...needed, ...request.withRespectTo, ...(request.stop ?? [])])
  const pruned = prune(graph, needed, { keepInputs: request.withRespectTo })
  const forward = projectBeforePooling(pruned, named)
  const variables = new Set(request.withRespectTo)
  const build = createBuilder({ ...forward, opset: oldestOpset(forward), outputs: [] }, graph.name, variables)
  for (const name of named) build.type(name)

  const tape = createTape(forward, build, request, of)
  for (const name of of) tape.seed(name, cotangents.get(name) ?? ones(build, name))
  tape.run()

  for (const name of new Set([...of, ...(request.keep ?? [])])) build.output(name)
  for (const name of request.withRespectTo) {
    build.output(tape.cotangent(name) ?? zeros(build, name), gradientOf(name))
  }
  const built = portable(distributeSplits(build.build(), variables))
  return prune(
    built,
    built.outputs.map(({ name }) => name),
  )
}

function cotangentNames(of: readonly string[], given: GradientRequest['cotangent']): Map<string, string> {
  if (given === undefined) return new Map()
  if (typeof given !== 'string') {
    const others = Object.keys(given).filter((name) => !of.includes(name))
    if (others.length === 0) return new Map(Object.entries(given))
    throw new GraphError(
      `Cotangents were given for ${others.join(', ')}, which "of" does not name. It names: ${of.join(', ')}.`,
    )
  }
  if (of.length !== 1) {
    throw new GraphError(`One cotangent was given for ${of.length} values (${of.join(', ')}): name one for each.`)
  }
  return new Map([[of[0]!, given]])
}

const ones = (build: Builder, name: string): string => filled(build, name, 1)
const zeros = (build: Builder, name: string): string => filled(build, name, 0)

function filled(build: Builder, name: string, value: number): string {
  const type = build.type(name).type
  return build.constant(
    tensor(type === undefined || type === 'string' ? 'float32' : type, build.shape(name), value),
  )
}

interface Tape {
  seed(value: string, cotangent: string): void
  run(): void
  cotangent(value: string): string | undefined
}

function createTape(forward: Graph, build: Builder, request: GradientRequest, of: readonly string[]): Tape {
  const stopped = new Set(request.stop)
  const active = activeValues(forward, build, request.withRespectTo, stopped)
  const producers = new Map(forward.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)))
  const consumers = new Map<string, Node[]>()
  for (const node of forward.nodes) {
    for (const name of node.inputs) {
      const list = consumers.get(name)
      if (list === undefined) consumers.set(name, [node])
      else list.push(node)
    }
  }
  /** Values that are read from outside: a rule may not defer work to a value's only consumer then. */
  const read = new Set([...of, ...request.withRespectTo])
  const contributions = new Map<string, string[]>()

  const cotangent = (value: string): string | undefined => {
    const parts = contributions.get(value)
    if (parts === undefined) return undefined
    // The sum replaces its parts so that it is made once.
    const total = sum(build, parts, `cotangent/${value}`)
    contributions.set(value, [total])
    return total
  }

  const seed: Tape['seed'] = (value, part) => {
    if (!active.has(value)) return
    const expected = build.shape(value)
    const found = build.shape(part)
    if (expected.join() !== found.join()) {
      throw new GraphError(
        `The cotangent of "${value}" should have its shape [${expected.join(', ')}], found [${found.join(', ')}].`,
      )
    }
    const list = contributions.get(value)
    if (list === undefined) contributions.set(value, [part])
    else list.push(part)
  }

  const visit = (node: Node): void => {
    const wanted = node.inputs.map((name) => active.has(name))
    const given = node.outputs.map((name) => (active.has(name) ? cotangent(name) : undefined))
    if (!wanted.includes(true) || given.every((name) => name === undefined)) return
    const rule = opOf(node).gradient
    if (rule === undefined) {
      throw new GraphError(
        `${describe(node)} has no gradient here. Name one of its inputs in "stop", or cut the graph before it.`,
      )
    }
    const context: GradientContext = {
      node,
      build,
      input: (index) => node.inputs[index] ?? '',
      output: (index) => node.outputs[index]!,
      shape: (index) => build.shape(node.inputs[index]!),
      outputShape: (index) => build.shape(node.outputs[index]!),
      value: (index) => build.value(node.inputs[index] ?? ''),
      cotangent: (index) => given[index],
      wants: (index) => wanted[index] ?? false,
      producer: (index) => producers.get(node.inputs[index] ?? ''),
      producerOf: (value) => producers.get(value),
      consumers: (value) => (read.has(value) ? [] : (consumers.get(value) ?? [])),
      fail: (message) => {
        throw new GraphError(`${describe(node)}: ${message}`)
      },
    }
    rule(context).forEach((part, index) => {
      if (part !== undefined && wanted[index]) seed(node.inputs[index]!, part)
    })
  }

  return {
    seed,
    cotangent,
    run: () => {
      for (let index = forward.nodes.length - 1; index >= 0; index--) visit(forward.nodes[index]!)
    },
  }
}

/** Float values that depend on one of the sources, without passing through a stopped value. */
function activeValues(
  forward: Graph,
  build: Builder,
  sources: readonly string[],
  stopped: ReadonlySet<string>,
): ReadonlySet<string> {
  const active = new Set(sources.filter((name) => !stopped.has(name)))
  for (const node of forward.nodes) {
    if (!node.inputs.some((name) => active.has(name))) continue
    for (const name of node.outputs) {
      if (name && !stopped.has(name) && isFloat(build.type(name).type)) active.add(name)
    }
  }
  return active
}
