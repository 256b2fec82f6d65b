/** Samples of the ops that move elements about. */
import * as fc from 'fast-check'
import { float, int, ints, string, type Attributes } from '../../src/graph.ts'
import { sizeOf, tensor } from '../../src/tensor.ts'
import {
  absent,
  axisIn,
  constant,
  integers,
  real,
  samples,
  shapeAndAxis,
  shapes,
  type Operand,
  type Samples,
} from './sample.ts'

/** Indices into a size, some counted from the end, known when the gradient is made or not. */
const indicesInto = (size: number, count: number): fc.Arbitrary<number[]> =>
  fc.array(fc.integer({ min: -size, max: size - 1 }), { minLength: count, maxLength: count })

const indexOperand = (values: readonly number[], shape: readonly number[], known: boolean): Operand => ({
  kind: known ? 'constant' : 'given',
  value: tensor('int64', shape, values),
})

const permutation = (length: number): fc.Arbitrary<number[]> =>
  fc.shuffledSubarray(
    Array.from({ length }, (_, at) => at),
    { minLength: length, maxLength: length },
  )

/** One of the ways to write each of some axes: from the front or from the end. */
const signed = (axes: readonly number[], rank: number, fromEnd: boolean): number[] =>
  axes.map((axis) => (fromEnd ? axis - rank : axis))

const Slice: Samples = samples(
  shapes(1, 3, 7)
    .chain((shape) =>
      fc.tuple(
        fc.constant(shape),
        fc.subarray(
          shape.map((_, axis) => axis),
          { minLength: 1 },
        ),
        fc.tuple(...shape.map(() => fc.tuple(fc.integer({ min: -8, max: 8 }), fc.integer({ min: -8, max: 8 })))),
        fc.tuple(...shape.map(() => fc.constantFrom(1, 1, 2, 3, -1, -2))),
      ),
    )
    .filter(([shape, axes, bounds, steps]) =>
      axes.every((axis) => isFilled(shape[axis]!, bounds[axis]!, steps[axis]!)),
    ),
  ([shape, axes, bounds, steps]) => ({
    operands: [
      real(shape),
      integers(axes.map((axis) => bounds[axis]![0])),
      integers(axes.map((axis) => bounds[axis]![1])),
      integers(axes),
      integers(axes.map((axis) => steps[axis]!)),
    ],
  }),
)

const clamp = (bound: number, low: number, high: number): number => Math.max(low, Math.min(high, bound))

/** Whether a slice takes something: ONNX Runtime's reductions of nothing are not the subject here. */
function isFilled(size: number, [start, end]: readonly [number, number], step: number): boolean {
  const place = (bound: number): number => (bound < 0 ? bound + size : bound)
  return step > 0
    ? clamp(place(end), 0, size) > clamp(place(start), 0, size)
    : clamp(place(end), -1, size - 1) < clamp(place(start), 0, size - 1)
}

const Pad: Samples = samples(
  shapes(1, 3, 5).chain((shape) =>
    fc.constantFrom('constant', 'edge', 'reflect', 'wrap').chain((mode) => {
      // Reflections and wraps reach no farther than the input; taking away leaves something.
      const least = mode === 'constant' ? -1 : 0
      const pad = (size: number) =>
        fc.integer({ min: size > 2 ? least : 0, max: mode === 'reflect' ? size - 1 : mode === 'wrap' ? size : 3 })
      return fc.tuple(
        fc.constant(shape),
        fc.constant(mode),
        fc.tuple(...shape.map(pad)),
        fc.tuple(...shape.map(pad)),
        fc.option(
          fc.subarray(
            shape.map((_, axis) => axis),
            { minLength: 1 },
          ),
        ),
        fc.boolean(),
      )
    }),
  ),
  ([shape, mode, befores, afters, axes, filled]) => {
    const named = axes ?? shape.map((_, axis) => axis)
    const pads = [...named.map((axis) => befores[axis]!), ...named.map((axis) => afters[axis]!)]
    const value = mode === 'constant' && filled ? real([]) : absent
    return {
      operands: [real(shape), integers(pads), value, ...(axes === null ? [] : [integers(axes)])],
      attributes: { mode: string(mode) },
      // Wrapping came with opset 19.
      ...(mode === 'wrap' && { opset: 20 }),
    }
  },
)

