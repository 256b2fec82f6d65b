/**
 * Selections along one axis and their adjoints. Gather, Slice, Pad (edge, reflect, wrap) and Tile take element j of
 * the result from element source[j] of the input; the gradient adds the cotangent's element j to source[j]. With
 * constant sources this needs no scatter, which not every provider has:
 *
 * - a run of neighbouring sources (rising, falling or constant) is cut out of the cotangent, turned round or summed,
 *   and padded with zeros to its place, and the runs are added;
 * - many short runs are one multiplication with a constant matrix of zeros and ones.
 */
import type { Builder } from './builder.ts'
import { int } from './graph.ts'
import { sizeOf, tensor, type DataType } from './tensor.ts'

/** Above this many runs a matrix is cheaper. */
const MOST_RUNS = 6

/** Neighbouring elements of the result: `count` of them from `start`, whose sources begin at `source`. */
interface Run {
  readonly start: number
  readonly count: number
  readonly source: number
  readonly step: -1 | 0 | 1
}

/**
 * Adds the elements of `value` along `axis` to the places named by `sources`: shape [.., sources.length, ..] becomes
 * [.., size, ..].
 */
export function scatterAlong(
  build: Builder,
  value: string,
  axis: number,
  sources: readonly number[],
  size: number,
): string {
  const runs = runsOf(sources)
  if (runs.length > MOST_RUNS) {
    const matrix = new Float32Array(size * sources.length)
    sources.forEach((source, at) => (matrix[source * sources.length + at] = 1))
    return multiplyAlong(build, value, axis, matrix, size)
  }
  const parts = runs.map((run) => placed(build, value, axis, run, sources.length, size))
  return parts.reduce((sum, part) => build.add('Add', [sum, part]))
}

/** Sources in runs, each as long as possible. */
function runsOf(sources: readonly number[]): readonly Run[] {
  const runs: Run[] = []
  let start = 0
  while (start < sources.length) {
    const source = sources[start]!
    const step = stepOf(sources, start)
    let count = 1
    while (start + count < sources.length && sources[start + count] === source + count * step) count++
    runs.push({ start, count, source, step })
    start += count
  }
  return runs
}

function stepOf(sources: readonly number[], start: number): Run['step'] {
  const difference = (sources[start + 1] ?? Number.NaN) - sources[start]!
  return difference === -1 || difference === 0 ? difference : 1
}

/** One run's elements in their place among zeros. */
function placed(build: Builder, value: string, axis: number, run: Run, length: number, size: number): string {
  const { start, count, source, step } = run
  let part = value
  if (step === -1) {
    const order = Array.from({ length: count }, (_, at) => start + count - 1 - at)
    part = build.add('Gather', [value, build.indices(order)], { axis: int(axis) })
  } else if (count < length) {
    part = build.add('Slice', [
      value,
      build.indices([start]),
      build.indices([start + count]),
      build.indices([axis]),
    ])
  }
  if (step === 0 && count > 1) part = build.add('ReduceSum', [part, build.indices([axis])], { keepdims: int(1) })
  const covered = step === 0 ? 1 : count
  const first = step === -1 ? source - count + 1 : source
  return padAxis(build, part, axis, first, size - first - covered)
}

/** Zeros put before and after along one axis. */
export function padAxis(build: Builder, value: string, axis: number, before: number, after: number): string {
  if (before === 0 && after === 0) return value
  const rank = build.shape(value).length
  const pads = Array.from({ length: 2 * rank }, () => 0)
  pads[axis] = before
  pads[rank + axis] = after
  return build.add('Pad', [value, build.indices(pads)])
}

/**
 * A constant matrix (rows × the axis' size, row-major) applied along an axis: [.., n, ..] becomes [.., rows, ..].
 */
export function multiplyAlong(
  build: Builder,
  value: string,
  axis: number,
  matrix: Float32Array | Float64Array,
  rows: number,
): string {
  const shape = build.shape(value)
  const columns = shape[axis]!
  const type = (build.type(value).type ?? 'float32') as Exclude<DataType, 'string'>
  return productAlong(build, build.constant(tensor(type, [rows, columns], matrix), 'matrix'), value, axis)
}

/** A matrix (a value of shape [rows, n], or one for each leading index) applied along an axis of size n. */
export function productAlong(build: Builder, matrix: string, value: string, axis: number): string {
  const shape = build.shape(value)
  const rows = build.shape(matrix).at(-2)!
  const lead = sizeOf(shape.slice(0, axis))
  const trail = sizeOf(shape.slice(axis + 1))
  const folded = [lead, shape[axis]!, trail]
  const product = build.add('MatMul', [matrix, build.add('Reshape', [value, build.indices(folded)])])
  return build.add('Reshape', [product, build.indices(shape.with(axis, rows))])
}
