/** Ops that only pass on, pick, order and join columns. */
import { intOf, numbersOf } from '@reverie/graph'
import type { Column } from './columns.ts'
import { inputLayout, layoutOf, outputLayout, type Rule, type RuleContext } from './rule.ts'

export const Identity: Rule = (context) => [context.columns(0)]

/** The identity in inference. */
export const Dropout: Rule = (context) => {
  const training = context.node.inputs[2] ? context.constant(2) : undefined
  const isOff = !context.node.inputs[2] || (training !== undefined && !numbersOf(training)[0])
  return isOff ? [context.columns(0)] : context.fail('is in training mode; export the network for inference.')
}

/** The same columns under another shape, where points and columns stay in their order. */
const reshaped: Rule = (context) => {
  const [before, after] = [inputLayout(context, 0), outputLayout(context, 0)]
  const isMoved =
    before.columns !== undefined &&
    (before.count !== after.count || before.points < before.columns !== after.points < after.columns!)
  return isMoved
    ? context.fail('deals the values of a point out to other points, which no layer of a pattern does.')
    : [context.columns(0)]
}

export const Reshape = reshaped
export const Flatten = reshaped
export const Squeeze = reshaped
export const Unsqueeze = reshaped

export const Transpose: Rule = (context) => {
  outputLayout(context, 0)
  return [context.columns(0)]
}

export const Concat: Rule = (context) => {
  outputLayout(context, 0)
  return [
    context.node.inputs.flatMap((_, index) => {
      inputLayout(context, index)
      return context.columns(index)
    }),
  ]
}

export const Split: Rule = (context) => {
  const columns = context.columns(0)
  let start = 0
  return context.node.outputs.map((_, index) => {
    const { count } = outputLayout(context, index)
    start += count
    return columns.slice(start - count, start)
  })
}

/** The axis along which an op picks: that of the columns, or any of size 1. */
function pickedAxis(context: RuleContext, axis: number): number {
  const shape = context.shape(0)
  const { points } = inputLayout(context, 0)
  const positive = axis < 0 ? axis + shape.length : axis
  return positive === points ? context.fail('picks single points, which no layer of a pattern does.') : positive
}

export const Gather: Rule = (context) => {
  const axis = pickedAxis(context, intOf(context.node, 'axis', 0))
  const indices = context.constant(1)
  if (indices === undefined) return context.fail('picks columns by what the network computes.')
  outputLayout(context, 0)
  const columns = context.columns(0)
  const isAlong = axis === inputLayout(context, 0).columns || columns.length === 1
  return isAlong
    ? [numbersOf(indices).map((index) => chosen(context, columns, index < 0 ? index + columns.length : index))]
    : [columns]
}

function chosen(context: RuleContext, columns: readonly Column[], index: number): Column {
  return columns[index] ?? context.fail(`picks column ${index} of ${columns.length}.`)
}

export const Slice: Rule = (context) => {
  const list = (index: number): number[] | undefined => {
    const value = context.node.inputs[index] ? context.constant(index) : undefined
    return value === undefined ? undefined : numbersOf(value)
  }
  const [starts, ends] = [list(1), list(2)]
  if (starts === undefined || ends === undefined) return context.fail('picks columns by what the network computes.')
  const shape = context.shape(0)
  const axes = list(3) ?? starts.map((_, index) => index)
  const steps = list(4) ?? starts.map(() => 1)
  let columns = context.columns(0)
  axes.forEach((given, index) => {
    const axis = given < 0 ? given + shape.length : given
    const size = shape[axis]!
    const [start, end, step] = [starts[index]!, ends[index]!, steps[index]!]
    const places = slicePlaces(size, start, end, step)
    if (places.length === size && step > 0) return
    pickedAxis(context, axis)
    columns = places.map((place) => columns[place]!)
  })
  if (layoutOf(context.outputShape(0))?.count !== columns.length) outputLayout(context, 0)
  return [columns]
}

/** The places from `start` to before `end`, as ONNX clamps them. */
function slicePlaces(size: number, start: number, end: number, step: number): number[] {
  const clamp = (place: number, low: number, high: number): number =>
    Math.max(low, Math.min(high, place < 0 ? place + size : place))
  const places: number[] = []
  if (step > 0) {
    for (let at = clamp(start, 0, size); at < clamp(end, 0, size); at += step) places.push(at)
  } else {
    for (let at = clamp(start, 0, size - 1); at > clamp(end, -1, size - 1); at += step) places.push(at)
  }
  return places
}
