/** Pooling. Average pooling leaves padding out of its counts, in TensorFlow as in ONNX. */
import { int } from '@reverie/graph'
import type { LayerContext, LayerRule } from '../layer.ts'
import { paddingOf, requireChannelsLast, windowAttributes, windowSizes, type Window } from '../spatial.ts'
import { channelsFirst, type Value } from '../value.ts'

export const MaxPooling1D: LayerRule = (context, [input]) => pool(context, input!, 'MaxPool')
export const MaxPooling2D: LayerRule = (context, [input]) => pool(context, input!, 'MaxPool')
export const AveragePooling1D: LayerRule = (context, [input]) => pool(context, input!, 'AveragePool')
export const AveragePooling2D: LayerRule = (context, [input]) => pool(context, input!, 'AveragePool')

export const GlobalMaxPooling1D: LayerRule = (context, [input]) => globalPool(context, input!, 'ReduceMax')
export const GlobalMaxPooling2D: LayerRule = (context, [input]) => globalPool(context, input!, 'ReduceMax')
export const GlobalAveragePooling1D: LayerRule = (context, [input]) => globalPool(context, input!, 'ReduceMean')
export const GlobalAveragePooling2D: LayerRule = (context, [input]) => globalPool(context, input!, 'ReduceMean')

function pool(context: LayerContext, input: Value, op: 'MaxPool' | 'AveragePool'): Value {
  requireChannelsLast(context)
  const value = channelsFirst(context.build, input)
  const sizes = value.shape.slice(1, -1)
  const kernel = context.sizes(
    'pool_size',
    sizes.map(() => 2),
  )
  const window: Window = {
    kernel,
    strides: context.sizes('strides', kernel),
    dilations: kernel.map(() => 1),
    padding: paddingOf(context),
  }
  const name = context.add(op, [value.name], windowAttributes(window, sizes))
  return {
    name,
    shape: [value.shape[0]!, ...windowSizes(window, sizes), value.shape.at(-1)!],
    layout: 'first',
  }
}

function globalPool(context: LayerContext, input: Value, op: 'ReduceMax' | 'ReduceMean'): Value {
  requireChannelsLast(context)
  const value = channelsFirst(context.build, input)
  const axes = value.shape.slice(1, -1).map((_, axis) => axis + 2)
  const keep = context.flag('keepdims', false)
  const name = context.add(op, [value.name, context.build.indices(axes)], { keepdims: int(keep ? 1 : 0) })
  const batch = value.shape[0]!
  const channels = value.shape.at(-1)!
  return keep
    ? { name, shape: [batch, ...axes.map(() => 1), channels], layout: 'first' }
    : { name, shape: [batch, channels], layout: 'last' }
}
