/** Axes as ONNX gives them (negative ones count from the end) and the lists of them that come as inputs. */
import { intsOf, type Dimension, type Node } from './graph.ts'
import type { InferContext, UpgradeContext } from './op.ts'
import { numbersOf, tensor, type Tensor } from './tensor.ts'

/** Whoever can refuse a node in a sentence. */
type Failing = Pick<InferContext, 'fail'>

/**
 * An axis from 0.
 * @throws GraphError when it is not one of `rank` axes.
 */
export function axisOf(context: Failing, axis: number, rank: number): number {
  if (axis < -rank || axis >= rank) {
    return context.fail(`axis ${axis} should be one of the ${rank} axes of the input (${-rank} to ${rank - 1}).`)
  }
  return axis < 0 ? axis + rank : axis
}

/**
 * Axes from 0, in the order given.
 * @throws GraphError when one is out of range or named twice.
 */
export function axesOf(context: Failing, axes: readonly number[], rank: number): readonly number[] {
  const found = axes.map((axis) => axisOf(context, axis, rank))
  if (new Set(found).size !== found.length) context.fail(`axes [${axes.join(', ')}] should name each axis once.`)
  return found
}

/** The numbers of a constant tensor of integers; undefined where it is not constant. */
export function integersOf(value: Tensor | undefined): readonly number[] | undefined {
  return value === undefined ? undefined : numbersOf(value)
}

/**
 * The integers that a gradient needs to know.
 * @throws GraphError when the input is not constant.
 */
export function constantIntegers(
  context: Failing & { value(index: number): Tensor | undefined },
  index: number,
  what: string,
): readonly number[] {
  return (
    integersOf(context.value(index)) ??
    context.fail(`the gradient needs constant ${what} (input ${index}), found computed ones.`)
  )
}

/** The shape of which only the rank is known. */
export function unknownSizes(rank: number): readonly Dimension[] {
  return Array.from({ length: rank }, () => undefined)
}

/** Whether an optional input is there. */
export function has(node: Node, index: number): boolean {
  return Boolean(node.inputs[index])
}

/** The node with attributes of older opsets turned into int64 inputs, in order; other attributes stay. */
export function attributesToInputs(context: UpgradeContext, names: readonly string[]): readonly Node[] {
  const { node } = context
  const made = names.map((name) => {
    const values = intsOf(node, name)
    return values === undefined ? '' : context.constant(tensor('int64', [values.length], values))
  })
  while (made.at(-1) === '') made.pop()
  const attributes = Object.fromEntries(Object.entries(node.attributes).filter(([name]) => !names.includes(name)))
  return [{ ...node, inputs: [...node.inputs.slice(0, 1), ...made], attributes }]
}
