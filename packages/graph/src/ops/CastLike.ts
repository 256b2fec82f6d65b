/** CastLike: the same numbers in the element type of input 1. */
import { cast, castTo } from '../casts.ts'
import type { Op } from '../op.ts'
import { isFloat } from '../tensor.ts'

export const CastLike: Op = {
  infer: (context) => [{ type: context.input(1).type, shape: context.input(0).shape }],
  evaluate: (context) => {
    const value = context.value(0)
    const { type } = context.input(1)
    const result = value && type && cast(value, type)
    return result && [result]
  },
  gradient: ({ build, input, cotangent }) => {
    const type = build.type(input(0)).type
    return isFloat(type) ? [build.add('Cast', [cotangent(0)!], castTo(type!))] : []
  },
}
