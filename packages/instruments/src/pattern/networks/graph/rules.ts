/** The ONNX ops that a pattern's network may be made of. */
import { describe, floatOf, intOf, isFloat, numbersOf, type Node } from '@reverie/graph'
import { activations } from '../../network.ts'
import {
  composite,
  isPlain,
  plain,
  unitOf,
  type Column,
  type Scaled,
  type Sum,
  type UnitFunction,
} from './columns.ts'
import { added, affine, asSums } from './linear.ts'
import { Conv, Gemm, MatMul } from './products.ts'
import { broadcast, outputLayout, perColumn, type Rule, type RuleContext } from './rule.ts'
import * as selections from './selections.ts'

/** Units that apply a function to columns. */
function applied(context: RuleContext, columns: readonly Column[], apply: UnitFunction): Scaled[] {
  return asSums(columns, context.take).map((sum) => plain(unitOf(sum, apply, describe(context.node))))
}

const activation =
  (apply: UnitFunction): Rule =>
  (context) => [applied(context, context.columns(0), apply)]

/** A sum, or a difference, of two inputs. */
function plus(context: RuleContext, factor: 1 | -1): readonly Column[] {
  const [left, right] = [context.constant(0), context.constant(1)]
  if (right !== undefined) {
    const shifts = perColumn(context, 1)
    return broadcast(context, 0).map((column, index) => affine(column, 1, factor * shifts[index]!))
  }
  if (left !== undefined) {
    const shifts = perColumn(context, 0)
    return broadcast(context, 1).map((column, index) => affine(column, factor, shifts[index]!))
  }
  return added(broadcast(context, 0), broadcast(context, 1), factor, context.take)
}

/** Columns times constants. */
function scaled(context: RuleContext, index: number, factors: readonly number[]): readonly Column[] {
  return broadcast(context, index).map((column, at) => affine(column, factors[at]!, 0, false))
}

/** x · x: of an arc tangent the other half of lucid's activation, of anything else a square. */
function squared(context: RuleContext): readonly Column[] {
  const columns = context.columns(0)
  const arcs = columns.map((column): Column | undefined => {
    if (column.kind !== 'scaled' || column.shift !== 0 || column.base.kind !== 'unit') return undefined
    const { base, scale } = column
    if (base.apply !== 'atan') return undefined
    const unit = unitOf(base.sum, 'atan²', base.maker)
    return tidied({ ...plain(unit), scale: (scale ** 2 * composite.square) / composite.atan ** 2 })
  })
  return arcs.every((arc) => arc !== undefined) ? arcs : applied(context, columns, 'square')
}

/** A scale that differs from 1 only by the rounding of constants is 1. */
function tidied(column: Column): Column {
  if (column.kind === 'sum' || Math.abs(column.scale - 1) > 1e-6) return column
  return { ...column, scale: 1 }
}

const isSame = ({ node }: RuleContext): boolean => node.inputs[0] === node.inputs[1]

/** e^(−c·s²) is the Gaussian of √(2c)·s; a shift inside becomes a factor outside. */
function exponential(context: RuleContext): Scaled[] {
  return context.columns(0).map((column): Scaled => {
    const isSquare = column.kind === 'scaled' && column.base.kind === 'unit' && column.base.apply === 'square'
    if (!isSquare || column.scale >= 0) {
      return context.fail(`is known only in a Gaussian, e^(−c·x²) with c above 0. ${known}`)
    }
    const inner = affine((column.base as { sum: Sum }).sum, Math.sqrt(-2 * column.scale), 0, false) as Sum
    return { ...plain(unitOf(inner, 'gaussian', describe(context.node))), scale: Math.exp(column.shift) }
  })
}

const known = `A pattern's activations are ${activations.join(', ')}.`

/** 1 where left is greater than right, one of which is a constant. */
function step(context: RuleContext, left: 0 | 1): Scaled[] {
  const right = 1 - left
  if (context.constant(left) === undefined && context.constant(right) === undefined) {
    return applied(context, added(broadcast(context, left), broadcast(context, right), -1, context.take), 'step')
  }
  if (context.constant(right) !== undefined) {
    const bounds = perColumn(context, right)
    const columns = broadcast(context, left)
    return applied(
      context,
      columns.map((column, at) => (bounds[at] === 0 ? column : affine(column, 1, -bounds[at]!))),
      'step',
    )
  }
  const bounds = perColumn(context, left)
  return applied(
    context,
    broadcast(context, right).map((column, at) => affine(column, -1, bounds[at]!, bounds[at] !== 0)),
    'step',
  )
}

const single = (context: RuleContext, index: number): number | undefined => {
  const value = context.constant(index)
  return value?.data.length === 1 ? numbersOf(value)[0] : undefined
}