const Gather: Samples = samples(
  shapeAndAxis(1, 5).chain(({ shape, axis }) =>
    shapes(0, 2, 4).chain((places) =>
      fc.tuple(fc.constant({ shape, axis, places }), indicesInto(shape.at(axis)!, sizeOf(places)), fc.boolean()),
    ),
  ),
  ([{ shape, axis, places }, indices, known]) => ({
    operands: [real(shape), indexOperand(indices, places, known)],
    attributes: { axis: int(axis) },
  }),
)

/** Data, indices of a shape that is at most the data's but along the axis, and an axis. */
const elementIndices = shapeAndAxis(1, 4).chain(({ shape, axis }) => {
  const at = axis < 0 ? axis + shape.length : axis
  const sizes = shape.map((size, other) => fc.integer({ min: 1, max: other === at ? 5 : size }))
  return fc
    .tuple(...sizes)
    .chain((places) =>
      fc.tuple(fc.constant({ shape, axis, places }), indicesInto(shape[at]!, sizeOf(places)), fc.boolean()),
    )
})

const GatherElements: Samples = samples(elementIndices, ([{ shape, axis, places }, indices, known]) => ({
  operands: [real(shape), indexOperand(indices, places, known)],
  attributes: { axis: int(axis) },
}))

const reduction = fc.constantFrom<Attributes>({}, { reduction: string('none') }, { reduction: string('add') })

/** Each line's indices different from one another, as replacing asks for. */
const ScatterElements: Samples = samples(
  shapeAndAxis(1, 4).chain(({ shape, axis }) => {
    const at = axis < 0 ? axis + shape.length : axis
    return fc.tuple(
      fc.constant({ shape, axis, at }),
      permutation(shape[at]!).chain((order) =>
        fc.integer({ min: 1, max: order.length }).map((count) => order.slice(0, count)),
      ),
      reduction,
      fc.boolean(),
    )
  }),
  ([{ shape, axis, at }, order, attributes, known]) => {
    const places = shape.with(at, order.length)
    const stride = sizeOf(shape.slice(at + 1))
    const indices = Array.from(
      { length: sizeOf(places) },
      (_, place) => order[Math.floor(place / stride) % order.length]!,
    )
    return {
      operands: [real(shape), indexOperand(indices, places, known), real(places)],
      attributes: { ...attributes, axis: int(axis) },
    }
  },
)

const GatherND: Samples = samples(
  shapes(1, 4, 3).chain((shape) =>
    fc.integer({ min: 0, max: shape.length - 1 }).chain((batch) =>
      fc.tuple(fc.integer({ min: 1, max: shape.length - batch }), shapes(0, 2, 3)).chain(([depth, places]) => {
        const count = sizeOf(shape.slice(0, batch)) * sizeOf(places)
        const columns = shape.slice(batch, batch + depth).map((size) => indicesInto(size, count))
        return fc.tuple(fc.constant({ shape, batch, depth, places }), fc.tuple(...columns), fc.boolean())
      }),
    ),
  ),
  ([{ shape, batch, depth, places }, columns, known]) => {
    const indices = columns[0]!.flatMap((_, row) => columns.map((column) => column[row]!))
    return {
      operands: [real(shape), indexOperand(indices, [...shape.slice(0, batch), ...places, depth], known)],
      attributes: { batch_dims: int(batch) },
    }
  },
)

const ScatterND: Samples = samples(
  shapes(1, 3, 3).chain((shape) =>
    fc.integer({ min: 1, max: shape.length }).chain((depth) =>
      fc.tuple(
        fc.constant({ shape, depth }),
        fc.shuffledSubarray(
          Array.from({ length: sizeOf(shape.slice(0, depth)) }, (_, at) => at),
          { minLength: 1 },
        ),
        reduction,
        fc.boolean(),
      ),
    ),
  ),
  ([{ shape, depth }, rows, attributes, known]) => {
    const lead = shape.slice(0, depth)
    const indices = rows.flatMap((row) =>
      lead.map((size, axis) => Math.floor(row / sizeOf(lead.slice(axis + 1))) % size),
    )
    return {
      operands: [
        real(shape),
        indexOperand(indices, [rows.length, depth], known),
        real([rows.length, ...shape.slice(depth)]),
      ],
      attributes,
    }
  },
)

