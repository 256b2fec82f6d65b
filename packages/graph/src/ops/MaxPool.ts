/**
 * Max pooling, overlapping or not.
 *
 * The gradient uses no indices (WebGPU has none, and on the CPU they cost ten times the pool itself). With stride s
 * the input splits into s phases an axis: element s·p + a belongs to phase a. The windows that cover it are the
 * outputs p + t for the few t with a + begin − s·t = i·dilation for a tap i of the kernel. So each phase of dx is a
 * sum, over those t, of dy shifted by t wherever the input equals y shifted by t; the phases are then interleaved.
 * The phases of x are taken by depthwise convolutions with one-hot kernels, which ONNX Runtime runs three times as
 * fast as strided slices.
 *
 * Ties send the cotangent to every maximum of a window.
 */
import type { Builder } from '../builder.ts'
import { convAttributes } from '../convolution.ts'
import { int, intsOf, type Node } from '../graph.ts'
import { positiveMask, zeroMask } from '../mask.ts'
import type { GradientContext, Op } from '../op.ts'
import { axesOf, outputSizes, type Axis } from '../spatial.ts'
import { sizeOf } from '../tensor.ts'

export const MaxPool: Op = {
  infer(context) {
    const x = context.input(0)
    const kernel = kernelOf(context.node)
    if (x.shape === undefined) return [{ type: x.type, shape: undefined }, { type: 'int64', shape: undefined }]
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
    const { node, build, input, shape, output, cotangent } = context
    const sizes = shape(0).slice(2)
    const axes = axesOf(node, kernelOf(node), sizes)
    const dy = maskedCotangent(context, cotangent(0)!)
    const counts = axes.map((axis, index) => Math.ceil(sizes[index]! / axis.stride))
    const shifts = createShifts(build, output(0), dy, counts)
    const phases = phasesOf(axes).map((phase) => {
      const elements = phaseElements(build, input(0), axes, phase, sizes, counts)
      return product(axes.map((axis, index) => windowsOf(axis, phase[index]!)))
        .map((shift) => {
          const { y, dy: shifted } = shifts(shift)
          return build.add('Mul', [zeroMask(build, build.add('Sub', [elements(), y])), shifted])
        })
        .reduce<string | undefined>((sum, term) => (sum === undefined ? term : build.add('Add', [sum, term])), undefined)
    })
    return [interleave(build, phases, axes, counts, shape(0))]
  },
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

/** All phases: the cartesian product of 0 … stride − 1 on each axis, last axis fastest. */
const phasesOf = (axes: readonly Axis[]): number[][] =>
  product(axes.map(({ stride }) => Array.from({ length: stride }, (_, phase) => phase)))

/** The shifts t for which output p + t has a tap on element s·p + phase. */
function windowsOf(axis: Axis, phase: number): number[] {
  const shifts: number[] = []
  for (let tap = 0; tap < axis.kernel; tap++) {
    const shift = (phase + axis.begin - tap * axis.dilation) / axis.stride
    if (Number.isInteger(shift)) shifts.push(shift)
  }
  return shifts
}

function product(lists: readonly (readonly number[])[]): number[][] {
  return lists.reduce<number[][]>((all, list) => all.flatMap((head) => list.map((item) => [...head, item])), [[]])
}

/** y and dy moved by a shift onto the grid of a phase; outside of them dy is 0, so y does not matter there. */
function createShifts(
  build: Builder,
  y: string,
  dy: string,
  counts: readonly number[],
): (shift: readonly number[]) => { y: string; dy: string } {
  const made = new Map<string, { y: string; dy: string }>()
  const sizes = build.shape(y).slice(2)
  return (shift) => {
    const key = shift.join()
    const existing = made.get(key)
    if (existing !== undefined) return existing
    const begin = shift.map((by) => -by)
    const end = counts.map((count, index) => count - sizes[index]! + shift[index]!)
    const pads = [0, 0, ...begin, 0, 0, ...end]
    const move = (value: string): string => padOrCrop(build, value, pads)
    const moved = { y: move(y), dy: move(dy) }
    made.set(key, moved)
    return moved
  }
}

/** Pads where a pad is positive, crops where it is negative. */
function padOrCrop(build: Builder, value: string, pads: readonly number[]): string {
  const rank = pads.length / 2
  let result = value
  if (pads.some((pad) => pad < 0)) {
    const shape = build.shape(value)
    const starts = shape.map((_, axis) => Math.max(0, -pads[axis]!))
    const ends = shape.map((size, axis) => size - Math.max(0, -pads[axis + rank]!))
    result = build.add('Slice', [result, build.indices(starts), build.indices(ends)])
  }
  if (pads.some((pad) => pad > 0)) {
    result = build.add('Pad', [result, build.indices(pads.map((pad) => Math.max(0, pad)))])
  }
  return result
}

/** The elements of one phase, [N, C, …counts]. Made on first use: a phase that no window covers needs none. */
function phaseElements(
  build: Builder,
  x: string,
  axes: readonly Axis[],
  phase: readonly number[],
  sizes: readonly number[],
  counts: readonly number[],
): () => string {
  let made: string | undefined
  return () => (made ??= strides(build, x, axes, phase, sizes, counts))
}

function strides(
  build: Builder,
  x: string,
  axes: readonly Axis[],
  phase: readonly number[],
  sizes: readonly number[],
  counts: readonly number[],
): string {
  if (axes.every(({ stride }) => stride === 1)) return x
  const channels = build.shape(x)[1]!
  const steps = axes.map(({ stride }) => stride)
  const tap = phase.reduce((index, offset, axis) => index * steps[axis]! + offset, 0)
  const taps = sizeOf(steps)
  const data = new Float32Array(channels * taps)
  for (let channel = 0; channel < channels; channel++) data[channel * taps + tap] = 1
  const weights = build.constant({ type: 'float32', shape: [channels, 1, ...steps], data }, 'phase')
  const taking = steps.map((stride, index) => ({
    kernel: stride,
    stride,
    dilation: 1,
    begin: 0,
    end: counts[index]! * stride - sizes[index]!,
  }))
  return build.add('Conv', [x, weights], convAttributes(taking, channels))
}

/** Puts phases back in place, axis by axis from the last, and crops to the input's shape. */
function interleave(
  build: Builder,
  phases: readonly (string | undefined)[],
  axes: readonly Axis[],
  counts: readonly number[],
  shape: readonly number[],
): string | undefined {
  const first = phases.find((phase) => phase !== undefined)
  if (first === undefined) return undefined
  let zero: string | undefined
  const empty = (): string => (zero ??= build.add('Mul', [first, build.scalar(0)]))
  let parts = phases.map((phase) => phase ?? empty())
  for (let axis = axes.length - 1; axis >= 0; axis--) {
    const { stride } = axes[axis]!
    const merged = counts.map((count, index) => (index < axis ? count : count * axes[index]!.stride))
    parts = chunk(parts, stride).map((group) => {
      if (group.length === 1) return group[0]!
      const place = build.indices([axis + 3])
      const stacked = build.add(
        'Concat',
        group.map((part) => build.add('Unsqueeze', [part, place])),
        { axis: int(axis + 3) },
      )
      return build.add('Reshape', [stacked, build.indices([...shape.slice(0, 2), ...merged])])
    })
  }
  const whole = parts[0]!
  const excess = build.shape(whole).map((size, axis) => shape[axis]! - size)
  return padOrCrop(build, whole, [...shape.map(() => 0), ...excess])
}

function chunk<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: items.length / size }, (_, index) => items.slice(index * size, (index + 1) * size))
}
