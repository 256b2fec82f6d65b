/** EyeLike: a matrix of the input's shape with ones on a diagonal (`k` above the main one), of type `dtype` or the input's. */
import { intOf } from '../graph.ts'
import { elementType } from '../onnx/tensors.ts'
import { zeroGradient, type Op } from '../op.ts'

export const EyeLike: Op = {
  infer: ({ node, input }) => {
    const { type, shape } = input(0)
    const code = intOf(node, 'dtype', 0)
    return [{ type: code === 0 ? type : elementType(code, 'EyeLike'), shape }]
  },
  gradient: zeroGradient,
}
