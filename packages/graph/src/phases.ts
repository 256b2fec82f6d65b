/**
 * Values by phases. With a stride of s, a cotangent of the input falls into s phases an axis, element s·p + a of phase a
 * at p, each of which can be made without the others; interleaving them makes the value. What a strided convolution and
 * a pool of the same stride send back to one value is added phase by phase, so that one interleaving serves both and
 * the sums stay in ONNX Runtime's blocked layout, where the convolutions take them in.
 */
import type { Builder } from './builder.ts'
import { noteZeroCrop } from './crops.ts'
import { int } from './graph.ts'

/** What a value of shape [N, C, …] is interleaved from. */
export interface Phases {
  /** One for each combination of phases, the last axis first to change; undefined where all is zero. */
  readonly parts: readonly (string | undefined)[]
  /** Phases of each spatial axis. */
  readonly strides: readonly number[]
  /** Spatial sizes of a phase. Together they may reach beyond the value, which is cropped. */
  readonly grid: readonly number[]
  /** Whether what is cropped is zero. */
  readonly zeroBeyond: boolean
}

/** How a value could be made otherwise: its phases, made when they are asked for. */
interface Making {
  readonly strides: readonly number[]
  /** Whether the value is interleaved from its phases, so that a sum by phases saves an interleaving. */
  readonly interleaved: boolean
  readonly phases: () => Phases
}

const known = new WeakMap<Builder, Map<string, Making>>()

function note(build: Builder, value: string, making: Making): void {
  const makings = known.get(build) ?? new Map<string, Making>()
  known.set(build, makings.set(value, making))
}

/** Notes that a value that was made as a whole could be made by phases, which costs as much but can be added to others. */
export function notePhases(build: Builder, value: string, strides: readonly number[], phases: () => Phases): void {
  note(build, value, { strides, interleaved: false, phases })
}

/** The value of a shape that is made of such phases; undefined where all of them are zero. */
export function interleave(build: Builder, phases: Phases, shape: readonly number[]): string | undefined {
  const { strides, zeroBeyond } = phases
  const whole = interleaveWhole(build, phases, shape)
  if (whole === undefined || strides.every((stride) => stride === 1)) return whole
  const cropped = build.shape(whole).some((size, axis) => size > shape[axis]!)
  const value = cropped
    ? build.add('Slice', [whole, build.indices(shape.map(() => 0)), build.indices(shape)])
    : whole
  if (cropped && zeroBeyond) noteZeroCrop(build, value, whole)
  note(build, value, { strides, interleaved: true, phases: () => phases })
  return value
}

/**
 * The sum of values of the same shape, by phases where some can be made of such. What makes those alone is then no
 * longer read.
 */
export function sum(build: Builder, values: readonly string[], hint: string): string {
  // Chained Add, since Sum is not on WebGPU.
  const total = (parts: readonly string[]): string =>
    parts.reduce((left, right) => build.add('Add', [left, right], {}, hint))
  const makings = values.map((value) => known.get(build)?.get(value))
  const strides = makings.find((making) => making?.interleaved)?.strides.join()
  const together = makings.flatMap((making) =>
    strides !== undefined && making?.strides.join() === strides ? [making] : [],
  )
  if (together.length < 2) return total(values)
  const phases = together.map((making) => making.phases())
  const parts = phases[0]!.parts.map((_, index) => {
    const terms = phases.flatMap((one) => one.parts[index] ?? [])
    return terms.length === 0 ? undefined : total(terms)
  })
  const zeroBeyond = phases.every((one) => one.zeroBeyond)
  const merged = interleave(build, { ...phases[0]!, parts, zeroBeyond }, build.shape(values[0]!))!
  return total([merged, ...values.filter((_, index) => !together.includes(makings[index]!))])
}

/** Puts phases back in place, axis by axis from the last. The result may go beyond the shape at the ends. */
function interleaveWhole(
  build: Builder,
  { parts: phases, strides, grid }: Phases,
  shape: readonly number[],
): string | undefined {
  const first = phases.find((phase) => phase !== undefined)
  if (first === undefined) return undefined
  let zero: string | undefined
  const empty = (): string => (zero ??= build.add('Mul', [first, build.scalar(0)]))
  let parts = phases.map((phase) => phase ?? empty())
  for (let axis = strides.length - 1; axis >= 0; axis--) {
    const merged = grid.map((count, index) => (index < axis ? count : count * strides[index]!))
    parts = chunk(parts, strides[axis]!).map((group) => {
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
  return parts[0]
}

function chunk<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: items.length / size }, (_, index) => items.slice(index * size, (index + 1) * size))
}

/** All combinations of one item of each list, the last list first to change. */
export function combinations<T>(lists: readonly (readonly T[])[]): T[][] {
  return lists.reduce<T[][]>((all, list) => all.flatMap((head) => list.map((item) => [...head, item])), [[]])
}
