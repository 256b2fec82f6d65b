/** Range: start, start + delta, … up to, not including, the limit. */
import type { InferContext, Op } from '../op.ts'
import { zeroGradient } from '../op.ts'
import { numbersOf, tensor, type DataType } from '../tensor.ts'

export const Range: Op = {
  infer: (context) => [{ type: context.input(0).type, shape: [numbers(context)?.length] }],
  evaluate: (context) => {
    const values = numbers(context)
    const { type } = context.input(0)
    if (values === undefined || type === undefined || /float16|string/.test(type)) return undefined
    return [tensor(type as Exclude<DataType, 'string'>, [values.length], values)]
  },
  gradient: zeroGradient,
}

function numbers(context: InferContext): readonly number[] | undefined {
  const [start, limit, delta] = [0, 1, 2].map((index) => {
    const value = context.value(index)
    return value && numbersOf(value)[0]
  })
  if (start === undefined || limit === undefined || delta === undefined) return undefined
  if (delta === 0) context.fail('the step should not be 0.')
  return Array.from({ length: Math.max(0, Math.ceil((limit - start) / delta)) }, (_, at) => start + at * delta)
}
