/**
 * Where neighbouring elements are equal by construction.
 *
 * Overlapping max pools put one maximum into several of their outputs, and what works on each position alone (an
 * activation, a 1×1 convolution) keeps them equal: a later max pool finds the same function of the same element
 * twice, and must share its cotangent among them, or that element receives it twice. GoogLeNet's blocks are so built.
 * Other ties are of measure zero, and not looked for, since sharing costs a division and a sum over the window.
 */
import { intOf, intsOf, type Node } from './graph.ts'

/** How many channels of a value have such ties. */
type Extent = 'none' | 'some' | 'all'

/** Ops that change each element alone, or leave it; their first input decides. */
const elementwise: ReadonlySet<string> = new Set(
  'Relu LeakyRelu PRelu Clip Elu Selu Celu ThresholdedRelu HardSigmoid HardSwish Sigmoid Tanh Softplus Softsign Gelu Mish Erf Exp Log Sqrt Abs Neg BatchNormalization InstanceNormalization Dropout Identity Cast'.split(
    ' ',
  ),
)
const arithmetic: ReadonlySet<string> = new Set(['Add', 'Sub', 'Mul', 'Div', 'Pow', 'Max', 'Min', 'Sum', 'Mean'])

/**
 * Whether a value has neighbours that are equal by construction.
 * @param producer the node that makes a value
 * @param shape static shape of a value
 */
export function hasTies(
  value: string,
  producer: (value: string) => Node | undefined,
  shape: (value: string) => readonly number[],
): boolean {
  const known = new Map<string, Extent>()
  const extent = (name: string): Extent => {
    const seen = known.get(name)
    if (seen !== undefined) return seen
    const node = producer(name)
    const found = node === undefined ? 'none' : extentAfter(node)
    known.set(name, found)
    return found
  }
  const extentAfter = (node: Node): Extent => {
    const first = node.inputs[0] ?? ''
    if (node.op === 'MaxPool') return overlaps(node) ? 'all' : extent(first)
    if (elementwise.has(node.op)) return extent(first)
    if (node.op === 'Concat') {
      const extents = node.inputs.map(extent)
      if (extents.every((part) => part === 'all')) return 'all'
      return extents.every((part) => part === 'none') ? 'none' : 'some'
    }
    // A sum over channels is tied where all of them are.
    if (node.op === 'LRN') return extent(first) === 'all' ? 'all' : 'none'
    if (node.op === 'Conv') {
      if (
        shape(node.inputs[1]!)
          .slice(2)
          .some((size) => size !== 1)
      )
        return 'none'
      return intOf(node, 'group', 1) === 1 && extent(first) === 'some' ? 'none' : extent(first)
    }
    if (arithmetic.has(node.op)) {
      const varying = node.inputs.filter((name) =>
        shape(name)
          .slice(2)
          .some((size) => size !== 1),
      )
      const extents = varying.map(extent)
      if (extents.includes('none')) return 'none'
      return extents.includes('some') ? 'some' : (extents[0] ?? 'none')
    }
    return 'none'
  }
  return extent(value) !== 'none'
}

function overlaps(node: Node): boolean {
  const strides = intsOf(node, 'strides')
  return (intsOf(node, 'kernel_shape') ?? []).some((size, axis) => size > (strides?.[axis] ?? 1))
}
