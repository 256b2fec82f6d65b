/**
 * Resize: resampling to given scales (input 2) or sizes (input 3), for the axes that `axes` names or all. Its gradient
 * multiplies each resized axis by the transposed resampling matrix (interpolation.ts); enlarging by a whole number
 * with nearest neighbours, the commonest case, is a sum over blocks instead.
 */
import { axesOf } from '../axes.ts'
import type { Builder } from '../builder.ts'
import { int, intOf, intsOf, string, stringOf, type Dimension, type Node } from '../graph.ts'
import { resampling, samplingOf, type ResizedAxis } from '../interpolation.ts'
import type { GradientContext, InferContext, Op, UpgradeContext } from '../op.ts'
import { multiplyAlong } from '../select.ts'
import { numbersOf } from '../tensor.ts'

export const Resize: Op = {
  infer: (context) => {
    const { type, shape } = context.input(0)
    return [{ type, shape: shape && shapeOf(context, shape) }]
  },
  gradient: (context) => {
    const { build, node } = context
    if (intOf(node, 'antialias', 0) === 1) context.fail('has no gradient with antialias.')
    const sampling = samplingOf(node)
    let cotangent = context.cotangent(0)!
    context.shape(0).forEach((from, axis) => {
      const resized = resizedAxis(context, axis)
      if (resized === undefined) return
      const { to } = resized
      const matrix = resampling(sampling, resized)
      const block = to / from
      cotangent = isBlockwise(matrix, from, to)
        ? sumBlocks(build, cotangent, axis, from, block)
        : multiplyAlong(build, cotangent, axis, transposed(matrix, to, from), from)
    })
    return [cotangent]
  },
  upgrade: (context) => (context.opset < 11 ? [upgraded(context)] : [context.node]),
}

type Context = Pick<InferContext & GradientContext, 'node' | 'value' | 'fail'>

/** An optional input's numbers; undefined where absent, not constant, or empty (which older files mean by absent). */
function list(context: Context, index: number): readonly number[] | undefined {
  const value = context.value(index)
  return value === undefined || value.data.length === 0 ? undefined : numbersOf(value)
}

function namedAxes(context: Context, rank: number): readonly number[] {
  return axesOf(context, intsOf(context.node, 'axes') ?? Array.from({ length: rank }, (_, axis) => axis), rank)
}

/** The scale of each named axis; undefined where it depends on what is not known. */
function scalesOf(context: Context, shape: readonly Dimension[]): readonly (number | undefined)[] {
  const axes = namedAxes(context, shape.length)
  const sizes = list(context, 3)
  const given = sizes ?? list(context, 2)
  if (given === undefined) return axes.map(() => undefined)
  if (given.length !== axes.length) {
    context.fail(`${axes.length} axes need as many scales or sizes, found [${given.join(', ')}].`)
  }
  if (sizes === undefined) return given
  const ratios = axes.map((axis, at) => {
    const size = shape[axis]
    return typeof size === 'number' ? sizes[at]! / size : undefined
  })
  const policy = stringOf(context.node, 'keep_aspect_ratio_policy', 'stretch')
  if (policy === 'stretch') return ratios
  const known = ratios.filter((ratio) => ratio !== undefined)
  if (known.length < ratios.length) return axes.map(() => undefined)
  return axes.map(() => (policy === 'not_larger' ? Math.min(...known) : Math.max(...known)))
}

function shapeOf(context: Context, shape: readonly Dimension[]): readonly Dimension[] {
  const axes = namedAxes(context, shape.length)
  const scales = scalesOf(context, shape)
  const sizes = list(context, 3)
  const stretched = stringOf(context.node, 'keep_aspect_ratio_policy', 'stretch') === 'stretch'
  return shape.map((size, axis) => {
    const at = axes.indexOf(axis)
    const scale = scales[at]
    if (at < 0 || (sizes === undefined && scale === 1)) return size
    if (sizes !== undefined && stretched) return sizes[at]
    if (typeof size !== 'number' || scale === undefined) return undefined
    return sizes === undefined ? Math.floor(size * Math.fround(scale)) : Math.round(size * scale)
  })
}

/** How one axis is resized; undefined where it stays as it is. */
function resizedAxis(context: GradientContext, axis: number): ResizedAxis | undefined {
  const shape = context.shape(0)
  const axes = namedAxes(context, shape.length)
  const at = axes.indexOf(axis)
  const scale = scalesOf(context, shape)[at]
  if (at < 0) return undefined
  if (scale === undefined) return context.fail('the gradient needs constant scales or sizes.')
  const crops = stringOf(context.node, 'coordinate_transformation_mode', '') === 'tf_crop_and_resize'
  const roi = crops ? list(context, 1) : undefined
  if (crops && roi === undefined) context.fail('the gradient needs a constant roi (input 1).')
  const part = [roi?.[at] ?? 0, roi?.[axes.length + at] ?? 1] as const
  const to = context.outputShape(0)[axis]!
  // ONNX Runtime leaves an axis of scale 1 as it is, even one that roi would crop.
  return scale === 1 ? undefined : { from: shape[axis]!, to, scale, roi: part }
}

/** Whether each element of the input is repeated `to / from` times. */
function isBlockwise(matrix: Float32Array, from: number, to: number): boolean {
  if (to % from !== 0) return false
  for (let place = 0; place < to; place++) {
    if (matrix[place * from + Math.floor((place * from) / to)] !== 1) return false
  }
  return true
}

/** [.., from·block, ..] → [.., from, block, ..] → sums over the blocks. */
function sumBlocks(build: Builder, value: string, axis: number, from: number, block: number): string {
  const shape = build.shape(value)
  const apart = build.add('Reshape', [value, build.indices(shape.toSpliced(axis, 1, from, block))])
  const summed = build.add('ReduceSum', [apart, build.indices([axis + 1])], { keepdims: int(0) })
  return build.add('Reshape', [summed, build.indices(shape.with(axis, from))])
}

function transposed(matrix: Float32Array, rows: number, columns: number): Float32Array {
  return matrix.map((_, at) => matrix[(at % rows) * columns + Math.floor(at / rows)]!)
}

/** Opset 10 took scales alone and sampled at x / scale, rounded down where it enlarged and up where it shrank. */
function upgraded({ node, value, fail }: UpgradeContext): Node {
  const scales = value(1)
  const numbers = scales === undefined ? [] : numbersOf(scales)
  const [shrinks, grows] = [numbers.some((scale) => scale < 1), numbers.some((scale) => scale > 1)]
  const nearest = stringOf(node, 'mode', 'nearest') === 'nearest'
  if (nearest && scales === undefined) fail('of opset 10 needs constant scales.')
  if (nearest && shrinks && grows) fail('of opset 10 that enlarges one axis and shrinks another is not supported.')
  const attributes = {
    ...node.attributes,
    coordinate_transformation_mode: string('asymmetric'),
    nearest_mode: string(shrinks ? 'ceil' : 'floor'),
  }
  return { ...node, inputs: [node.inputs[0]!, '', node.inputs[1]!], attributes }
}
