/**
 * The three linear maps of a convolution y = W * x: to its input, to its weights, to its bias.
 *
 * They are adjoints of each other (Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", 2016,
 * chapter 4), so Conv and ConvTranspose share them: the gradient of the one is the value of the other.
 */
import type { Builder } from './builder.ts'
import { int, ints } from './graph.ts'
import { wholeOf } from './crops.ts'
import { convAttributes, extent, type Axis } from './spatial.ts'
import { cotangentPhases, fitsPhases } from './phased.ts'
import { notePhases } from './phases.ts'
import { fitsSubpixel, subpixelCotangent } from './subpixel.ts'
import { sizeOf, type Tensor } from './tensor.ts'

/**
 * Cotangent of a convolution's input.
 *
 * @param dy cotangent of the output, [N, M, …]
 * @param weights name of W, [M, C / group, …kernel]
 * @param sizes spatial sizes of the input
 */
export function inputCotangent(
  build: Builder,
  dy: string,
  weights: string,
  axes: readonly Axis[],
  group: number,
  sizes: readonly number[],
): string {
  const constant = build.value(weights)
  const mirrored = axes.map((axis) => ({
    ...axis,
    begin: extent(axis) - 1 - axis.begin,
    end: extent(axis) - 1 - axis.end,
  }))
  const direct = mirrored.every((axis) => axis.stride === 1 && Math.min(axis.begin, axis.end) >= 0)
  // Constant weights and unit strides: a plain Conv with the kernel turned over, ONNX Runtime's fastest path.
  if (constant !== undefined && constant.type === 'float32' && direct && !padsOnlyEnds(mirrored)) {
    const turned = build.constant(turnedWeights(constant, group), `${weights}/turned`)
    const { value, axes: windows } = uncropped(build, dy, mirrored)
    return build.add('Conv', [value, turned], convAttributes(windows, group), 'dx')
  }
  if (constant?.type === 'float32' && group === 1 && fitsSubpixel(axes, constant.shape[1]!)) {
    return subpixelCotangent(build, dy, constant, axes, sizes)
  }
  const from = build.shape(dy).slice(2)
  const outputPadding = axes.map(
    (axis, index) => sizes[index]! - (axis.stride * (from[index]! - 1) + extent(axis) - axis.begin - axis.end),
  )
  const attributes = { ...convAttributes(axes, group), output_padding: ints(outputPadding) }
  const [outputs, inputsPerGroup] = build.shape(weights) as [number, number]
  // WebGPU (ONNX Runtime 1.30) takes one channel from each group of several for a depthwise kernel, and errs. A second
  // channel of zeros keeps it from that.
  if (group === 1 || inputsPerGroup > 1 || outputs === group) {
    const dx = build.add('ConvTranspose', [dy, weights], attributes, 'dx')
    if (constant?.type === 'float32' && group === 1 && fitsPhases(axes, inputsPerGroup)) {
      const strides = axes.map(({ stride }) => stride)
      notePhases(build, dx, strides, () => cotangentPhases(build, dy, constant, axes, sizes))
    }
    return dx
  }
  const spatial = sizes.map(() => 0)
  const doubled = build.add('Pad', [weights, build.indices([0, 0, ...spatial, 0, 1, ...spatial])])
  const pairs = build.add('ConvTranspose', [dy, doubled], attributes, 'dx')
  const batch = build.shape(dy)[0]!
  const apart = build.add('Reshape', [pairs, build.indices([batch, group, 2, ...sizes])])
  const firsts = build.add('Slice', [apart, build.indices([0]), build.indices([1]), build.indices([2])])
  return build.add('Reshape', [firsts, build.indices([batch, group, ...sizes])])
}

/** Where zeros were cropped from a value that a convolution pads again, the whole value and so much less padding. */
function uncropped(build: Builder, value: string, axes: readonly Axis[]): { value: string; axes: readonly Axis[] } {
  const whole = wholeOf(build, value)
  if (whole === undefined) return { value, axes }
  const sizes = build.shape(value).slice(2)
  const larger = build.shape(whole).slice(2)
  const less = axes.map((axis, index) => ({ ...axis, end: axis.end - (larger[index]! - sizes[index]!) }))
  return less.every(({ end }) => end >= 0) ? { value: whole, axes: less } : { value, axes }
}

/**
 * Whether a convolution pads at ends alone. WebGPU (ONNX Runtime 1.30) takes a kernel of one element, or of the input's
 * size, for a matrix product then and forgets the pads; a Pad of its own would be fused into the Conv.
 */
