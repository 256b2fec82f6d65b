/**
 * Makers of elementwise ops, so that `ops/Sin.ts` states only what is particular to the sine: its value and its
 * derivative. Results have the type of the operands, comparisons give bools; operands broadcast
 * (multidirectionally), and cotangents are summed back over what was broadcast.
 */
import { algebraOf, type Algebra } from './algebra.ts'
import { broadcastShapes, sumTo } from './broadcast.ts'
import type { Builder } from './builder.ts'
import type { Dimension, Node, ValueType } from './graph.ts'
import { zeroGradient, type GradientContext, type InferContext, type Op } from './op.ts'
import { numbersOf, sizeOf, tensor, type DataType, type Tensor } from './tensor.ts'

/** What a derivative rule of one input may use: the operand, the result and its cotangent. */
export interface UnaryContext extends Algebra {
  readonly build: Builder
  readonly node: Node
  readonly x: string
  readonly y: string
  readonly dy: string
}

/** The same for two operands. */
export interface BinaryContext extends Algebra {
  readonly build: Builder
  readonly node: Node
  readonly a: string
  readonly b: string
  readonly y: string
  readonly dy: string
  /** Content of an operand where it is constant. */
  value(index: number): Tensor | undefined
}

/** An op of one input. */
export function unary(rules: {
  /** The function, for constants. */
  readonly value?: (x: number, node: Node) => number
  /** The cotangent of x; 'zero' for functions that are constant almost everywhere. */
  readonly gradient: 'zero' | ((context: UnaryContext) => string)
}): Op {
  const { value, gradient } = rules
  return {
    infer: (context) => [context.input(0)],
    ...(value && { evaluate: (context) => evaluateElements(context, (x) => value(x, context.node)) }),
    gradient:
      gradient === 'zero'
        ? zeroGradient
        : (context) => [
            gradient({
              ...algebraOf(context.build, context.input(0)),
              build: context.build,
              node: context.node,
              x: context.input(0),
              y: context.output(0),
              dy: context.cotangent(0)!,
            }),
          ],
  }
}

/** An op of one input whose result is a bool. */
export function predicate(value: (x: number, node: Node) => boolean): Op {
  return {
    infer: (context) => [{ type: 'bool', shape: context.input(0).shape }],
    evaluate: (context) => evaluateElements(context, (x) => Number(value(x, context.node)), 'bool'),
    gradient: zeroGradient,
  }
}

/** An op of two inputs that broadcast. */
export function binary(rules: {
  /** The function, for constants; `integer` tells that it is asked for integers. */
  readonly value: (a: number, b: number, integer: boolean, node: Node) => number
  /** The cotangents of a and b, in the shape of the result. */
  readonly gradient: readonly [(context: BinaryContext) => string, (context: BinaryContext) => string]
}): Op {
  return {
    infer: (context) => [{ type: context.input(0).type ?? context.input(1).type, shape: broadcastInputs(context) }],
    evaluate: (context) => {
      const integer = !/^b?float/.test(context.input(0).type ?? '')
      return evaluateElements(context, (a, b) => rules.value(a, b, integer, context.node))
    },
    gradient: (context) => {
      const { build } = context
      const given: BinaryContext = {
        ...algebraOf(build, context.output(0)),
        build,
        node: context.node,
        a: context.input(0),
        b: context.input(1),
        y: context.output(0),
        dy: context.cotangent(0)!,
        value: context.value,
      }
      return rules.gradient.map((rule, index) =>
        context.wants(index) ? summed(context, rule(given), index) : undefined,
      )
    },
  }
}

/** An op of two inputs that broadcast and whose result is a bool. */
export function comparison(value: (a: number, b: number) => boolean): Op {
  return {
    infer: (context) => [{ type: 'bool', shape: broadcastInputs(context) }],
    evaluate: (context) => evaluateElements(context, (a, b) => Number(value(a, b)), 'bool'),
    gradient: zeroGradient,
  }
}

/** An op of one or more inputs that broadcast. */
export function variadic(rules: {
  readonly value: (operands: readonly number[]) => number
  /** The cotangent of one operand, in the shape of the result. */
  readonly gradient: (context: Omit<UnaryContext, 'build'> & { readonly count: number }) => string
}): Op {
  return {
    infer: (context) => [{ type: context.input(0).type, shape: broadcastInputs(context) }],
    evaluate: (context) => evaluateElements(context, (...operands) => rules.value(operands)),
    gradient: (context) => {
      const { build, node } = context
      const given = {
        ...algebraOf(build, context.output(0)),
        node,
        y: context.output(0),
        dy: context.cotangent(0)!,
      }
      const count = node.inputs.length
      return node.inputs.map((x, index) =>
        context.wants(index) ? summed(context, rules.gradient({ ...given, x, count }), index) : undefined,
      )
    },
  }
}

/** A cotangent in the shape of the result, summed to the shape of an operand (a constant rule may be smaller). */
function summed(context: GradientContext, cotangent: string, index: number): string {
  return sumTo(context.build, cotangent, context.shape(index))
}

/**
 * The shape to which all inputs of a node broadcast.
 * @throws GraphError naming the node when they do not.
 */
export function broadcastInputs(context: InferContext): readonly Dimension[] | undefined {
  const shapes = context.node.inputs.map((_, index) => context.input(index).shape)
  try {
    return broadcastShapes(...shapes)
  } catch (error) {
    return context.fail(error instanceof RangeError ? error.message : String(error))
  }
}

/** Types whose elements are not stored as the numbers they stand for. */
const OPAQUE: ReadonlySet<DataType | undefined> = new Set(['float16', 'bfloat16', 'string', undefined])

/**
 * The result of a function over the broadcast elements of all inputs, where they are all constants; undefined where
 * they are not, or where integers exceed what a JavaScript number holds exactly.
 */
export function evaluateElements(
  context: InferContext,
  value: (...operands: number[]) => number,
  type: ValueType['type'] = context.input(0).type,
): readonly Tensor[] | undefined {
  const operands = context.node.inputs.map((_, index) => context.value(index))
  if (!operands.every((operand) => operand !== undefined && !OPAQUE.has(operand.type))) return undefined
  if (type === undefined || OPAQUE.has(type)) return undefined
  const shape = broadcastShapes(...operands.map((operand) => operand!.shape)) as readonly number[]
  const columns = operands.map((operand) => spread(numbersOf(operand!), operand!.shape, shape))
  const result = Array.from({ length: sizeOf(shape) }, (_, index) =>
    value(...columns.map((column) => column[index]!)),
  )
  const exact = /int64/.test(type) ? [...result, ...columns.flat()].every(Number.isSafeInteger) : true
  return exact ? [tensor(type as Exclude<DataType, 'string'>, shape, result)] : undefined
}

/** The elements of a broadcast operand, one for each element of the result. */
function spread(values: readonly number[], from: readonly number[], to: readonly number[]): readonly number[] {
  if (from.join() === to.join()) return values
  let spreadValues = values
  // From the last axis to the first: each pass repeats the blocks behind one broadcast axis.
  let block = 1
  for (let axis = to.length - 1; axis >= 0; axis--) {
    const size = to[axis]!
    const own = from[axis - (to.length - from.length)] ?? 1
    if (own !== size) {
      const before = spreadValues
      spreadValues = Array.from({ length: (before.length / block) * size * block }, (_, index) => {
        const lead = Math.floor(index / (size * block))
        return before[lead * block + (index % block)]!
      })
    }
    block *= size
  }
  return spreadValues
}
