/**
 * Values on their way from Keras to ONNX. Keras puts channels last, ONNX puts them first. Each value says how it lies,
 * and is transposed only where an op wants the other order: chains of convolutions and elementwise ops never are.
 */
import { ints, type Builder, type Dimension } from '@reverie/graph'

/** A size, or null where it is free. */
export type Size = number | null

/** A tensor of the network. */
export interface Value {
  /** Its name in the ONNX graph. */
  readonly name: string
  /** Keras' shape: batch first, channels last, however the value lies. */
  readonly shape: readonly Size[]
  /** `first`: the channels are axis 1. Of rank 1 and 2 both orders are the same, said `last`. */
  readonly layout: 'first' | 'last'
}

/** The value with its channels as axis 1. */
export function channelsFirst(build: Builder, value: Value): Value {
  const rank = value.shape.length
  if (value.layout === 'first' || rank < 3) return value
  const order = [0, rank - 1, ...Array.from({ length: rank - 2 }, (_, axis) => axis + 1)]
  return { ...value, name: transpose(build, value.name, order), layout: 'first' }
}

/** The value in Keras' own order of axes. */
export function channelsLast(build: Builder, value: Value): Value {
  const rank = value.shape.length
  if (value.layout === 'last') return value
  const order = [0, ...Array.from({ length: rank - 2 }, (_, axis) => axis + 2), 1]
  return { ...value, name: transpose(build, value.name, order), layout: 'last' }
}

function transpose(build: Builder, name: string, order: readonly number[]): string {
  return build.add('Transpose', [name], { perm: ints(order) }, `${name}/transposed`)
}

/** Where an axis of Keras' shape lies. Negative axes count from the end. */
export function axisOf(value: Value, axis: number): number {
  const rank = value.shape.length
  const positive = axis < 0 ? axis + rank : axis
  if (value.layout === 'last' || positive === 0) return positive
  return positive === rank - 1 ? 1 : positive + 1
}

/** A shape as ONNX's dimensions, in the order in which the value lies. */
export function dimensions(
  shape: readonly Size[],
  layout: Value['layout'],
  symbols: readonly string[],
): Dimension[] {
  const named = shape.map((size, axis): Dimension => size ?? symbols[axis])
  return layout === 'last' || shape.length < 3 ? named : [named[0], named.at(-1), ...named.slice(1, -1)]
}

/** Number of channels. */
export function channelsOf(value: Value): Size {
  return value.shape.at(-1) ?? null
}
