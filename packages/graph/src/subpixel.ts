/**
 * The cotangent of a strided convolution's few input channels (a network's first layer, mostly), as a convolution that
 * makes all s × s phases of it side by side, rearranged at the end (Shi et al., "Is the deconvolution layer the same as a
 * convolutional layer?", 2016). ConvTranspose would leave the blocked layout with all the channels that come in.
 */
import type { Builder } from './builder.ts'
import { int } from './graph.ts'
import { convAttributes, type Axis } from './spatial.ts'
import type { Tensor } from './tensor.ts'

/** ONNX Runtime's blocks of channels on the CPU: as many outputs cost no more than one. */
const BLOCK = 16

/** Whether the phases of the input fit into one block of channels. */
export function fitsSubpixel(axes: readonly Axis[], channels: number): boolean {
  const [first, second] = axes
  if (axes.length !== 2 || first === undefined || second === undefined) return false
  if (first.stride !== second.stride || first.stride === 1) return false
  return axes.every(({ dilation }) => dilation === 1) && first.stride ** 2 * channels <= BLOCK
}

/**
 * @param dy cotangent of the output, [N, M, h, w]
 * @param weights W, [M, C, kernel, kernel], float32
 * @param sizes height and width of the input
 * @returns [N, C, height, width]
 */
export function subpixelCotangent(
  build: Builder,
  dy: string,
  weights: Tensor,
  axes: readonly Axis[],
  sizes: readonly number[],
): string {
  const stride = axes[0]!.stride
  const [outputs, channels] = weights.shape as readonly [number, number]
  const reaches = axes.map(reachOf)
  const kernel = reaches.map(({ least, most }) => most - least + 1)
  const data = new Float32Array(channels * stride ** 2 * outputs * kernel[0]! * kernel[1]!)
  const source = weights.data as Float32Array
  const [tall, wide] = axes.map((axis) => axis.kernel) as [number, number]
  for (const row of tapsOf(axes[0]!, reaches[0]!.least)) {
    for (const column of tapsOf(axes[1]!, reaches[1]!.least)) {
      for (let channel = 0; channel < channels; channel++) {
        const target = (row.phase * stride + column.phase) * channels + channel
        for (let output = 0; output < outputs; output++) {
          const to = ((target * outputs + output) * kernel[0]! + row.at) * kernel[1]! + column.at
          data[to] = source[((output * channels + channel) * tall + row.tap) * wide + column.tap]!
        }
      }
    }
  }
  const shape = [channels * stride ** 2, outputs, ...kernel]
  const from = build.shape(dy).slice(2)
  const windows = reaches.map(({ least }, index): Axis => {
    const count = Math.ceil(sizes[index]! / stride)
    return {
      kernel: kernel[index]!,
      stride: 1,
      dilation: 1,
      begin: -least,
      end: count - 1 + kernel[index]! - from[index]! + least,
    }
  })
  const phases = build.add(
    'Conv',
    [dy, build.constant({ type: 'float32', shape, data })],
    convAttributes(windows, 1),
    'dx',
  )
  const whole = build.add('DepthToSpace', [phases], { blocksize: int(stride) })
  if (build.shape(whole).slice(1).join() === [channels, ...sizes].join()) return whole
  const [starts, ends, where] = [
    [0, 0, 0],
    [channels, ...sizes],
    [1, 2, 3],
  ].map((list) => build.indices(list))
  return build.add('Slice', [whole, starts!, ends!, where!])
}

/** The furthest outputs, before and after position p, that see the elements s·p … s·p + s − 1. */
function reachOf({ kernel, stride, begin }: Axis): { least: number; most: number } {
  return { least: Math.ceil((begin - kernel + 1) / stride), most: Math.floor((stride - 1 + begin) / stride) }
}

/** Which tap of the kernel connects a phase with the output at each place of the window. */
function tapsOf({ kernel, stride, begin }: Axis, least: number): { phase: number; tap: number; at: number }[] {
  return Array.from({ length: kernel }, (_, tap) => {
    const phase = (((tap - begin) % stride) + stride) % stride
    return { phase, tap, at: (phase + begin - tap) / stride - least }
  })
}
