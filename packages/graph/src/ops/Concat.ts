/** Concat: inputs one after another along `axis`; all other sizes agree. */
import { axisOf } from '../axes.ts'
import { int, intOf, type Dimension } from '../graph.ts'
import type { GradientContext, InferContext, Op } from '../op.ts'
import { pick, walk } from '../strided.ts'
import { sizeOf, type Tensor } from '../tensor.ts'

export const Concat: Op = {
  infer: (context) => [{ type: context.input(0).type, shape: shapeOf(context) }],
  evaluate: (context) => {
    const parts = context.node.inputs.map((_, index) => context.value(index))
    return parts.every((part) => part !== undefined) ? [joined(context, parts)] : undefined
  },
  gradient: (context) => {
    const { build, node } = context
    const axis = axisOf(context, intOf(node, 'axis', 0), context.outputShape(0).length)
    const sizes = node.inputs.map((_, index) => context.shape(index)[axis]!)
    const dy = context.cotangent(0)!
    if (sizes.length === 1) return [dy]
    if (node.inputs.every((_, index) => context.wants(index))) {
      return build.addMany('Split', [dy, build.indices(sizes)], sizes.length, { axis: int(axis) })
    }
    return sizes.map((_, index) => (context.wants(index) ? partOf(context, dy, axis, sizes, index) : undefined))
  },
}

function partOf(
  context: GradientContext,
  dy: string,
  axis: number,
  sizes: readonly number[],
  index: number,
): string {
  const { build } = context
  const start = sizes.slice(0, index).reduce((sum, size) => sum + size, 0)
  return build.add('Slice', [
    dy,
    build.indices([start]),
    build.indices([start + sizes[index]!]),
    build.indices([axis]),
  ])
}

function shapeOf(context: InferContext): readonly Dimension[] | undefined {
  const shapes = context.node.inputs.map((_, index) => context.input(index).shape)
  const known = shapes.filter((shape) => shape !== undefined)
  const first = known[0]
  if (first === undefined) return undefined
  const axis = axisOf(context, intOf(context.node, 'axis', 0), first.length)
  if (known.some((shape) => shape.length !== first.length)) context.fail('all inputs should have the same rank.')
  return first.map((_, at): Dimension => {
    const sizes = shapes.map((shape) => shape?.[at])
    if (at === axis) {
      return sizes.every((size) => typeof size === 'number')
        ? sizes.reduce((sum, size) => sum + size, 0)
        : undefined
    }
    const numbers = sizes.filter((size) => typeof size === 'number')
    if (numbers.some((size) => size !== numbers[0])) {
      context.fail(`all inputs should have the same size on axis ${at}, found ${sizes.join(', ')}.`)
    }
    return numbers[0] ?? sizes.find((size) => size !== undefined)
  })
}

function joined(context: InferContext, parts: readonly Tensor[]): Tensor {
  const shape = shapeOf(context) as readonly number[]
  const axis = axisOf(context, intOf(context.node, 'axis', 0), shape.length)
  const inner = sizeOf(shape.slice(axis + 1))
  const strides = [shape[axis]! * inner, inner, 1]
  // Where each element of the result lies among the parts put behind one another.
  const indices = new Float64Array(sizeOf(shape))
  let offset = 0
  let start = 0
  for (const part of parts) {
    const target = walk([sizeOf(shape.slice(0, axis)), part.shape[axis]!, inner], strides, start * inner)
    target.forEach((at, index) => (indices[at] = offset + index))
    offset += target.length
    start += part.shape[axis]!
  }
  const all = parts.flatMap((part) => Array.from(part.data as ArrayLike<unknown>))
  return pick({ type: parts[0]!.type, shape: [all.length], data: all as unknown as Tensor['data'] }, shape, indices)
}