const Split: Samples = samples(
  shapeAndAxis(1, 3).chain(({ shape, axis }) =>
    fc.tuple(
      fc.constant({ shape, axis }),
      fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }),
      fc.boolean(),
    ),
  ),
  ([{ shape, axis }, sizes, equal]) => {
    const at = axis < 0 ? axis + shape.length : axis
    const total = equal ? sizes[0]! * sizes.length : sizes.reduce((sum, size) => sum + size, 0)
    return {
      operands: [real(shape.with(at, total)), ...(equal ? [] : [integers(sizes)])],
      attributes: { axis: int(axis), ...(equal && { num_outputs: int(sizes.length) }) },
      outputs: sizes.length,
    }
  },
)

const Concat: Samples = samples(
  shapeAndAxis(1, 3).chain(({ shape, axis }) =>
    fc.tuple(
      fc.constant({ shape, axis }),
      fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }),
      fc.boolean(),
    ),
  ),
  ([{ shape, axis }, sizes, mixed]) => {
    const at = axis < 0 ? axis + shape.length : axis
    const parts = sizes.map((size) => real(shape.with(at, size)))
    const fixed = constant(tensor('float32', shape.with(at, 2), 1))
    return { operands: mixed ? [...parts, fixed] : parts, attributes: { axis: int(axis) } }
  },
)

const Resize: Samples = samples(
  fc.record({
    shape: fc.tuple(
      fc.integer({ min: 1, max: 2 }),
      fc.integer({ min: 1, max: 2 }),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 6 }),
    ),
    mode: fc.constantFrom('nearest', 'linear', 'cubic'),
    coordinates: fc.constantFrom(
      'half_pixel',
      'half_pixel_symmetric',
      'pytorch_half_pixel',
      'align_corners',
      'asymmetric',
      'tf_crop_and_resize',
    ),
    nearest: fc.constantFrom('round_prefer_floor', 'round_prefer_ceil', 'floor', 'ceil'),
    sizes: fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 })),
    scales: fc.option(fc.constantFrom([2, 2], [3, 2], [0.5, 0.5], [1, 2], [1.5, 0.75])),
    named: fc.boolean(),
    excluded: fc.boolean(),
  }),
  ({ shape, mode, coordinates, nearest, sizes, scales, named, excluded }) => {
    const tooSmall = scales?.some((scale, axis) => Math.floor(scale * shape[axis + 2]!) < 1)
    const used = tooSmall ? null : scales
    const whole = (values: readonly number[], lead: readonly number[]): number[] => [
      ...(named ? [] : lead),
      ...values,
    ]
    const isCrop = coordinates === 'tf_crop_and_resize'
    const roi = [...whole([0.1, 0.2], [0, 0]), ...whole([0.9, 1.1], [1, 1])]
    return {
      operands: [
        real(shape),
        isCrop ? constant(tensor('float32', [roi.length], roi)) : absent,
        used ? constant(tensor('float32', [named ? 2 : 4], whole(used, [1, 1]))) : absent,
        ...(used ? [] : [integers(whole(sizes, shape.slice(0, 2)))]),
      ],
      attributes: {
        mode: string(mode),
        coordinate_transformation_mode: string(coordinates),
        nearest_mode: string(nearest),
        extrapolation_value: float(0.5),
        ...(named && { axes: ints([2, 3]) }),
        ...(mode === 'cubic' && !isCrop && { exclude_outside: int(Number(excluded)), cubic_coeff_a: float(-0.5) }),
      },
      // The symmetric coordinates came with opset 19.
      opset: coordinates === 'half_pixel_symmetric' ? 20 : 18,
    }
  },
)

