/** Shape: the sizes of the input's axes, from `start` to `end`, as int64. */
import { intOf, isStatic, type Dimension } from '../graph.ts'
import { zeroGradient, type InferContext, type Op } from '../op.ts'
import { tensor } from '../tensor.ts'

export const Shape: Op = {
  infer: (context) => [{ type: 'int64', shape: [sizes(context)?.length] }],
  evaluate: (context) => {
    const found = sizes(context)
    return isStatic(found) ? [tensor('int64', [found.length], found)] : undefined
  },
  gradient: zeroGradient,
}

/** Out of range ends are clamped, negative ones count from the back: as slice does. */
function sizes(context: InferContext): readonly Dimension[] | undefined {
  const { shape } = context.input(0)
  return shape?.slice(intOf(context.node, 'start', 0), intOf(context.node, 'end', shape.length))
}
