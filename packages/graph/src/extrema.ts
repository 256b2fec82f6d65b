/** The maker of ArgMax and ArgMin: where along an axis the extreme lies; the first such place unless told otherwise. */
import { axisOf } from './axes.ts'
import { intOf, isStatic, type Dimension } from './graph.ts'
import { zeroGradient, type InferContext, type Op } from './op.ts'
import { stridesOf, walk } from './strided.ts'
import { numbersOf, tensor } from './tensor.ts'

/** `better(a, b)` tells whether a is nearer to the extreme than b. */
export function argument(better: (left: number, right: number) => boolean): Op {
  return {
    infer: (context) => [{ type: 'int64', shape: shapeOf(context) }],
    evaluate: (context) => {
      const source = context.value(0)
      const shape = shapeOf(context)
      if (source === undefined || source.type === 'string' || source.type === 'float16' || !isStatic(shape))
        return undefined
      const axis = axisOf(context, intOf(context.node, 'axis', 0), source.shape.length)
      const last = intOf(context.node, 'select_last_index', 0) === 1
      const strides = stridesOf(source.shape)
      const numbers = numbersOf(source)
      const starts = walk(source.shape.with(axis, 1), strides)
      const places = Array.from(starts, (start) => {
        let best = 0
        for (let at = 1; at < source.shape[axis]!; at++) {
          const [found, held] = [numbers[start + at * strides[axis]!]!, numbers[start + best * strides[axis]!]!]
          if (better(found, held) || (last && found === held)) best = at
        }
        return best
      })
      return [tensor('int64', shape, places)]
    },
    gradient: zeroGradient,
  }
}

function shapeOf(context: InferContext): readonly Dimension[] | undefined {
  const { shape } = context.input(0)
  if (shape === undefined) return undefined
  const axis = axisOf(context, intOf(context.node, 'axis', 0), shape.length)
  return intOf(context.node, 'keepdims', 1) === 1 ? shape.with(axis, 1) : shape.filter((_, other) => other !== axis)
}
