/** Convolutions. Kernels in Keras are [space…, in / groups, out]; in ONNX [out, in / groups, space…]. */
import { int, ints, sizeOf } from '@reverie/graph'
import { activate, isActivated } from '../activation.ts'
import type { LayerContext, LayerRule } from '../layer.ts'
import { paddingOf, requireChannelsLast, windowAttributes, windowSizes, type Window } from '../spatial.ts'
import { channelsFirst, channelsOf, type Size, type Value } from '../value.ts'
import type { Weight } from '../weights.ts'

export const Conv1D: LayerRule = (context, [input]) => convolution(context, input!, 1)
export const Conv2D: LayerRule = (context, [input]) => convolution(context, input!, 2)

export const DepthwiseConv2D: LayerRule = (context, [input]) => {
  const value = channelsFirst(context.build, prepare(context, input!))
  const weight = context.weight('depthwise_kernel', 0)
  const bias = biasOf(context, 1)
  const made = depthwise(context, value, weight, bias, isActivated(context) ? 'linear' : undefined)
  return activate(context, made)
}

export const SeparableConv1D: LayerRule = (context, [input]) => separable(context, input!)
export const SeparableConv2D: LayerRule = (context, [input]) => separable(context, input!)

function separable(context: LayerContext, input: Value): Value {
  const value = channelsFirst(context.build, prepare(context, input))
  const middle = depthwise(context, value, context.weight('depthwise_kernel', 0), undefined, 'depthwise')
  const weight = context.weight('pointwise_kernel', 1)
  const rank = weight.shape.length
  const [inputs, outputs] = weight.shape.slice(-2) as [number, number]
  const ones = Array.from({ length: rank - 2 }, () => 1)
  const kernel = context.constant(weight, {
    order: channelOrder(rank),
    shape: [outputs, inputs, ...ones],
    axis: 0,
    part: 'pointwise_kernel',
  })
  const bias = biasOf(context, 2)
  const name = context.add(
    'Conv',
    [middle.name, kernel, ...(bias ?? [])],
    { kernel_shape: ints(ones) },
    isActivated(context) ? 'linear' : undefined,
  )
  return activate(context, { name, shape: [...middle.shape.slice(0, -1), outputs], layout: 'first' })
}

/**
 * The gradient of a convolution with respect to its input, so its `same` crops what that convolution would pad:
 * kernel − stride in all, the odd pixel at the end, and pads where the stride is the larger.
 */
export const Conv2DTranspose: LayerRule = (context, [input]) => {
  const value = channelsFirst(context.build, prepare(context, input!))
  if ((context.entry('output_padding') ?? undefined) !== undefined) {
    context.fail('output_padding is not supported, since TensorFlow.js ignores it: leave it out and crop instead.')
  }
  const weight = context.weight('kernel', 0)
  const [height, width, outputs, inputs] = weight.shape as [number, number, number, number]
  const strides = context.sizes('strides', [1, 1])
  const dilations = context.sizes('dilation_rate', [1, 1])
  const excess = [height, width].map((size, axis) => (size - 1) * dilations[axis]! + 1 - strides[axis]!)
  const crop = excess.map((size) => (paddingOf(context) === 'same' ? Math.max(size, 0) : 0))
  const begins = crop.map((size) => Math.floor(size / 2))
  const kernel = context.constant(weight, {
    order: [3, 2, 0, 1],
    shape: [inputs, outputs, height, width],
    axis: 1,
    part: 'kernel',
  })
  const name = context.add(
    'ConvTranspose',
    [value.name, kernel, ...(biasOf(context, 1) ?? [])],
    {
      kernel_shape: ints([height, width]),
      strides: ints(strides),
      dilations: ints(dilations),
      pads: ints([...begins, ...crop.map((size, axis) => size - begins[axis]!)]),
      output_padding: ints(excess.map((size) => Math.max(-size, 0))),
    },
    isActivated(context) ? 'linear' : undefined,
  )
  const spatial = value.shape
    .slice(1, -1)
    .map((size, axis): Size =>
      size === null ? null : size * strides[axis]! + Math.max(excess[axis]!, 0) - crop[axis]!,
    )
  return activate(context, { name, shape: [value.shape[0]!, ...spatial, outputs], layout: 'first' })
}

function convolution(context: LayerContext, input: Value, axes: 1 | 2): Value {
  const value = channelsFirst(context.build, prepare(context, input))
  const weight = context.weight('kernel', 0)
  const space = weight.shape.slice(0, axes)
  const [perGroup, outputs] = weight.shape.slice(axes) as [number, number]
  const groups = context.number('groups', 1)
  const channels = channelsOf(value)
  if (channels !== null && channels !== perGroup * groups) {
    context.fail(`the kernel is for ${perGroup * groups} channels, found ${channels}.`)
  }
  const window = windowOf(context, space)
  const sizes = value.shape.slice(1, -1)
  const kernel = context.constant(weight, {
    order: channelOrder(axes + 2),
    shape: [outputs, perGroup, ...space],
    axis: 0,
    part: 'kernel',
  })
  const name = context.add(
    'Conv',
    [value.name, kernel, ...(biasOf(context, 1) ?? [])],
    { ...windowAttributes(window, sizes), ...(groups === 1 ? {} : { group: int(groups) }) },
    isActivated(context) ? 'linear' : undefined,
  )
  return activate(context, {
    name,
    shape: [value.shape[0]!, ...windowSizes(window, sizes), outputs],
    layout: 'first',
  })
}

/** A convolution of each channel by itself. Output channels are ordered by input channel, then multiplier, in both. */
function depthwise(
  context: LayerContext,
  value: Value,
  weight: Weight,
  bias: string[] | undefined,
  part: string | undefined,
): Value {
  const rank = weight.shape.length
  const space = weight.shape.slice(0, -2)
  const [inputs, multiplier] = weight.shape.slice(-2) as [number, number]
  const outputs = inputs * multiplier
  const window = windowOf(context, space)
  const sizes = value.shape.slice(1, -1)
  const kernel = context.constant(weight, {
    order: [rank - 2, rank - 1, ...space.map((_, axis) => axis)],
    shape: [outputs, 1, ...space],
    axis: 0,
    part: 'depthwise_kernel',
  })
  const name = context.add(
    'Conv',
    [value.name, kernel, ...(bias ?? [])],
    { ...windowAttributes(window, sizes), group: int(inputs) },
    part,
  )
  return { name, shape: [value.shape[0]!, ...windowSizes(window, sizes), outputs], layout: 'first' }
}

function windowOf(context: LayerContext, kernel: readonly number[]): Window {
  const ones = kernel.map(() => 1)
  return {
    kernel,
    strides: context.sizes('strides', ones),
    dilations: context.sizes('dilation_rate', ones),
    padding: paddingOf(context),
  }
}

function prepare(context: LayerContext, input: Value): Value {
  requireChannelsLast(context)
  return input
}

/** [space…, in, out] to [out, in, space…]. */
function channelOrder(rank: number): number[] {
  return [rank - 1, rank - 2, ...Array.from({ length: rank - 2 }, (_, axis) => axis)]
}

function biasOf(context: LayerContext, position: number): string[] | undefined {
  if (!context.flag('use_bias', true)) return undefined
  const { values, shape } = context.weight('bias', position)
  return [context.floats(values, [sizeOf(shape)], 'bias')]
}
