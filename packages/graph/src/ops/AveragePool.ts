/** Average pooling. Its gradient spreads each cotangent evenly over the elements its window counted. */
import { inputCotangent } from '../convolution.ts'
import { int, intOf, ints } from '../graph.ts'
import type { Op } from '../op.ts'
import { convAttributes, axesOf, extent, outputSizes, type Axis } from '../spatial.ts'
import { sizeOf, tensor } from '../tensor.ts'
import { kernelOf } from './MaxPool.ts'

export const AveragePool: Op = {
  infer(context) {
    const x = context.input(0)
    const kernel = kernelOf(context.node)
    if (x.shape === undefined) return [{ type: x.type, shape: undefined }]
    const [batch, channels, ...sizes] = x.shape
    if (kernel.length !== sizes.length) {
      context.fail(`a kernel of ${kernel.length} axes does not fit an input of ${sizes.length} spatial axes.`)
    }
    return [{ type: x.type, shape: [batch, channels, ...outputSizes(context.node, kernel, sizes)] }]
  },

  gradient({ node, build, shape, outputShape, cotangent }) {
    const sizes = shape(0).slice(2)
    const counts = outputShape(0).slice(2)
    const axes = axesOf(node, kernelOf(node), sizes)
    const channels = shape(0)[1]!
    const taps = sizeOf(axes.map(({ kernel }) => kernel))
    const includePads = intOf(node, 'count_include_pad', 0) === 1
    const share = countShares(axes, sizes, counts, includePads, taps)
    const dy = share === undefined ? cotangent(0)! : build.add('Mul', [cotangent(0)!, build.constant(share)])
    // ceil_mode lets the last window hang over the end: as if the end were padded by so much more.
    const covering = axes.map((axis, index) => ({
      ...axis,
      end: axis.stride * (counts[index]! - 1) + extent(axis) - sizes[index]! - axis.begin,
    }))
    const mirrored = covering.map((axis) => ({
      ...axis,
      begin: extent(axis) - 1 - axis.begin,
      end: extent(axis) - 1 - axis.end,
    }))
    const plain = axes.every(({ stride, dilation }) => stride === 1 && dilation === 1)
    if (
      plain &&
      mirrored.every(({ begin, end, kernel }) => Math.min(begin, end) >= 0 && Math.max(begin, end) < kernel)
    ) {
      const { kernel_shape, strides, pads } = convAttributes(mirrored, 1)
      return [
        build.add('AveragePool', [dy], {
          kernel_shape: kernel_shape!,
          strides: strides ?? ints([]),
          pads: pads!,
          count_include_pad: int(1),
        }),
      ]
    }
    const even = tensor('float32', [channels, 1, ...axes.map(({ kernel }) => kernel)], 1 / taps)
    const cropped = covering.map((axis) => ({ ...axis, end: Math.max(0, axis.end) }))
    return [inputCotangent(build, dy, build.constant(even), cropped, channels, sizes)]
  },
}

/**
 * taps / (elements that each window averaged), [1, 1, …counts]; undefined where all windows averaged all taps.
 * Padding counts when `includePads`; what hangs over beyond the padding (ceil_mode) never does.
 */
function countShares(
  axes: readonly Axis[],
  sizes: readonly number[],
  counts: readonly number[],
  includePads: boolean,
  taps: number,
) {
  const perAxis = axes.map((axis, index) => {
    const low = includePads ? -axis.begin : 0
    const high = sizes[index]! + (includePads ? axis.end : 0)
    return Array.from({ length: counts[index]! }, (_, position) => {
      let inside = 0
      for (let tap = 0; tap < axis.kernel; tap++) {
        const at = position * axis.stride - axis.begin + tap * axis.dilation
        if (at >= low && at < high) inside++
      }
      return inside
    })
  })
  const products = perAxis.reduce<number[]>(
    (all, list) => all.flatMap((head) => list.map((count) => head * count)),
    [1],
  )
  if (products.every((count) => count === taps)) return undefined
  return tensor(
    'float32',
    [1, 1, ...counts],
    products.map((count) => taps / count),
  )
}
