/** MatMul: the matrix product over the last two axes; axes before them broadcast, vectors count as a row or a column. */
import { broadcastShapes, sumTo } from '../broadcast.ts'
import type { Builder } from '../builder.ts'
import { ints, type Dimension } from '../graph.ts'
import type { InferContext, Op } from '../op.ts'
import { sizeOf } from '../tensor.ts'

export const MatMul: Op = {
  infer: (context) => [{ type: context.input(0).type, shape: productShape(context) }],
  gradient: ({ build, input, cotangent, shape, wants }) => {
    // As matrices: a vector on the left is a row, on the right a column.
    const [left, right] = [
      shape(0).length === 1 ? [1, ...shape(0)] : shape(0),
      shape(1).length === 1 ? [...shape(1), 1] : shape(1),
    ]
    const matrix = (value: string, to: readonly number[]): string =>
      build.shape(value).join() === to.join() ? value : build.add('Reshape', [value, build.indices(to)])
    const batch = broadcastShapes(left.slice(0, -2), right.slice(0, -2)) as readonly number[]
    const [a, b] = [matrix(input(0), left), matrix(input(1), right)]
    const dy = matrix(cotangent(0)!, [...batch, left.at(-2)!, right.at(-1)!])
    return [
      wants(0) ? matrix(sumTo(build, build.add('MatMul', [dy, turned(build, b)]), left), shape(0)) : undefined,
      wants(1) ? matrix(rightCotangent(build, a, dy, right), shape(1)) : undefined,
    ]
  },
}

/** aᵀ dy. Where the right side has no batch, rows of all batches are stacked instead of summing products. */
function rightCotangent(build: Builder, a: string, dy: string, right: readonly number[]): string {
  if (right.length > 2) return sumTo(build, build.add('MatMul', [turned(build, a), dy]), right)
  const stack = (value: string): string => {
    const shape = build.shape(value)
    if (shape.length === 2) return value
    return build.add('Reshape', [value, build.indices([sizeOf(shape.slice(0, -1)), shape.at(-1)!])])
  }
  return build.add('MatMul', [turned(build, stack(a)), stack(dy)])
}

/** The last two axes exchanged. */
function turned(build: Builder, value: string): string {
  const rank = build.shape(value).length
  const perm = Array.from({ length: rank }, (_, axis) => (axis < rank - 2 ? axis : 2 * rank - 3 - axis))
  return build.add('Transpose', [value], { perm: ints(perm) })
}

function productShape(context: InferContext): readonly Dimension[] | undefined {
  const [a, b] = [context.input(0).shape, context.input(1).shape]
  if (a === undefined || b === undefined) return undefined
  if (a.length === 0 || b.length === 0) return context.fail('scalars have no matrix product.')
  const [inner, outer] = [a.at(-1), b.length === 1 ? b[0] : b.at(-2)]
  if (typeof inner === 'number' && typeof outer === 'number' && inner !== outer) {
    context.fail(`the inner sizes should be equal, found ${inner} and ${outer}.`)
  }
  try {
    const batch = broadcastShapes(a.slice(0, -2), b.slice(0, -2))!
    return [...batch, ...(a.length === 1 ? [] : [a.at(-2)]), ...(b.length === 1 ? [] : [b.at(-1)])]
  } catch (error) {
    return context.fail(error instanceof RangeError ? error.message : String(error))
  }
}
