/**
 * The geometry that convolutions and pools share: where a window of `kernel` taps, `dilation` apart, stands when it
 * moves by `stride` over an axis padded by `begin` and `end`.
 */
import {
  GraphError,
  intOf,
  intsOf,
  stringOf,
  describe,
  type Dimension,
  type Node,
  int,
  ints,
  type Attributes,
} from './graph.ts'

/** One spatial axis of a convolution or pool. All numbers are in elements. */
export interface Axis {
  readonly kernel: number
  readonly stride: number
  readonly dilation: number
  readonly begin: number
  readonly end: number
}

/** Attributes that state a geometry explicitly. */
export function convAttributes(axes: readonly Axis[], group: number): Attributes {
  return {
    kernel_shape: ints(axes.map(({ kernel }) => kernel)),
    strides: ints(axes.map(({ stride }) => stride)),
    dilations: ints(axes.map(({ dilation }) => dilation)),
    pads: ints([...axes.map(({ begin }) => begin), ...axes.map(({ end }) => end)]),
    group: int(group),
  }
}

/** Elements from a window's first to its last tap. */
export const extent = ({ kernel, dilation }: Axis): number => dilation * (kernel - 1) + 1

/** Number of positions of a window along `size` elements; undefined when the size is not known. */
function positions(axis: Axis, size: Dimension, ceil = false): number | undefined {
  if (typeof size !== 'number') return undefined
  const free = size + axis.begin + axis.end - extent(axis)
  if (!ceil) return Math.floor(free / axis.stride) + 1
  const count = Math.ceil(free / axis.stride) + 1
  // A last window that would begin in the end padding is not counted (ONNX MaxPool and AveragePool, ceil_mode).
  return (count - 1) * axis.stride >= size + axis.begin ? count - 1 : count
}

/**
 * The axes of a node with `kernel_shape`, `strides`, `dilations`, `pads` and `auto_pad`.
 *
 * @param kernel sizes of the kernel
 * @param sizes spatial sizes of the input; SAME paddings depend on them
 * @throws GraphError when a list has the wrong length, or SAME padding meets an unknown size with a stride.
 */
export function axesOf(node: Node, kernel: readonly number[], sizes: readonly Dimension[]): Axis[] {
  const rank = kernel.length
  const list = (name: string, fallback: readonly number[]): readonly number[] => {
    const found = intsOf(node, name) ?? fallback
    if (found.length !== fallback.length) {
      throw new GraphError(
        `${describe(node)}: "${name}" should have ${fallback.length} entries for ${rank} spatial axes, found ${found.length}.`,
      )
    }
    return found
  }
  const strides = list(
    'strides',
    kernel.map(() => 1),
  )
  const dilations = list(
    'dilations',
    kernel.map(() => 1),
  )
  const pads = list(
    'pads',
    [...kernel, ...kernel].map(() => 0),
  )
  const auto = stringOf(node, 'auto_pad', 'NOTSET')
  return kernel.map((size, index) => {
    const axis: Axis = {
      kernel: size,
      stride: strides[index]!,
      dilation: dilations[index]!,
      begin: auto === 'NOTSET' ? pads[index]! : 0,
      end: auto === 'NOTSET' ? pads[index + rank]! : 0,
    }
    return auto.startsWith('SAME') ? samePadding(axis, sizes[index], auto === 'SAME_UPPER', node) : axis
  })
}

/** SAME padding: as many positions as ceil(size / stride); the odd element goes to the end (UPPER) or the beginning. */
function samePadding(axis: Axis, size: Dimension, upper: boolean, node: Node): Axis {
  let total = extent(axis) - 1
  if (axis.stride > 1) {
    if (typeof size !== 'number') {
      // Unknown size: the padding is not known, but the number of positions is not asked for either.
      return axis
    }
    const count = Math.ceil(size / axis.stride)
    total = Math.max(0, (count - 1) * axis.stride + extent(axis) - size)
  }
  if (total < 0) throw new GraphError(`${describe(node)}: SAME padding came out negative (${total}).`)
  const small = Math.floor(total / 2)
  return upper ? { ...axis, begin: small, end: total - small } : { ...axis, begin: total - small, end: small }
}

/** Spatial output sizes of a window op on an input of the given spatial sizes. */
export function outputSizes(node: Node, kernel: readonly number[], sizes: readonly Dimension[]): Dimension[] {
  const ceil = intOf(node, 'ceil_mode', 0) === 1
  const same = stringOf(node, 'auto_pad', 'NOTSET').startsWith('SAME')
  return axesOf(node, kernel, sizes).map((axis, index) => {
    const size = sizes[index]
    if (same) {
      if (axis.stride === 1) return size
      return typeof size === 'number' ? Math.ceil(size / axis.stride) : undefined
    }
    if (typeof size !== 'number' && axis.stride === 1 && axis.begin + axis.end === extent(axis) - 1) return size
    return positions(axis, size, ceil)
  })
}
