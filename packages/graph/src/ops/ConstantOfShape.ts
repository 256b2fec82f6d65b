/** ConstantOfShape: a tensor of the shape that the input tells, filled with the one element of `value` (0.0 if none). */
import { integersOf } from '../axes.ts'
import { tensorOf, type Dimension, type Node } from '../graph.ts'
import { zeroGradient, type Op } from '../op.ts'
import { pick } from '../strided.ts'
import { sizeOf, tensor, type Tensor } from '../tensor.ts'

export const ConstantOfShape: Op = {
  infer: (context) => {
    const count = context.input(0).shape?.[0]
    const unknown = typeof count === 'number' ? Array.from<Dimension>({ length: count }) : undefined
    return [{ type: elementOf(context.node).type, shape: integersOf(context.value(0)) ?? unknown }]
  },
  evaluate: (context) => {
    const shape = integersOf(context.value(0))
    return shape && [pick(elementOf(context.node), shape, new Uint8Array(sizeOf(shape)))]
  },
  gradient: zeroGradient,
}

function elementOf(node: Node): Tensor {
  return tensorOf(node, 'value') ?? tensor('float32', [1], [0])
}
