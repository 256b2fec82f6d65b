/**
 * Slice: every `step`-th element from `start` up to `end`, on the named axes. Starts and ends beyond the axis are
 * brought to its ends; negative ones count from there; negative steps walk backwards.
 */
import { axesOf, attributesToInputs, has, integersOf } from '../axes.ts'
import type { Dimension } from '../graph.ts'
import type { InferContext, Op } from '../op.ts'
import { padAxis, scatterAlong } from '../select.ts'
import { strided, stridesOf } from '../strided.ts'
import type { Builder } from '../builder.ts'
import type { Tensor } from '../tensor.ts'

export const Slice: Op = {
  infer: (context) => {
    const { type, shape } = context.input(0)
    return [{ type, shape: shape && shapeOf(context, shape) }]
  },
  evaluate: (context) => {
    const value = context.value(0)
    const ranges = value && rangesOf(context, value.shape)
    if (value === undefined || ranges === undefined) return undefined
    const strides = stridesOf(value.shape)
    return [
      strided(
        value,
        ranges.map(({ count }) => count),
        ranges.map(({ step }, axis) => step * strides[axis]!),
        ranges.reduce((sum, { start }, axis) => sum + start * strides[axis]!, 0),
      ),
    ]
  },
  gradient: (context) => {
    const shape = context.shape(0)
    const ranges =
      rangesOf(context, shape) ?? context.fail('the gradient needs constant starts, ends, axes and steps.')
    let cotangent = context.cotangent(0)!
    const pads = { before: shape.map(() => 0), after: shape.map(() => 0) }
    ranges.forEach((range, axis) => {
      const size = shape[axis]!
      if (range.step === 1) {
        pads.before[axis] = range.start
        pads.after[axis] = size - range.start - range.count
      } else cotangent = spreadOut(context.build, cotangent, axis, range, size)
    })
    if ([...pads.before, ...pads.after].every((pad) => pad === 0)) return [cotangent]
    return [context.build.add('Pad', [cotangent, context.build.indices([...pads.before, ...pads.after])])]
  },
  upgrade: (context) =>
    context.opset < 10 ? attributesToInputs(context, ['starts', 'ends', 'axes']) : [context.node],
}

interface Range {
  readonly start: number
  readonly count: number
  readonly step: number
}

interface Context {
  readonly node: InferContext['node']
  value(index: number): Tensor | undefined
  fail(message: string): never
}

/** What is taken of each axis; undefined where that is not constant. */
function rangesOf(context: Context, shape: readonly number[]): readonly Range[] | undefined {
  const listed = listedRanges(context, shape.length)
  return listed && shape.map((size, axis) => clamped(listed.get(axis), size))
}

function shapeOf(context: InferContext, shape: readonly Dimension[]): readonly Dimension[] {
  const listed = listedRanges(context, shape.length)
  if (listed === undefined) {
    const axes = has(context.node, 3) ? integersOf(context.value(3)) : undefined
    const named = axes && axesOf(context, axes, shape.length)
    return shape.map((size, axis) => (named !== undefined && !named.includes(axis) ? size : undefined))
  }
  return shape.map((size, axis) => {
    const range = listed.get(axis)
    if (range === undefined) return size
    return typeof size === 'number' ? clamped(range, size).count : undefined
  })
}

/** Start, end and step by axis, as given. */
function listedRanges(context: Context, rank: number): Map<number, readonly [number, number, number]> | undefined {
  const starts = integersOf(context.value(1))
  const ends = integersOf(context.value(2))
  const axes = has(context.node, 3) ? integersOf(context.value(3)) : starts?.map((_, axis) => axis)
  const steps = has(context.node, 4) ? integersOf(context.value(4)) : starts?.map(() => 1)
  if (!starts || !ends || !axes || !steps) return undefined
  if (steps.includes(0)) context.fail(`steps [${steps.join(', ')}] should not contain 0.`)
  return new Map(
    axesOf(context, axes, rank).map((axis, at) => [axis, [starts[at]!, ends[at]!, steps[at]!] as const]),
  )
}

function clamped(range: readonly [number, number, number] | undefined, size: number): Range {
  if (range === undefined) return { start: 0, count: size, step: 1 }
  const [from, to, step] = range
  const [low, high] = step > 0 ? [0, size] : [-1, size - 1]
  const start = Math.max(0, Math.min(high, from < 0 ? from + size : from))
  const end = Math.max(low, Math.min(high, to < 0 ? to + size : to))
  return { start, count: Math.max(0, Math.ceil((end - start) / step)), step }
}

/** The adjoint of taking every step-th element: zeros put between, or the order turned round. */
function spreadOut(build: Builder, cotangent: string, axis: number, range: Range, size: number): string {
  const { start, count, step } = range
  if (step < 0) {
    return scatterAlong(
      build,
      cotangent,
      axis,
      Array.from({ length: count }, (_, at) => start + at * step),
      size,
    )
  }
  const shape = build.shape(cotangent)
  // [.., n, ..] → [.., n, 1, ..] → zeros behind each → [.., n·step, ..]
  const apart = build.add('Reshape', [cotangent, build.indices(shape.toSpliced(axis + 1, 0, 1))])
  const zeros = padAxis(build, apart, axis + 1, 0, step - 1)
  const spread = build.add('Reshape', [zeros, build.indices(shape.with(axis, count * step))])
  const room = size - start
  if (count * step <= room) return padAxis(build, spread, axis, start, room - count * step)
  const cropped = build.add('Slice', [spread, build.indices([0]), build.indices([room]), build.indices([axis])])
  return padAxis(build, cropped, axis, start, 0)
}
