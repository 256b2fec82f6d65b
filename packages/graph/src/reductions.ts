/**
 * The maker of reductions: `ops/ReduceMean.ts` states its value and its derivative, the axes are handled here. Axes
 * come as input 1 (all of them when absent, unless `noop_with_empty_axes`); with `keepdims` (the default) reduced axes
 * stay with size 1.
 */
import { algebraOf, type Algebra, type Term } from './algebra.ts'
import { attributesToInputs, axesOf, constantIntegers, has, integersOf } from './axes.ts'
import type { Builder } from './builder.ts'
import { intOf, intsOf, isStatic, type Dimension } from './graph.ts'
import type { InferContext, Op } from './op.ts'
import { stridesOf, walk } from './strided.ts'
import { numbersOf, sizeOf, tensor, type Tensor } from './tensor.ts'

/** What a derivative may use. Results and cotangents have their reduced axes kept, so that they broadcast over x. */
export interface ReductionContext extends Algebra {
  readonly build: Builder
  readonly x: string
  readonly y: string
  readonly dy: string
  /** The axes that are reduced, as the int64 constant that ReduceSum and its kind take. */
  readonly axes: string
  /** Elements of x for each element of the result. */
  readonly count: number
}

/** A reduction over some axes. */
export function reduction(rules: {
  /** The function, for constants. */
  readonly value: (elements: readonly number[]) => number
  /** The cotangent of x; it is broadcast to the shape of x where it is smaller. */
  readonly gradient: (context: ReductionContext) => Term
}): Op {
  return {
    infer: (context) => [{ type: context.input(0).type, shape: reducedShape(context) }],
    evaluate: (context) => evaluate(context, rules.value),
    gradient: (context) => {
      const { build, cotangent, output, shape, outputShape } = context
      const axes = reducedAxes(context, shape(0).length, () => constantIntegers(context, 1, 'axes'))
      if (axes.length === 0) {
        const dropped = ['Sum', 'Mean', 'Max', 'Min', 'Prod'].some((name) => context.node.op === `Reduce${name}`)
        return dropped ? [cotangent(0)!] : context.fail('its gradient without axes is not supported.')
      }
      const kept = shape(0).map((size, axis) => (axes.includes(axis) ? 1 : size))
      const keep = (value: string): string =>
        outputShape(0).length === kept.length ? value : build.add('Reshape', [value, build.indices(kept)])
      const algebra = algebraOf(build, output(0))
      const dx = algebra.number(
        rules.gradient({
          ...algebra,
          build,
          x: context.input(0),
          y: keep(output(0)),
          dy: keep(cotangent(0)!),
          axes: build.indices(axes),
          count: axes.reduce((product, axis) => product * shape(0)[axis]!, 1),
        }),
      )
      return [expanded(build, dx, shape(0))]
    },
    upgrade: (context) =>
      intsOf(context.node, 'axes') === undefined ? [context.node] : attributesToInputs(context, ['axes']),
  }
}

/** A value broadcast to a shape; itself where it has that shape. */
export function expanded(build: Builder, value: string, shape: readonly number[]): string {
  if (build.shape(value).join() === shape.join()) return value
  return build.add('Expand', [value, build.indices(shape)])
}

type Axes = Pick<InferContext, 'node' | 'fail'>

/** The reduced axes, counted from 0; `given` answers those of input 1. */
function reducedAxes(context: Axes, rank: number, given: () => readonly number[]): readonly number[] {
  const { node } = context
  const axes = has(node, 1) ? given() : []
  if (axes.length > 0) return axesOf(context, axes, rank)
  return intOf(node, 'noop_with_empty_axes', 0) === 1 ? [] : Array.from({ length: rank }, (_, axis) => axis)
}

function reducedShape(context: InferContext): readonly Dimension[] | undefined {
  const { shape } = context.input(0)
  const kept = intOf(context.node, 'keepdims', 1) === 1
  const given = integersOf(context.value(1))
  if (has(context.node, 1) && given === undefined) {
    if (shape === undefined) return undefined
    const count = kept ? 0 : context.input(1).shape?.[0]
    return typeof count === 'number' && count <= shape.length
      ? Array.from<Dimension>({ length: shape.length - count })
      : undefined
  }
  if (shape === undefined) {
    const all = (given?.length ?? 0) === 0 && intOf(context.node, 'noop_with_empty_axes', 0) === 0
    return all && !kept ? [] : undefined
  }
  const axes = reducedAxes(context, shape.length, () => given!)
  return kept
    ? shape.map((size, axis) => (axes.includes(axis) ? 1 : size))
    : shape.filter((_, axis) => !axes.includes(axis))
}

function evaluate(
  context: InferContext,
  value: (elements: readonly number[]) => number,
): readonly Tensor[] | undefined {
  const source = context.value(0)
  const shape = reducedShape(context)
  if (source === undefined || !isStatic(shape)) return undefined
  const { type } = source
  if (type === 'string' || type === 'float16' || type === 'bfloat16' || type === 'bool') return undefined
  const rank = source.shape.length
  const axes = reducedAxes(context, rank, () => integersOf(context.value(1))!)
  const strides = stridesOf(source.shape)
  const others = strides.map((_, axis) => axis).filter((axis) => !axes.includes(axis))
  const at = (list: readonly number[]): Float64Array =>
    walk(
      list.map((axis) => source.shape[axis]!),
      list.map((axis) => strides[axis]!),
    )
  const inner = Array.from(at(axes))
  const numbers = numbersOf(source)
  const result = Array.from(at(others), (start) => value(inner.map((offset) => numbers[start + offset]!)))
  const exact = /int64/.test(type) ? result.every(Number.isSafeInteger) : true
  return exact && result.length === sizeOf(shape) ? [tensor(type, shape, result)] : undefined
}