function padsOnlyEnds(axes: readonly Axis[]): boolean {
  return axes.every(({ begin }) => begin === 0) && axes.some(({ end }) => end > 0)
}

/**
 * W of shape [M, C / group, …] as the weights [C, M / group, …] of the convolution that maps cotangents back:
 * channels exchanged within each group, the kernel turned over on every spatial axis.
 */
function turnedWeights(weights: Tensor, group: number): Tensor {
  const [outputs, inputsPerGroup, ...kernel] = weights.shape as [number, number, ...number[]]
  const outputsPerGroup = outputs / group
  const taps = sizeOf(kernel)
  const source = weights.data as Float32Array
  const data = new Float32Array(source.length)
  for (let output = 0; output < outputs; output++) {
    const part = Math.floor(output / outputsPerGroup)
    for (let input = 0; input < inputsPerGroup; input++) {
      const from = (output * inputsPerGroup + input) * taps
      const to = ((part * inputsPerGroup + input) * outputsPerGroup + (output % outputsPerGroup)) * taps
      // Turning over all spatial axes of a row-major kernel reverses its elements.
      for (let tap = 0; tap < taps; tap++) data[to + tap] = source[from + taps - 1 - tap]!
    }
  }
  return { type: 'float32', shape: [inputsPerGroup * group, outputsPerGroup, ...kernel], data }
}

/**
 * Cotangent of a convolution's weights: the correlation of input and output cotangent, itself a convolution in
 * which batch and channels change places and strides and dilations change roles.
 *
 * @param x input, [N, C, …]
 * @param dy cotangent of the output, [N, M, …]
 * @returns [M, C / group, …kernel]
 */
export function weightCotangent(
  build: Builder,
  x: string,
  dy: string,
  axes: readonly Axis[],
  group: number,
): string {
  const [batch, channels, ...sizes] = build.shape(x) as [number, number, ...number[]]
  const outputs = build.shape(dy)[1]!
  const spatial = sizes.map((_, index) => index)
  const input = batchAsChannels(build, x, [batch, channels, ...sizes], group)
  const kernel = build.add('Transpose', [dy], { perm: ints([1, 0, ...spatial.map((axis) => axis + 2)]) })
  const steps = build.shape(kernel).slice(2)
  // Where only the ends are padded, one axis begins a step earlier, and the first position is left out.
  const shifts = axes.map((_, index) => (padsOnlyEnds(axes) && index === 0 ? 1 : 0))
  const exchanged = axes.map((axis, index) => ({
    kernel: steps[index]!,
    stride: axis.dilation,
    dilation: axis.stride,
    begin: axis.begin + shifts[index]! * axis.dilation,
    end: axis.end,
  }))
  const correlation = build.add('Conv', [input, kernel], convAttributes(exchanged, group), 'dw')
  const exact = build.add('Slice', [
    correlation,
    build.indices(shifts),
    build.indices(axes.map((axis, index) => axis.kernel + shifts[index]!)),
    build.indices(spatial.map((axis) => axis + 2)),
  ])
  const perm = ints([1, 0, ...spatial.map((axis) => axis + 2)])
  const turned = build.add('Transpose', [exact], { perm })
  return build.add('Reshape', [
    turned,
    build.indices([outputs, channels / group, ...axes.map((axis) => axis.kernel)]),
  ])
}

/** [N, C, …] as [C / group, group · N, …]: each input channel becomes a picture, each picture a channel. */
function batchAsChannels(build: Builder, x: string, shape: readonly number[], group: number): string {
  const [batch, channels, ...sizes] = shape as [number, number, ...number[]]
  const spatial = sizes.map((_, index) => index)
  if (group === 1) return build.add('Transpose', [x], { perm: ints([1, 0, ...spatial.map((axis) => axis + 2)]) })
  const split = build.add('Reshape', [x, build.indices([batch, group, channels / group, ...sizes])])
  const moved = build.add('Transpose', [split], { perm: ints([2, 1, 0, ...spatial.map((axis) => axis + 3)]) })
  return build.add('Reshape', [moved, build.indices([channels / group, group * batch, ...sizes])])
}

/** Cotangent of a bias that is added to channel axis 1: the sum over all other axes. */
export function biasCotangent(build: Builder, dy: string): string {
  const axes = build.shape(dy).flatMap((_, axis) => (axis === 1 ? [] : [axis]))
  return build.add('ReduceSum', [dy, build.indices(axes)], { keepdims: int(0) })
}
