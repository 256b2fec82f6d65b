/** NonZero: the coordinates of the elements that are not 0, [rank, count]. */
import { zeroGradient, type Op } from '../op.ts'
import { stridesOf } from '../strided.ts'
import { numbersOf, tensor } from '../tensor.ts'

export const NonZero: Op = {
  infer: (context) => [{ type: 'int64', shape: [context.input(0).shape?.length, undefined] }],
  evaluate: (context) => {
    const value = context.value(0)
    if (value === undefined || value.type === 'string') return undefined
    const found = numbersOf(value).flatMap((element, at) => (element === 0 ? [] : [at]))
    const coordinates = stridesOf(value.shape).flatMap((stride, axis) =>
      found.map((at) => Math.floor(at / stride) % value.shape[axis]!),
    )
    return [tensor('int64', [value.shape.length, found.length], coordinates)]
  },
  gradient: zeroGradient,
}