export const movement = {
  Compress: samples(
    fc.tuple(shapeAndAxis(), fc.boolean(), fc.array(fc.boolean(), { minLength: 4, maxLength: 4 })),
    ([{ shape, axis }, flat, holds]) => {
      const count = flat ? Math.min(4, sizeOf(shape)) : shape.at(axis)!
      const condition = holds.slice(0, count).map(Number).with(0, 1)
      return {
        operands: [real(shape), constant(tensor('bool', [count], condition))],
        attributes: flat ? {} : { axis: int(axis) },
      }
    },
  ),
  Concat,
  CumSum: samples(
    fc.tuple(shapeAndAxis(), fc.boolean(), fc.boolean()),
    ([{ shape, axis }, reverse, exclusive]) => ({
      operands: [real(shape), integers([axis], [])],
      attributes: { reverse: int(Number(reverse)), exclusive: int(Number(exclusive)) },
    }),
  ),
  DepthToSpace: samples(
    fc.tuple(shapes(4, 4, 3), fc.integer({ min: 1, max: 3 }), fc.constantFrom('DCR', 'CRD')),
    ([shape, block, mode]) => ({
      operands: [real(shape.with(1, shape[1]! * block ** 2))],
      attributes: { blocksize: int(block), mode: string(mode) },
    }),
  ),
  Expand: samples(fc.tuple(shapes(0, 3), shapes(0, 2, 3)), ([shape, lead]) => ({
    // Every axis of size 1 grows, and some come in front.
    operands: [
      real(shape),
      integers([...lead, ...shape.map((size, axis) => (size === 1 ? 1 + (axis % 3) : size))]),
    ],
  })),
  Flatten: samples(
    shapes(1).chain((shape) => fc.tuple(fc.constant(shape), axisIn(shape.length))),
    ([shape, axis]) => ({
      operands: [real(shape)],
      attributes: { axis: int(axis) },
    }),
  ),
  Gather,
  GatherElements,
  GatherND,
  OneHot: samples(
    shapes(1, 2, 3).chain((shape) =>
      fc.tuple(fc.constant(shape), indicesInto(5, sizeOf(shape)), axisIn(shape.length + 1), fc.boolean()),
    ),
    ([shape, indices, axis, known]) => ({
      operands: [indexOperand(indices, shape, known), integers([5], [1]), real([2])],
      attributes: { axis: int(axis) },
    }),
  ),
  Pad,
  Reshape: samples(fc.tuple(shapes(), fc.boolean()), ([shape, inferred]) => ({
    operands: [real(shape), integers(inferred ? [-1] : shape.toReversed())],
  })),
  Resize,
  ScatterElements,
  ScatterND,
  Slice,
  SpaceToDepth: samples(fc.tuple(shapes(4, 4, 3), fc.integer({ min: 1, max: 3 })), ([shape, block]) => ({
    operands: [real([shape[0]!, shape[1]!, shape[2]! * block, shape[3]! * block])],
    attributes: { blocksize: int(block) },
  })),
  Split,
  Squeeze: samples(
    shapes(0, 3).chain((shape) => fc.tuple(fc.constant(shape), fc.nat(shape.length), fc.boolean(), fc.boolean())),
    ([shape, at, listed, fromEnd]) => ({
      operands: [
        real(shape.toSpliced(at, 0, 1)),
        ...(listed ? [integers(signed([at], shape.length + 1, fromEnd))] : []),
      ],
    }),
  ),
  Tile: samples(
    shapes(1, 3).chain((shape) =>
      fc.tuple(fc.constant(shape), fc.tuple(...shape.map(() => fc.integer({ min: 1, max: 3 })))),
    ),
    ([shape, repeats]) => ({ operands: [real(shape), integers(repeats)] }),
  ),
  Transpose: samples(
    shapes().chain((shape) => fc.tuple(fc.constant(shape), fc.option(permutation(shape.length)))),
    ([shape, perm]) => ({ operands: [real(shape)], attributes: perm === null ? {} : { perm: ints(perm) } }),
  ),
  Trilu: samples(
    fc.tuple(shapes(2, 3, 5), fc.boolean(), fc.option(fc.integer({ min: -2, max: 2 }))),
    ([shape, upper, diagonal]) => ({
      operands: [real(shape), ...(diagonal === null ? [] : [integers([diagonal], [])])],
      attributes: { upper: int(Number(upper)) },
    }),
  ),
  Unsqueeze: samples(
    shapes(0, 3).chain((shape) => fc.tuple(fc.constant(shape), fc.nat(shape.length), fc.boolean())),
    ([shape, at, fromEnd]) => ({ operands: [real(shape), integers(signed([at], shape.length + 1, fromEnd))] }),
  ),
}
