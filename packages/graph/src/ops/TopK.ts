/**
 * TopK: the k largest (or smallest) elements along an axis, and their places.
 *
 * An element's cotangent is that of the result that equals it. Results are compared by value instead of by place,
 * which needs no integers; of equal elements each gets the cotangents of all their results.
 */
import { algebraOf } from '../algebra.ts'
import { axisOf, integersOf } from '../axes.ts'
import { int, intOf } from '../graph.ts'
import type { Op } from '../op.ts'
import { tensor } from '../tensor.ts'

export const TopK: Op = {
  infer: (context) => {
    const { type, shape } = context.input(0)
    const k = integersOf(context.value(1))?.[0]
    const axis = shape === undefined ? 0 : axisOf(context, intOf(context.node, 'axis', -1), shape.length)
    const size = shape?.[axis]
    if (k !== undefined && typeof size === 'number' && k > size) {
      context.fail(`k is ${k}, but axis ${axis} has ${size} elements.`)
    }
    const result = shape?.with(axis, k)
    return [
      { type, shape: result },
      { type: 'int64', shape: result },
    ]
  },
  gradient: (context) => {
    const { build, cotangent, input, output, shape, node } = context
    const dy = cotangent(0)
    if (dy === undefined) return []
    const axis = axisOf(context, intOf(node, 'axis', -1), shape(0).length)
    const { sub, mul, neg, apply, attained } = algebraOf(build, input(0))
    const apart = (value: string, place: number): string => build.add('Unsqueeze', [value, build.indices([place])])
    const distance = apply('Abs', sub(apart(input(0), axis + 1), apart(output(0), axis)))
    const parts = mul(attained(neg(distance)), apart(dy, axis))
    return [build.add('ReduceSum', [parts, build.indices([axis + 1])], { keepdims: int(0) })]
  },
  upgrade: ({ node, opset, constant, fail }) => {
    if (opset >= 10) return [node]
    const { k, ...attributes } = node.attributes
    if (k?.kind !== 'int') return fail('has no attribute "k".')
    return [{ ...node, inputs: [node.inputs[0]!, constant(tensor('int64', [1], [k.value]))], attributes }]
  },
}
