/**
 * What ONNX Runtime's WebGPU provider (1.30) lacks or gets wrong, written as what every provider does right.
 *
 * Gradients never add such ops, but the network itself may hold them: GoogLeNet's LRN, SqueezeNet's Dropout, the Sum of
 * older ResNets. `gradient` replaces them, so that one graph runs everywhere. On the CPU the replacements cost what the
 * ops do.
 *
 * One kernel is silently wrong there: a Conv of 6, 9, 15, 18, 21, … input channels (multiples of 3 beyond 3 itself but
 * not of 4) and a multiple of 4 output channels, unless it is a plain product of matrices. It reads three channels at a
 * time as if there were only three. Such a Conv gets channels of zeros up to a multiple of 4.
 */
import { algebraOf, type Algebra } from './algebra.ts'
import { createBuilder, type Builder } from './builder.ts'
import { float, floatOf, int, intOf, ints, intsOf, isStatic, type Graph, type Node } from './graph.ts'
import { isConstantlyOff } from './ops/Dropout.ts'
import { perChannel } from './ops/GroupNormalization.ts'
import { windowMean } from './ops/LRN.ts'
import { overChannels, standardise } from './normalization.ts'
import { sizeOf, type Tensor } from './tensor.ts'

interface RuleContext extends Algebra {
  readonly build: Builder
  readonly node: Node
  readonly x: string
  /** Static shape of x. */
  readonly shape: readonly number[]
  value(index: number): Tensor | undefined
}

/** Adds nodes and returns the value that stands for the node's first output; undefined leaves the node. */
type Rule = (context: RuleContext) => string | undefined

const rules: Readonly<Record<string, Rule>> = {
  Celu: ({ build, node, x, mul }) => {
    const alpha = floatOf(node, 'alpha', 1)
    return mul(build.add('Elu', [mul(x, 1 / alpha)]), alpha)
  },
  Conv: ({ build, node, x, shape }) => {
    const weights = build.shape(node.inputs[1]!)
    const [outputs, channels] = weights as [number, number]
    const isWrong =
      channels === shape[1] && channels > 3 && channels % 3 === 0 && channels % 4 !== 0 && outputs % 4 === 0
    const isProduct =
      weights.slice(2).every((size) => size === 1) &&
      (intsOf(node, 'strides') ?? []).every((stride) => stride === 1)
    if (!isWrong || isProduct) return undefined
    const grow = (value: string): string => {
      const before = weights.map(() => 0)
      return build.add('Pad', [value, build.indices([...before, ...before.with(1, 4 - (channels % 4))])])
    }
    return build.add('Conv', [grow(x), grow(node.inputs[1]!), ...node.inputs.slice(2)], node.attributes)
  },
  Dropout: ({ build, node, x, value }) => (isConstantlyOff(node, value) ? build.add('Identity', [x]) : undefined),
  GroupNormalization: ({ build, node, x, shape, mul, add }) => {
    const groups = intOf(node, 'num_groups', 1)
    const channels = shape[1]!
    const rows = [shape[0]!, groups, sizeOf(shape) / shape[0]! / groups]
    const { normal } = standardise(
      build,
      build.add('Reshape', [x, build.indices(rows)]),
      [2],
      floatOf(node, 'epsilon', 1e-5),
    )
    const [scale, bias] = [1, 2].map((index) =>
      overChannels(build, perChannel(build, node.inputs[index]!, channels, groups), shape.length),
    )
    return add(mul(build.add('Reshape', [normal, build.indices(shape)]), scale!), bias!)
  },
  LRN: ({ build, node, x, mul, add, number }) => {
    const size = intOf(node, 'size', 1)
    const means = windowMean(build, mul(x, x), Math.floor((size - 1) / 2), Math.ceil((size - 1) / 2))
    const sums = add(mul(means, floatOf(node, 'alpha', 1e-4)), floatOf(node, 'bias', 1))
    return mul(x, build.add('Pow', [sums, number(-floatOf(node, 'beta', 0.75))]))
  },
  LogSoftmax: ({ build, node, x, shape, sub, exp, apply }) => {
    const axis = intOf(node, 'axis', -1)
    const axes = build.indices([axis < 0 ? axis + shape.length : axis])
    const reduce = (op: string, value: string): string => build.add(op, [value, axes], { keepdims: int(1) })
    const shifted = sub(x, reduce('ReduceMax', x))
    return sub(shifted, apply('Log', reduce('ReduceSum', exp(shifted))))
  },
  LpNormalization: ({ build, node, x, shape, div, add, neg, attained }) => {
    const axis = intOf(node, 'axis', -1)
    const axes = build.indices([axis < 0 ? axis + shape.length : axis])
    const norm = build.add(intOf(node, 'p', 2) === 1 ? 'ReduceL1' : 'ReduceL2', [x, axes], { keepdims: int(1) })
    return div(x, add(norm, attained(neg(norm))))
  },
  Mean: ({ build, node, mul }) => mul(summed(build, node), 1 / node.inputs.length),
  Selu: ({ build, node, x, mul }) => {
    // The op's own defaults (ops/Selu.ts says whose).
    const alpha = floatOf(node, 'alpha', 1.67326319217681884765625)
    return mul(build.add('Elu', [x], { alpha: float(alpha) }), floatOf(node, 'gamma', 1.05070102214813232421875))
  },
  Sign: ({ x, step }) => step(x, -1, 1),
  Softsign: ({ x, div, add, apply }) => div(x, add(apply('Abs', x), 1)),
  SpaceToDepth: ({ build, node, x, shape }) => {
    const block = intOf(node, 'blocksize', 1)
    const [batch, channels, height, width] = shape as [number, number, number, number]
    const [rows, columns] = [height / block, width / block]
    const apart = build.add('Reshape', [x, build.indices([batch, channels, rows, block, columns, block])])
    const turned = build.add('Transpose', [apart], { perm: ints([0, 3, 5, 1, 2, 4]) })
    return build.add('Reshape', [turned, build.indices([batch, channels * block ** 2, rows, columns])])
  },
  Sum: ({ build, node }) =>
    node.inputs.length > 1 ? summed(build, node) : build.add('Identity', [node.inputs[0]!]),
}

function summed(build: Builder, node: Node): string {
  return node.inputs.reduce((sum, input) => build.add('Add', [sum, input]))
}

/** The same function without what WebGPU lacks, where sizes are static and only the first output is used. */
export function portable(graph: Graph): Graph {
  if (!graph.nodes.some(({ op }) => Object.hasOwn(rules, op))) return graph
  const build = createBuilder({ ...graph, outputs: [] })
  const replaced = new Map<Node, readonly Node[]>()
  for (const node of graph.nodes) {
    const { shape, type } = build.type(node.inputs[0] ?? '')
    if (!Object.hasOwn(rules, node.op) || !isStatic(shape) || type !== 'float32') continue
    if (node.outputs.slice(1).some((name) => name !== '')) continue
    const before = build.build().nodes.length
    const value = (index: number): Tensor | undefined => build.value(node.inputs[index] ?? '')
    const x = node.inputs[0]!
    const result = rules[node.op]!({ ...algebraOf(build, x), build, node, x, shape, value })
    if (result === undefined) continue
    const added = build.build().nodes.slice(before)
    replaced.set(
      node,
      added.map((each) => (each.outputs[0] === result ? { ...each, outputs: [node.outputs[0]!] } : each)),
    )
  }
  const nodes = graph.nodes.flatMap((node) => replaced.get(node) ?? [node])
  return { ...build.build(), nodes, outputs: graph.outputs }
}
