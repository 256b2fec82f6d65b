/**
 * Max pooling, overlapping or not.
 *
 * The gradient uses no indices (WebGPU has none, and on the CPU they cost ten times the pool itself). With stride s the
 * input splits into s phases an axis, element s·p + a of phase a at p. The windows that see it are the outputs p − t
 * for the few shifts t that a tap of the window allows. So each phase of dx is a sum, over those shifts, of dy moved by
 * t wherever the phase equals y moved by t; the phases are interleaved at the end.
 *
 * Taking a phase and moving are depthwise convolutions with one-hot kernels: they keep to ONNX Runtime's blocked layout,
 * where strided slices and pads would leave it, and can turn the sign of y on the way, so that comparing is an Add (Sub
 * would leave that layout too).
 *
 * Chance ties send the cotangent to every maximum of a window; those that are there by construction share it (ties.ts).
 */
import type { Builder } from '../builder.ts'
import { intsOf, type Node } from '../graph.ts'
import { positiveMask, zeroMask } from '../mask.ts'
import type { GradientContext, Op } from '../op.ts'
import { combinations, interleave } from '../phases.ts'
import { convAttributes, axesOf, extent, outputSizes, type Axis } from '../spatial.ts'
import { sizeOf } from '../tensor.ts'
import { hasTies } from '../ties.ts'

export const MaxPool: Op = {
  infer(context) {
    const x = context.input(0)
    const kernel = kernelOf(context.node)
    if (x.shape === undefined)
      return [
        { type: x.type, shape: undefined },
        { type: 'int64', shape: undefined },
      ]
    const [batch, channels, ...sizes] = x.shape
    if (kernel.length !== sizes.length) {
      context.fail(`a kernel of ${kernel.length} axes does not fit an input of ${sizes.length} spatial axes.`)
    }
    const shape = [batch, channels, ...outputSizes(context.node, kernel, sizes)]
    return [
      { type: x.type, shape },
      { type: 'int64', shape },
    ]
  },

  gradient(context) {
    const { node, build, input, shape, output, cotangent, producerOf } = context
    const sizes = shape(0).slice(2)
    const axes = axesOf(node, kernelOf(node), sizes)
    const grid = axes.map(({ stride }, index) => Math.ceil(sizes[index]! / stride))
    const taps = combinations(axes.map(({ kernel }) => range(kernel))).map((tap) =>
      axes.map((axis, index) => tap[index]! * axis.dilation - axis.begin),
    )
    const phases = combinations(axes.map(({ stride }) => range(stride))).map((phase) => {
      const seen = taps.filter((offsets) =>
        axes.every(({ stride }, axis) => modulo(offsets[axis]!, stride) === phase[axis]),
      )
      return {
        elements: seen.length === 0 ? undefined : phaseElements(build, input(0), axes, phase, grid),
        shifts: seen.map((offsets) => axes.map(({ stride }, axis) => Math.floor(offsets[axis]! / stride))),
      }
    })
    const masked = maskedCotangent(context, cotangent(0)!)
    const dy = hasTies(input(0), producerOf, build.shape)
      ? build.add('Div', [masked, countMaxima(build, phases, output(0))])
      : masked
    const moved = createMoves(build, output(0), dy, grid)
    const cotangents = phases.map(({ elements, shifts }) => {
      const terms = shifts.map((shift) => {
        const { negative, dy: part } = moved(shift)
        return build.add('Mul', [zeroMask(build, build.add('Add', [elements!, negative])), part])
      })
      return terms.length === 0 ? undefined : total(build, terms)
    })
    // Where no window reaches beyond the input, nothing but zeros lies there.
    const counts = build.shape(output(0)).slice(2)
    const zeroBeyond = axes.every(
      (axis, at) => axis.stride * (counts[at]! - 1) + extent(axis) - axis.begin <= sizes[at]!,
    )
    const strides = axes.map(({ stride }) => stride)
    return [interleave(build, { parts: cotangents, strides, grid, zeroBeyond }, shape(0))]
  },
}

/** One phase of the input, where any window sees it, and the shifts at which windows do. */
interface Phase {
  readonly elements: string | undefined
  readonly shifts: readonly (readonly number[])[]
}

const total = (build: Builder, values: readonly string[]): string =>
  values.reduce((sum, value) => build.add('Add', [value, sum]))

/** −y and dy, each moved onto the grid of a phase, once for each shift. Outside of dy there are zeros. */
function createMoves(
  build: Builder,
  y: string,
  dy: string,
  grid: readonly number[],
): (shift: readonly number[]) => { negative: string; dy: string } {
  const made = new Map<string, { negative: string; dy: string }>()
  return (shift) => {
    const key = shift.join()
    const pair = made.get(key) ?? { negative: move(build, y, shift, grid, -1), dy: move(build, dy, shift, grid) }
    made.set(key, pair)
    return pair
  }
}

