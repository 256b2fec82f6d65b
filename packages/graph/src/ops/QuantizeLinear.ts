/** QuantizeLinear: saturate(round(x / scale) + zero point). A staircase: its derivative is 0 almost everywhere. */
import { intOf } from '../graph.ts'
import { elementType } from '../onnx/tensors.ts'
import { zeroGradient, type Op } from '../op.ts'

export const QuantizeLinear: Op = {
  infer: (context) => {
    const named = intOf(context.node, 'output_dtype', 0)
    const type = named === 0 ? 'uint8' : elementType(named, 'The result of QuantizeLinear')
    return [{ type: context.optional(2)?.type ?? type, shape: context.input(0).shape }]
  },
  gradient: zeroGradient,
}