const isAbsent = (node: Node, index: number): boolean => !node.inputs[index]

/** The rules by op. */
export const rules: Readonly<Record<string, Rule>> = {
  Conv,
  Gemm,
  MatMul,
  ...selections,
  Tanh: activation('tanh'),
  Sin: activation('sin'),
  Cos: activation('cos'),
  Relu: activation('relu'),
  Softplus: activation('softplus'),
  Sigmoid: activation('sigmoid'),
  Abs: activation('abs'),
  Atan: (context) => [
    applied(context, context.columns(0), 'atan').map((column) => ({ ...column, scale: composite.atan })),
  ],
  Exp: (context) => [exponential(context)],
  Add: (context) => [plus(context, 1)],
  Sub: (context) => [plus(context, -1)],
  Sum: (context) =>
    context.node.inputs.length === 2
      ? [plus(context, 1)]
      : context.node.inputs.length === 1
        ? [context.columns(0)]
        : context.fail(`adds ${context.node.inputs.length} values; two at a time are read.`),
  Neg: (context) => [context.columns(0).map((column) => affine(column, -1, 0, false))],
  Mul: (context) => {
    if (isSame(context)) return [squared(context)]
    const constant = [0, 1].find((index) => context.constant(index) !== undefined)
    if (constant === undefined)
      return context.fail('multiplies two values of the network, which no layer of a pattern does.')
    return [scaled(context, 1 - constant, perColumn(context, constant)).map(tidied)]
  },
  Div: (context) => {
    if (context.constant(1) === undefined)
      return context.fail('divides by a value of the network, which no layer of a pattern does.')
    const factors = perColumn(context, 1).map((divisor) => 1 / divisor)
    return [scaled(context, 0, factors).map(tidied)]
  },
  Pow: (context) =>
    single(context, 1) === 2
      ? [squared(context)]
      : context.fail(`is known only as a square on its way into a Gaussian. ${known}`),
  Max: (context) => {
    const constant = [0, 1].find((index) => context.constant(index) !== undefined)
    if (context.node.inputs.length !== 2 || constant === undefined || single(context, constant) !== 0) {
      return context.fail(`is known only as relu, the larger of x and 0. ${known}`)
    }
    return [applied(context, context.columns(1 - constant), 'relu')]
  },
  Clip: (context) => {
    const { node } = context
    if (!isAbsent(node, 2))
      return context.fail(`has an upper bound, which no activation of a pattern has. ${known}`)
    if (isAbsent(node, 1)) return [context.columns(0)]
    if (single(context, 1) !== 0) return context.fail(`is known only as relu, the larger of x and 0. ${known}`)
    return [applied(context, context.columns(0), 'relu')]
  },
  Greater: (context) => [step(context, 0)],
  Less: (context) => [step(context, 1)],
  Where: (context) => {
    if (context.constant(1) === undefined || context.constant(2) === undefined) {
      return context.fail('chooses between values of the network, which no layer of a pattern does.')
    }
    const [yes, no] = [perColumn(context, 1), perColumn(context, 2)]
    return [
      broadcast(context, 0).map((column, at) => {
        const height = yes[at]! - no[at]!
        return height === 1 && no[at] === 0 ? column : affine(column, height, no[at]!)
      }),
    ]
  },
  Cast: (context) => {
    const columns = context.columns(0)
    const isStep = columns.every(
      (column) => isPlain(column) && column.base.kind === 'unit' && column.base.apply === 'step',
    )
    return isFloat(context.outputType) || isStep
      ? [columns]
      : context.fail('rounds values of the network to whole numbers.')
  },
  BatchNormalization: (context) => {
    if (intOf(context.node, 'training_mode', 0) === 1)
      return context.fail('is in training mode; export the network for inference.')
    const { columns, count } = outputLayout(context, 0)
    if (columns !== undefined && columns !== 1)
      return context.fail(`normalises axis 1, found the columns along axis ${columns}.`)
    const lists = [1, 2, 3, 4].map((index) => {
      const value = context.constant(index)
      return value === undefined
        ? context.fail('takes its statistics from the network; export it for inference.')
        : numbersOf(value)
    })
    const [scale, bias, mean, variance] = lists as [number[], number[], number[], number[]]
    if (lists.some((list) => list.length !== count)) return context.fail(`needs ${count} numbers of each kind.`)
    const epsilon = floatOf(context.node, 'epsilon', 1e-5)
    return [
      context.columns(0).map((column, at) => {
        const factor = scale[at]! / Math.sqrt(variance[at]! + epsilon)
        return affine(column, factor, bias[at]! - factor * mean[at]!)
      }),
    ]
  },
}
