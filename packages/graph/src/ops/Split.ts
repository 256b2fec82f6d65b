/** Split: parts along `axis`, of the sizes in input 1 or as equal as they can be (the last may be smaller). */
import { axisOf, has, integersOf, unknownSizes } from '../axes.ts'
import { int, intOf, intsOf, type Dimension } from '../graph.ts'
import type { InferContext, Op, UpgradeContext } from '../op.ts'
import { strided, stridesOf } from '../strided.ts'
import { tensor, type DataType } from '../tensor.ts'

export const Split: Op = {
  infer: (context) => {
    const { type, shape } = context.input(0)
    if (shape === undefined) return context.node.outputs.map(() => ({ type, shape }))
    const axis = axisOf(context, intOf(context.node, 'axis', 0), shape.length)
    return sizesOf(context, shape[axis]).map((size) => ({ type, shape: shape.with(axis, size) }))
  },
  evaluate: (context) => {
    const value = context.value(0)
    if (value === undefined) return undefined
    const axis = axisOf(context, intOf(context.node, 'axis', 0), value.shape.length)
    const sizes = sizesOf(context, value.shape[axis])
    if (!sizes.every((size) => typeof size === 'number')) return undefined
    const strides = stridesOf(value.shape)
    let start = 0
    return sizes.map((size) => {
      const part = strided(value, value.shape.with(axis, size), strides, start * strides[axis]!)
      start += size
      return part
    })
  },
  gradient: ({ build, node, cotangent, shape, outputShape, fail }) => {
    const type = build.type(node.inputs[0]!).type as Exclude<DataType, 'string'>
    const parts = node.outputs.map(
      (_, index) => cotangent(index) ?? build.constant(tensor(type, outputShape(index), 0), 'zeros'),
    )
    const axis = axisOf({ fail }, intOf(node, 'axis', 0), shape(0).length)
    return [parts.length === 1 ? parts[0] : build.add('Concat', parts, { axis: int(axis) })]
  },
  upgrade: (context) => [upgraded(context)],
}

/** Opset 13 took `split` from the attributes to the inputs; 18 asks for the number of equal parts. */
function upgraded(context: UpgradeContext) {
  const { node } = context
  const { split: _, ...attributes } = node.attributes
  const split = intsOf(node, 'split')
  if (split !== undefined) {
    return {
      ...node,
      inputs: [node.inputs[0]!, context.constant(tensor('int64', [split.length], split))],
      attributes,
    }
  }
  return has(node, 1) ? node : { ...node, attributes: { ...attributes, num_outputs: int(node.outputs.length) } }
}

function sizesOf(context: InferContext, total: Dimension): readonly Dimension[] {
  const count = context.node.outputs.length
  if (has(context.node, 1)) {
    const sizes = integersOf(context.value(1)) ?? unknownSizes(count)
    if (sizes.length !== count) context.fail(`${count} outputs need as many sizes, found [${sizes.join(', ')}].`)
    const sum = sizes.reduce<number>((all, size) => all + (typeof size === 'number' ? size : Number.NaN), 0)
    if (typeof total === 'number' && sum !== total && !Number.isNaN(sum)) {
      context.fail(`sizes [${sizes.join(', ')}] should sum to the axis' ${total}.`)
    }
    return sizes
  }
  if (typeof total !== 'number') return unknownSizes(count)
  const part = Math.ceil(total / intOf(context.node, 'num_outputs', count))
  return Array.from({ length: count }, (_, index) => Math.max(0, Math.min(part, total - index * part)))
}