/** How many elements of each window attain its maximum. */
function countMaxima(build: Builder, phases: readonly Phase[], y: string): string {
  const counts = build.shape(y).slice(2)
  const still = counts.map(() => 0)
  const negative = move(build, y, still, counts, -1)
  const masks = phases.flatMap(({ elements, shifts }) =>
    shifts.map((shift) =>
      zeroMask(build, build.add('Add', [move(build, elements!, negated(shift), counts), negative])),
    ),
  )
  return total(build, masks)
}

/** `kernel_shape`, which ONNX requires. */
export function kernelOf(node: Node): readonly number[] {
  return intsOf(node, 'kernel_shape') ?? []
}

/** A Relu that only this pool reads leaves its mask to the pool: y > 0 exactly where the maximum passed the Relu. */
function maskedCotangent({ build, input, output, producer, consumers }: GradientContext, dy: string): string {
  if (producer(0)?.op !== 'Relu' || consumers(input(0)).length !== 1) return dy
  return build.add('Mul', [dy, positiveMask(build, output(0))])
}

const range = (size: number): number[] => Array.from({ length: size }, (_, index) => index)
const negated = (values: readonly number[]): number[] => values.map((value) => 0 - value)
const modulo = (value: number, by: number): number => ((value % by) + by) % by

/** The elements of one phase: x[stride · p + phase] for every p of the grid, 0 beyond x. */
function phaseElements(
  build: Builder,
  x: string,
  axes: readonly Axis[],
  phase: readonly number[],
  grid: readonly number[],
): string {
  if (axes.every(({ stride }) => stride === 1)) return x
  const sizes = build.shape(x).slice(2)
  return depthwise(
    build,
    x,
    axes.map(({ stride }, at) => ({ tap: phase[at]!, begin: 0, stride, size: sizes[at]!, count: grid[at]! })),
  )
}

/** A value moved onto another grid, times `factor`: result[p] = factor · value[p − by], 0 outside. */
function move(build: Builder, value: string, by: readonly number[], grid: readonly number[], factor = 1): string {
  const sizes = build.shape(value).slice(2)
  if (factor === 1 && by.every((shift) => shift === 0) && sizes.every((size, index) => size === grid[index]))
    return value
  return depthwise(
    build,
    value,
    by.map((shift, at) => ({
      tap: Math.max(0, -shift),
      begin: Math.max(0, shift),
      stride: 1,
      size: sizes[at]!,
      count: grid[at]!,
    })),
    factor,
  )
}

/** Where a depthwise convolution takes its elements on one axis: a tap, from `begin` before the axis, `count` times. */
interface Taking {
  readonly tap: number
  readonly begin: number
  readonly stride: number
  readonly size: number
  readonly count: number
}

/**
 * The smallest windows that hold the taps and have exactly so many positions. With pads, a kernel of one element or of
 * the input's size is wrong on WebGPU (convolution.ts); one more element then keeps it from that.
 */
function windowsFor(takings: readonly Taking[]): Axis[] {
  const windows = takings.map((taking) => windowFor(taking, taking.tap + 1))
  const padded = windows.some(({ begin, end }) => begin + end > 0)
  const risky = (): boolean =>
    windows.every(({ kernel }) => kernel === 1) ||
    windows.every(({ kernel }, axis) => kernel === takings[axis]!.size)
  if (!padded) return windows
  while (risky()) windows[0] = windowFor(takings[0]!, windows[0]!.kernel + 1)
  return windows
}

/** More than `least` where the axis goes on beyond the last position, so that nothing has to be cropped. */
function windowFor({ begin, stride, size, count }: Taking, least: number): Axis {
  const kernel = Math.max(least, size + begin - stride * count + 1)
  return { kernel, stride, dilation: 1, begin, end: Math.max(0, stride * (count - 1) + kernel - size - begin) }
}

/** A depthwise convolution that takes one tap of each window, times `factor`. */
function depthwise(build: Builder, value: string, takings: readonly Taking[], factor = 1): string {
  const channels = build.shape(value)[1]!
  const windows = windowsFor(takings)
  const kernel = windows.map((axis) => axis.kernel)
  const weights = oneHotWeights(
    build,
    channels,
    kernel,
    takings.map(({ tap }) => tap),
    factor,
  )
  return build.add('Conv', [value, weights], convAttributes(windows, channels))
}

/** Depthwise weights [C, 1, …kernel] that are `value` at one tap and 0 elsewhere. */
function oneHotWeights(
  build: Builder,
  channels: number,
  kernel: readonly number[],
  tap: readonly number[],
  value: number,
): string {
  const at = tap.reduce((index, offset, axis) => index * kernel[axis]! + offset, 0)
  const taps = sizeOf(kernel)
  const data = new Float32Array(channels * taps)
  for (let channel = 0; channel < channels; channel++) data[channel * taps + at] = value
  return build.constant({ type: 'float32', shape: [channels, 1, ...kernel], data }, 'tap')
}
