/** Layers that merge several values. Shapes broadcast; of unequal ranks, the smaller grow axes after the batch. */
import { int } from '@reverie/graph'
import type { LayerContext, LayerRule } from '../layer.ts'
import { axisOf, channelsFirst, channelsLast, type Size, type Value } from '../value.ts'

export const Add: LayerRule = (context, inputs) => chain(context, inputs, 'Add')
export const Subtract: LayerRule = (context, inputs) => chain(context, inputs, 'Sub')
export const Multiply: LayerRule = (context, inputs) => chain(context, inputs, 'Mul')
export const Maximum: LayerRule = (context, inputs) => chain(context, inputs, 'Max')
export const Minimum: LayerRule = (context, inputs) => chain(context, inputs, 'Min')

export const Average: LayerRule = (context, inputs) => {
  const sum = chain(context, inputs, 'Add', 'sum')
  return { ...sum, name: context.add('Mul', [sum.name, context.build.scalar(1 / inputs.length)]) }
}

export const Concatenate: LayerRule = (context, inputs) => {
  const values = alike(context, inputs)
  const axis = context.number('axis', -1)
  const [first] = values
  const at = axis < 0 ? axis + first!.shape.length : axis
  const name = context.add(
    'Concat',
    values.map((value) => value.name),
    { axis: int(axisOf(first!, axis)) },
  )
  const shape = first!.shape.map((size, index): Size => {
    if (index !== at) return size
    const sizes = values.map((value) => value.shape[at] ?? null)
    return sizes.some((each) => each === null) ? null : sizes.reduce<number>((sum, each) => sum + each!, 0)
  })
  return { ...first!, name, shape }
}

/** Dot products along one axis of each, of values of rank 2 or 3. */
export const Dot: LayerRule = (context, inputs) => {
  const { build } = context
  let [left, right] = inputs.map((value) => channelsLast(build, value)) as [Value, Value]
  const ranks = [left.shape.length, right.shape.length]
  if (ranks.some((rank) => rank > 3)) context.fail('Dot is supported for values of rank 2 and 3.')
  const axes = context.sizes('axes', [-1, -1]).map((axis, index) => (axis < 0 ? axis + ranks[index]! : axis))
  if (context.flag('normalize', false)) {
    left = normalized(context, left, axes[0]!, 'left')
    right = normalized(context, right, axes[1]!, 'right')
  }
  // As matrices [rows, summed] and [summed, columns]; a vector is a matrix of one row or column.
  const matrix = (value: Value, axis: number, summed: 1 | 2, part: string): string => {
    if (value.shape.length === 2)
      return context.add('Unsqueeze', [value.name, build.indices([3 - summed])], {}, part)
    if (axis === summed) return value.name
    return build.add(
      'Transpose',
      [value.name],
      { perm: { kind: 'ints', value: [0, 2, 1] } },
      `${context.name}/${part}`,
    )
  }
  const product = context.add(
    'MatMul',
    [matrix(left, axes[0]!, 2, 'rows'), matrix(right, axes[1]!, 1, 'columns')],
    {},
    'product',
  )
  const shape = [left.shape[0]!, ...otherSizes(left, axes[0]!), ...otherSizes(right, axes[1]!)]
  const vectors = [left, right].flatMap((value, index) => (value.shape.length === 2 ? [index + 1] : []))
  // Two vectors give [batch, 1].
  const squeezed = vectors.length === 2 ? [2] : vectors
  const name = squeezed.length === 0 ? product : context.add('Squeeze', [product, build.indices(squeezed)])
  return { name, shape: shape.length === 1 ? [...shape, 1] : shape, layout: 'last' }
}

/** Sizes of all axes but the batch and one. */
function otherSizes(value: Value, axis: number): Size[] {
  return value.shape.filter((_, index) => index !== 0 && index !== axis)
}

function normalized(context: LayerContext, value: Value, axis: number, side: string): Value {
  const { build } = context
  const square = context.add('Mul', [value.name, value.name], {}, `${side}/square`)
  const sum = context.add('ReduceSum', [square, build.indices([axis])], { keepdims: int(1) }, `${side}/sum`)
  const length = context.add(
    'Sqrt',
    [context.add('Max', [sum, build.scalar(1e-12)], {}, `${side}/floor`)],
    {},
    `${side}/length`,
  )
  return { ...value, name: context.add('Div', [value.name, length], {}, `${side}/unit`) }
}

function chain(context: LayerContext, inputs: readonly Value[], op: string, lastPart?: string): Value {
  const values = alike(context, inputs)
  return values.reduce((left, right, index) => {
    const part = index === values.length - 1 ? lastPart : `part${index}`
    const shape = left.shape.map((size, axis): Size => (size === 1 ? (right.shape[axis] ?? null) : size))
    return { name: context.add(op, [left.name, right.name], {}, part), shape, layout: left.layout }
  })
}

/** The values in one layout and of one rank. */
function alike(context: LayerContext, inputs: readonly Value[]): Value[] {
  const { build } = context
  const rank = Math.max(...inputs.map((value) => value.shape.length))
  if (inputs.every((value) => value.shape.length === rank)) {
    const first = inputs.some((value) => value.layout === 'first')
    return inputs.map((value) => (first ? channelsFirst(build, value) : channelsLast(build, value)))
  }
  return inputs.map((input, index) => {
    const value = channelsLast(build, input)
    const missing = rank - value.shape.length
    if (missing === 0) return value
    const axes = Array.from({ length: missing }, (_, axis) => axis + 1)
    const name = context.add('Unsqueeze', [value.name, build.indices(axes)], {}, `ranked${index}`)
    return { ...value, name, shape: [value.shape[0]!, ...axes.map(() => 1), ...value.shape.slice(1)] }
  })
}
