/**
 * Pad: more elements before and after on each axis (negative numbers take some away): a constant, the edge repeated, the
 * inside reflected about the edge, or wrapped around. `pads` (input 1) holds all befores, then all afters, for the
 * axes in input 3 or for all.
 */
import { axesOf, attributesToInputs, has, integersOf } from '../axes.ts'
import { floatOf, stringOf, type Dimension } from '../graph.ts'
import type { GradientContext, InferContext, Op, UpgradeContext } from '../op.ts'
import { scatterAlong } from '../select.ts'
import { tensor, type Tensor } from '../tensor.ts'

export const Pad: Op = {
  infer: (context) => {
    const { type, shape } = context.input(0)
    if (shape === undefined) return [{ type, shape }]
    const pads = padsOf(context, shape.length)
    const sizes = shape.map((size, axis): Dimension => {
      if (pads === undefined) return undefined
      const [before, after] = pads[axis]!
      if (before === 0 && after === 0) return size
      return typeof size === 'number' ? size + before + after : undefined
    })
    const negative = sizes.find((size) => typeof size === 'number' && size < 0)
    if (negative !== undefined) context.fail(`pads take more away than there is (a size would be ${negative}).`)
    return [{ type, shape: sizes }]
  },
  gradient: (context) => {
    const mode = stringOf(context.node, 'mode', 'constant')
    const shape = context.shape(0)
    const pads = padsOf(context, shape.length) ?? context.fail('the gradient needs constant pads (input 1).')
    const dy = context.cotangent(0)!
    if (mode === 'constant') return constantCotangents(context, dy, pads)
    const folded = pads.reduce((cotangent, [before, after], axis) => {
      const size = shape[axis]!
      if (before === 0 && after === 0) return cotangent
      const sources = Array.from({ length: before + size + after }, (_, at) => sourceOf(mode, at - before, size))
      return scatterAlong(context.build, cotangent, axis, sources, size)
    }, dy)
    return [folded]
  },
  upgrade: (context) => (context.opset < 11 ? upgraded(context) : [context.node]),
}

interface Context {
  readonly node: InferContext['node']
  value(index: number): Tensor | undefined
  fail(message: string): never
}

/** How much is added before and after on each axis; undefined where that is not constant. */
function padsOf(context: Context, rank: number): readonly (readonly [number, number])[] | undefined {
  const pads = integersOf(context.value(1))
  const axes = has(context.node, 3) ? integersOf(context.value(3)) : Array.from({ length: rank }, (_, axis) => axis)
  if (pads === undefined || axes === undefined) return undefined
  if (pads.length !== 2 * axes.length) {
    context.fail(`${axes.length} axes need ${2 * axes.length} pads, found ${pads.length}.`)
  }
  const found = Array.from({ length: rank }, (): readonly [number, number] => [0, 0])
  axesOf(context, axes, rank).forEach((axis, at) => (found[axis] = [pads[at]!, pads[axes.length + at]!]))
  return found
}

/** The element of an axis that place `at` (from 0, negative before it) of the padded axis repeats. */
function sourceOf(mode: string, at: number, size: number): number {
  if (mode === 'edge') return Math.max(0, Math.min(size - 1, at))
  if (mode === 'wrap') return modulo(at, size)
  if (size === 1) return 0
  const period = 2 * (size - 1)
  const place = modulo(at, period)
  return place < size ? place : period - place
}

function modulo(value: number, size: number): number {
  return ((value % size) + size) % size
}

function constantCotangents(context: GradientContext, dy: string, pads: readonly (readonly [number, number])[]) {
  const { build } = context
  const inner = pads.map(([before, after]) => [-before, -after] as const)
  const dx = padded(context, dy, inner)
  if (!context.wants(2)) return [dx]
  // The constant fills what is left when the input's own elements are taken out.
  const sum = (value: string): string => {
    const axes = build.indices(build.shape(value).map((_, axis) => axis))
    return build.add('Reshape', [build.add('ReduceSum', [value, axes]), build.indices(context.shape(2))])
  }
  return [dx, undefined, build.add('Sub', [sum(dy), sum(dx)])]
}

/** Zeros put around, or edges cut away. */
function padded(context: GradientContext, value: string, pads: readonly (readonly [number, number])[]): string {
  const { build } = context
  const shape = build.shape(value)
  const starts = pads.map(([before]) => Math.max(0, -before))
  const ends = pads.map(([, after], axis) => shape[axis]! - Math.max(0, -after))
  const cut = pads.some((pad) => Math.min(...pad) < 0)
    ? build.add('Slice', [value, build.indices(starts), build.indices(ends)])
    : value
  const grown = [...pads.map(([before]) => Math.max(0, before)), ...pads.map(([, after]) => Math.max(0, after))]
  return grown.some((pad) => pad > 0) ? build.add('Pad', [cut, build.indices(grown)]) : cut
}

/** Opset 11 took the pads and the constant from the attributes to the inputs. */
function upgraded(context: UpgradeContext) {
  const { node } = context
  const value = floatOf(node, 'value', 0)
  const moved = attributesToInputs(context, ['pads'])[0]!
  const { value: _, ...attributes } = moved.attributes
  if (value === 0) return [{ ...moved, attributes }]
  return [{ ...moved, inputs: [...moved.inputs, context.constant(tensor('float32', [], [value]))], attributes }]
}
