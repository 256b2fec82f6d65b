/** Compress: the elements of an axis (or of the flattened input) where the condition (input 1) holds. */
import { axisOf } from '../axes.ts'
import { intOf } from '../graph.ts'
import type { Op } from '../op.ts'
import { scatterAlong } from '../select.ts'
import { numbersOf, sizeOf, type Tensor } from '../tensor.ts'

export const Compress: Op = {
  infer: (context) => {
    const { type, shape } = context.input(0)
    const count = chosen(context.value(1))?.length
    if (context.node.attributes['axis'] === undefined) return [{ type, shape: [count] }]
    return [{ type, shape: shape?.with(axisOf(context, intOf(context.node, 'axis', 0), shape.length), count) }]
  },
  gradient: (context) => {
    const { build } = context
    const shape = context.shape(0)
    const sources = chosen(context.value(1)) ?? context.fail('the gradient needs a constant condition (input 1).')
    if (context.node.attributes['axis'] !== undefined) {
      const axis = axisOf(context, intOf(context.node, 'axis', 0), shape.length)
      return [scatterAlong(build, context.cotangent(0)!, axis, sources, shape[axis]!)]
    }
    const flat = scatterAlong(build, context.cotangent(0)!, 0, sources, sizeOf(shape))
    return [build.add('Reshape', [flat, build.indices(shape)])]
  },
}

function chosen(condition: Tensor | undefined): readonly number[] | undefined {
  return condition && numbersOf(condition).flatMap((holds, at) => (holds === 0 ? [] : [at]))
}
