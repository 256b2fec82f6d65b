/** Cast: the same numbers in another element type. */
import { cast, castTo } from '../casts.ts'
import { intOf } from '../graph.ts'
import { elementType } from '../onnx/tensors.ts'
import type { InferContext, Op } from '../op.ts'
import { isFloat, type DataType } from '../tensor.ts'

export const Cast: Op = {
  infer: (context) => [{ type: target(context), shape: context.input(0).shape }],
  evaluate: (context) => {
    const value = context.value(0)
    const result = value && cast(value, target(context))
    return result && [result]
  },
  gradient: ({ build, input, cotangent }) => {
    const type = build.type(input(0)).type
    return isFloat(type) ? [build.add('Cast', [cotangent(0)!], castTo(type!))] : []
  },
}

function target({ node }: InferContext): DataType {
  return elementType(intOf(node, 'to', 0), `The result of Cast "${node.name || node.outputs[0]}"`)
}
