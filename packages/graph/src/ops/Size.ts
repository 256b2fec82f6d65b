/** Size: the number of elements, as an int64 of shape []. */
import { isStatic } from '../graph.ts'
import { zeroGradient, type Op } from '../op.ts'
import { sizeOf, tensor } from '../tensor.ts'

export const Size: Op = {
  infer: () => [{ type: 'int64', shape: [] }],
  evaluate: (context) => {
    const { shape } = context.input(0)
    return isStatic(shape) ? [tensor('int64', [], [sizeOf(shape)])] : undefined
  },
  gradient: zeroGradient,
}
