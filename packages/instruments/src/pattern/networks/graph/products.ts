/** Gemm, MatMul and 1 × 1 convolutions: products of columns with constant matrices. */
import { describe, floatOf, intOf, intsOf, numbersOf, type Tensor } from '@reverie/graph'
import { affine, product } from './linear.ts'
import type { Column, Sum } from './columns.ts'
import { inputLayout, outputLayout, perColumn, type Rule, type RuleContext } from './rule.ts'

/** The product with a matrix of units × inputs, read by `at(unit, input)`. */
function multiplied(
  context: RuleContext,
  columns: readonly Column[],
  units: number,
  weights: Tensor,
  at: (unit: number, input: number) => number,
): Sum[] {
  const values = numbersOf(weights)
  return product(columns, units, (unit, input) => values[at(unit, input)]!, describe(context.node), context.take)
}

const matrixOf = (context: RuleContext, index: number): Tensor => {
  const value = context.constant(index)
  if (value === undefined)
    return context.fail('multiplies two values of the network, which no layer of a pattern does.')
  if (value.shape.length < 2 || value.shape.slice(0, -2).some((size) => size !== 1)) {
    return context.fail(`needs a matrix of weights, found shape [${value.shape.join(', ')}].`)
  }
  return value
}

/** y = x · W, or W · x where each point is a column of x. */
export const MatMul: Rule = (context) => {
  const left = context.constant(0) === undefined
  const weights = matrixOf(context, left ? 1 : 0)
  const columns = context.columns(left ? 0 : 1)
  const shape = context.shape(left ? 0 : 1)
  const { points } = inputLayout(context, left ? 0 : 1)
  outputLayout(context, 0)
  const [rows, width] = weights.shape.slice(-2) as [number, number]
  const summed = left ? shape.length - 1 : shape.length - 2
  const fits = points !== summed && (left ? rows : width) === columns.length
  if (!fits) return context.fail(`sums over points: its columns must lie along axis ${summed}.`)
  return left
    ? [multiplied(context, columns, width, weights, (unit, input) => input * width + unit)]
    : [multiplied(context, columns, rows, weights, (unit, input) => unit * width + input)]
}

/** y = alpha · x · W + beta · C. */
export const Gemm: Rule = (context) => {
  const { node } = context
  if (context.constant(0) !== undefined)
    return context.fail('has its weights before its values; export it as x · W.')
  const weights = matrixOf(context, 1)
  const columns = context.columns(0)
  const { points } = inputLayout(context, 0)
  const output = outputLayout(context, 0)
  const [rows, width] = weights.shape as [number, number]
  if ((intOf(node, 'transA', 0) === 1) !== (points === 1))
    return context.fail('sums over points, which no layer of a pattern does.')
  const transposed = intOf(node, 'transB', 0) === 1
  const units = transposed ? rows : width
  const alpha = floatOf(node, 'alpha', 1)
  const sums = multiplied(context, columns, units, weights, (unit, input) =>
    transposed ? unit * width + input : input * width + unit,
  ).map((sum) => affine(sum, alpha, 0, false))
  if (!node.inputs[2]) return [sums]
  if (context.constant(2) === undefined)
    return context.fail('adds a value of the network as its bias; export it as Gemm and Add.')
  const beta = floatOf(node, 'beta', 1)
  const bias = perColumn(context, 2, output)
  return [sums.map((sum, unit) => affine(sum, 1, beta * bias[unit]!))]
}

/** A convolution that sees one pixel at a time. */
export const Conv: Rule = (context) => {
  const { node } = context
  const weights = matrixOf({ ...context, constant: (index) => squeezed(context, index) }, 1)
  const columns = context.columns(0)
  const { columns: axis } = inputLayout(context, 0)
  outputLayout(context, 0)
  const [units, inputs] = weights.shape as [number, number]
  if (intOf(node, 'group', 1) !== 1)
    return context.fail('is in groups; only whole 1 × 1 convolutions are layers of a pattern.')
  const moves = (intsOf(node, 'strides') ?? []).some((stride) => stride !== 1)
  if (moves || (intsOf(node, 'pads') ?? []).some((pad) => pad !== 0)) {
    return context.fail('has strides or padding; only plain 1 × 1 convolutions are layers of a pattern.')
  }
  if ((axis !== undefined && axis !== 1) || inputs !== columns.length) {
    return context.fail(`reads ${inputs} channels along axis 1, found ${columns.length} columns.`)
  }
  const sums = multiplied(context, columns, units, weights, (unit, input) => unit * inputs + input)
  if (!node.inputs[2]) return [sums]
  const bias = context.constant(2)
  if (bias === undefined || bias.data.length !== units)
    return context.fail(`needs a constant bias of ${units} numbers.`)
  const values = numbersOf(bias)
  return [sums.map((sum, unit) => affine(sum, 1, values[unit]!))]
}

/** A 1 × 1 kernel as the matrix that it is. */
function squeezed(context: RuleContext, index: number): Tensor | undefined {
  const value = context.constant(index)
  if (value === undefined)
    return context.fail('has a kernel that the network computes, which no layer of a pattern has.')
  if (value.shape.slice(2).some((size) => size !== 1)) return context.fail(wideKernel(value.shape))
  return { ...value, shape: value.shape.slice(0, 2) }
}

/** Why a kernel of this shape is refused. */
export function wideKernel(shape: readonly number[]): string {
  return `looks at more than one point: its kernel has the shape [${shape.join(', ')}]. Only 1 × 1 convolutions are layers of a pattern.`
}
