/** Windows over space, as TensorFlow pads them. */
import { ints, string, type Attributes } from '@reverie/graph'
import type { LayerContext } from './layer.ts'
import type { Size } from './value.ts'

/** A window's geometry, one number for each spatial axis. */
export interface Window {
  readonly kernel: readonly number[]
  readonly strides: readonly number[]
  readonly dilations: readonly number[]
  readonly padding: string
}

/** A Keras `padding`; `same`, `valid`, or, of 1-D convolutions, `causal`. */
export function paddingOf(context: LayerContext): string {
  const padding = context.text('padding', 'valid')
  if (padding === 'same' || padding === 'valid' || padding === 'causal') return padding
  return context.fail(`padding "${padding}" is not one of same, valid, causal.`)
}

/**
 * ONNX's attributes for a window. TensorFlow's `same` pads the odd pixel at the end and, with a stride, by an amount
 * that depends on the input's size: it becomes explicit pads where that is known, else `SAME_UPPER`.
 * @param sizes the input's spatial sizes.
 */
export function windowAttributes(window: Window, sizes: readonly Size[]): Attributes {
  const { kernel, strides, dilations } = window
  const shared: Attributes = {
    kernel_shape: ints(kernel),
    strides: ints(strides),
    ...(dilations.some((dilation) => dilation !== 1) ? { dilations: ints(dilations) } : {}),
  }
  if (window.padding === 'valid') return shared
  const totals = kernel.map((size, axis): Size => {
    const reach = (size - 1) * dilations[axis]!
    const stride = strides[axis]!
    const input = sizes[axis] ?? null
    if (window.padding === 'causal' || stride === 1) return reach
    return input === null ? null : Math.max((Math.ceil(input / stride) - 1) * stride + reach + 1 - input, 0)
  })
  if (totals.some((total) => total === null)) return { ...shared, auto_pad: string('SAME_UPPER') }
  const begins = totals.map((total) => (window.padding === 'causal' ? total! : Math.floor(total! / 2)))
  return { ...shared, pads: ints([...begins, ...totals.map((total, axis) => total! - begins[axis]!)]) }
}

/** Spatial sizes after a window. */
export function windowSizes(window: Window, sizes: readonly Size[]): Size[] {
  return sizes.map((size, axis) => {
    if (size === null) return null
    const stride = window.strides[axis]!
    const reach = (window.kernel[axis]! - 1) * window.dilations[axis]!
    return window.padding === 'valid' ? Math.floor((size - reach - 1) / stride) + 1 : Math.ceil(size / stride)
  })
}

/** Refuses layers that Keras was told to run with channels first, which TensorFlow.js cannot save weights of alike. */
export function requireChannelsLast(context: LayerContext): void {
  const format = context.text('data_format', 'channels_last')
  if (format !== 'channels_last') context.fail(`data_format "${format}" is not supported, only channels_last.`)
}
