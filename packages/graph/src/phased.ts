/**
 * The cotangent of a strided convolution's input, phase by phase (phases.ts): each phase is a convolution of unit stride
 * with the taps that meet it, as many multiplications as the whole. They stay in ONNX Runtime's blocked layout, where
 * ConvTranspose takes a third more time, but to interleave them takes as long: they gain where the value has another
 * cotangent that is made of phases.
 */
import type { Builder } from './builder.ts'
import { combinations, type Phases } from './phases.ts'
import { convAttributes, extent, type Axis } from './spatial.ts'
import { sizeOf, type Tensor } from './tensor.ts'

/** Fewer channels do not fill a block (subpixel.ts takes those). */
const BLOCK = 16

/** Whether phases can be worth it. */
export const fitsPhases = (axes: readonly Axis[], channels: number): boolean =>
  channels >= BLOCK &&
  axes.some(({ stride }) => stride > 1) &&
  axes.every(({ stride, dilation, kernel }) => dilation === 1 && stride <= kernel)

/**
 * @param dy cotangent of the output, [N, M, …]
 * @param weights W, [M, C, …kernel], float32
 * @param sizes spatial sizes of the input
 */
export function cotangentPhases(
  build: Builder,
  dy: string,
  weights: Tensor,
  axes: readonly Axis[],
  sizes: readonly number[],
): Phases {
  const from = build.shape(dy).slice(2)
  const grid = axes.map(({ stride }, at) => Math.ceil(sizes[at]! / stride))
  const choices = axes.map((axis, at) =>
    Array.from({ length: axis.stride }, (_, phase) => windowOf(axis, phase, from[at]!, grid[at]!)),
  )
  const parts = combinations(choices).map((windows) => {
    widenRisky(windows, from)
    const kernels = build.constant(kernelsOf(weights, windows), 'phase')
    return build.add('Conv', [dy, kernels], convAttributes(windows, 1), 'dx')
  })
  const zeroBeyond = axes.every(
    (axis, at) => axis.stride * (from[at]! - 1) + extent(axis) - axis.begin <= sizes[at]!,
  )
  const strides = axes.map(({ stride }) => stride)
  return { parts, strides, grid, zeroBeyond }
}

/** A window over one axis of dy, and which tap of the convolution's kernel stands at each of its places, if any. */
interface Window extends Axis {
  readonly taps: readonly (number | undefined)[]
}

/**
 * Element stride · p + phase of the input meets tap t at output p − k, where stride · k = t − begin − phase. So the
 * window at p goes from the greatest k to the least; where that is not around p, further places without a tap are.
 */
function windowOf({ kernel, stride, begin }: Axis, phase: number, size: number, count: number): Window {
  const tapAt = (k: number): number => stride * k + begin + phase
  const most = Math.max(0, Math.floor((kernel - 1 - begin - phase) / stride))
  const least = Math.min(Math.ceil((-begin - phase) / stride), count - size)
  const taps = Array.from({ length: most - least + 1 }, (_, at) => {
    const tap = tapAt(most - at)
    return tap >= 0 && tap < kernel ? tap : undefined
  })
  return { kernel: taps.length, stride: 1, dilation: 1, begin: most, end: count - 1 - least - (size - 1), taps }
}

/**
 * With pads, a kernel of one element or of the input's size is wrong on WebGPU (convolution.ts): one more place keeps it
 * from that.
 */
function widenRisky(windows: Window[], from: readonly number[]): void {
  if (windows.every(({ begin, end }) => begin + end === 0)) return
  const risky = (): boolean =>
    windows.every(({ kernel }) => kernel === 1) || windows.every(({ kernel }, axis) => kernel === from[axis])
  while (risky()) {
    const last = windows.at(-1)!
    const taps = [...last.taps, undefined]
    windows[windows.length - 1] = { ...last, kernel: taps.length, end: last.end + 1, taps }
  }
}

/** [C, M, …windows]: channels exchanged, and of the taps those of the windows. */
function kernelsOf(weights: Tensor, windows: readonly Window[]): Tensor {
  const [outputs, inputs, ...kernel] = weights.shape as [number, number, ...number[]]
  const all = sizeOf(kernel)
  const places = combinations(windows.map(({ taps }) => taps)).map((taps) =>
    taps.reduce<number | undefined>(
      (index, tap, axis) => (index === undefined || tap === undefined ? undefined : index * kernel[axis]! + tap),
      0,
    ),
  )
  const source = weights.data as Float32Array
  const data = new Float32Array(inputs * outputs * places.length)
  let to = 0
  for (let input = 0; input < inputs; input++) {
    for (let output = 0; output < outputs; output++) {
      for (const place of places)
        data[to++] = place === undefined ? 0 : source[(output * inputs + input) * all + place]!
    }
  }
  return { type: 'float32', shape: [inputs, outputs, ...windows.map((window) => window.kernel)], data }
}
