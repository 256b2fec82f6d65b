/** Samples of products, reductions, normalisations and what else sees many elements at once. */
import * as fc from 'fast-check'
import { float, int, string, type Attributes } from '../../src/graph.ts'
import { sizeOf, tensor } from '../../src/tensor.ts'
import {
  absent,
  broadcastable,
  constant,
  integers,
  real,
  samples,
  shapeAndAxis,
  shapes,
  type Samples,
  type Spread,
} from './sample.ts'

/** Reductions over some axes, some of them counted from the end; over all; or over none. */
const reduction = (spread: Spread, empties = false): Samples =>
  samples(
    shapes(1).chain((shape) =>
      fc.tuple(
        fc.constant(shape),
        fc.option(
          fc.subarray(
            shape.map((_, axis) => axis),
            { minLength: 1 },
          ),
        ),
        fc.boolean(),
        fc.boolean(),
        empties ? fc.boolean() : fc.constant(false),
      ),
    ),
    ([shape, axes, fromEnd, keep, empty]) => {
      const listed = axes?.map((axis) => (fromEnd ? axis - shape.length : axis))
      return {
        operands: [real(shape, spread), ...(listed === undefined ? [] : [integers(listed)])],
        attributes: { keepdims: int(Number(keep)), ...(empty && { noop_with_empty_axes: int(1) }) },
      }
    },
  )

const alongAxis = (spread: Spread, more: Attributes = {}): Samples =>
  samples(shapeAndAxis(), ({ shape, axis }) => ({
    operands: [real(shape, spread)],
    attributes: { ...more, axis: int(axis) },
  }))

const MatMul = samples(
  fc.tuple(broadcastable(2), fc.tuple(...[0, 1, 2].map(() => fc.integer({ min: 1, max: 4 }))), fc.nat(5)),
  ([[left, right], [rows, inner, columns], shape]) => {
    // A vector on one side or on both, now and then.
    const a = shape === 0 || shape === 1 ? [inner!] : [...left!.slice(-2), rows!, inner!]
    const b = shape === 0 || shape === 2 ? [inner!] : [...right!.slice(-2), inner!, columns!]
    return { operands: [real(a), real(b)] }
  },
)

const Gemm = samples(
  fc.record({
    sizes: fc.tuple(...[0, 1, 2].map(() => fc.integer({ min: 1, max: 4 }))),
    transA: fc.nat(1),
    transB: fc.nat(1),
    bias: fc.constantFrom('none', 'scalar', 'row', 'column', 'matrix'),
    factors: fc.option(fc.tuple(fc.constantFrom(0.5, -2), fc.constantFrom(0.25, 3))),
  }),
  ({ sizes: [rows, inner, columns], transA, transB, bias, factors }) => {
    const shape = { none: [], scalar: [], row: [columns!], column: [rows!, 1], matrix: [rows!, columns!] }[bias]
    return {
      operands: [
        real(transA ? [inner!, rows!] : [rows!, inner!]),
        real(transB ? [columns!, inner!] : [inner!, columns!]),
        bias === 'none' ? absent : real(shape),
      ],
      attributes: {
        transA: int(transA),
        transB: int(transB),
        ...(factors && { alpha: float(factors[0]), beta: float(factors[1]) }),
      },
    }
  },
)

/** A picture of at least a few elements a channel, so that variances are not 0. */
const picture = fc.tuple(
  fc.integer({ min: 1, max: 2 }),
  fc.integer({ min: 1, max: 4 }),
  fc.integer({ min: 2, max: 4 }),
  fc.integer({ min: 2, max: 4 }),
)

/** The values that standardising sees are a quarter apart, so that their variance is far from 0. */
const InstanceNormalization = samples(picture, (shape) => ({
  operands: [real(shape, 'distinct'), real([shape[1]]), real([shape[1]])],
  attributes: { epsilon: float(1e-3) },
}))

const GroupNormalization = samples(
  fc.tuple(picture, fc.integer({ min: 1, max: 3 }), fc.boolean()),
  ([[batch, perGroup, height, width], groups, recent]) => {
    const parameters = [recent ? perGroup * groups : groups]
    return {
      operands: [real([batch, perGroup * groups, height, width], 'distinct'), real(parameters), real(parameters)],
      attributes: { num_groups: int(groups), epsilon: float(1e-3) },
      opset: recent ? 21 : 18,
    }
  },
)

const LayerNormalization = samples(
  fc.tuple(
    fc.integer({ min: 1, max: 3 }),
    fc.integer({ min: 2, max: 3 }),
    fc.integer({ min: 3, max: 5 }),
    fc.nat(2),
    fc.boolean(),
  ),
  ([a, b, c, first, bias]) => {
    const shape = [a, b, c]
    const axis = Math.max(1, first)
    return {
      operands: [real(shape, 'distinct'), real(shape.slice(axis)), bias ? real(shape.slice(axis)) : absent],
      attributes: { axis: int(first === 2 ? -1 : axis), epsilon: float(1e-3) },
      opset: 18,
    }
  },
)

export const statistics = {
  BatchNormalization: samples(picture, (shape) => ({
    operands: [real(shape), real([shape[1]]), real([shape[1]]), real([shape[1]]), real([shape[1]], 'positive')],
    attributes: { epsilon: float(1e-3) },
  })),
  Cast: samples(shapes(), (shape) => ({ operands: [real(shape)], attributes: { to: int(1) } })),
  CastLike: samples(shapes(), (shape) => ({ operands: [real(shape), constant(tensor('float32', [1], [0]))] })),
  DequantizeLinear: samples(
    fc.tuple(shapeAndAxis(), fc.boolean(), fc.boolean()),
    ([{ shape, axis }, each, zero]) => {
      const scales = each ? [shape.at(axis)!] : []
      const levels = Array.from({ length: sizeOf(shape) }, (_, at) => ((at * 37) % 31) - 15)
      return {
        operands: [
          constant(tensor('int8', shape, levels)),
          real(scales, 'positive'),
          zero ? constant(tensor('int8', scales, 3)) : absent,
        ],
        attributes: { axis: int(axis) },
      }
    },
  ),
  Dropout: samples(fc.tuple(shapes(), fc.boolean()), ([shape, given]) => ({
    operands: given
      ? [real(shape), constant(tensor('float32', [], [0.3])), constant(tensor('bool', [], [0]))]
      : [real(shape)],
  })),
  Einsum: samples(
    fc.constantFrom<readonly [string, ...number[][]]>(
      ['ij,jk->ik', [2, 3], [3, 4]],
      ['bhid,bhjd->bhij', [1, 2, 3, 2], [1, 2, 4, 2]],
      ['ij->j', [3, 2]],
      ['ij,k', [2, 3], [2]],
      ['i,i,ij->j', [3], [3], [3, 2]],
      ['abc->cab', [2, 3, 4]],
    ),
    ([equation, ...operands]) => ({
      operands: operands.map((shape) => real(shape)),
      attributes: { equation: string(equation) },
    }),
  ),
  Gemm,
  GroupNormalization,
  Identity: samples(shapes(), (shape) => ({ operands: [real(shape)] })),
  InstanceNormalization,
  // ONNX Runtime has windows of an odd size only.
  LRN: samples(fc.tuple(picture, fc.constantFrom(1, 3, 5)), ([shape, size]) => ({
    operands: [real(shape)],
    attributes: { size: int(size), alpha: float(0.3), beta: float(0.7), bias: float(1.5) },
  })),
  LayerNormalization,
  LogSoftmax: alongAxis('smooth'),
  LpNormalization: fc.oneof(alongAxis('apart', { p: int(1) }), alongAxis('apart', { p: int(2) })),
  MatMul,
  ReduceL1: reduction('apart'),
  ReduceL2: reduction('positive'),
  ReduceLogSum: reduction('positive'),
  ReduceLogSumExp: reduction('smooth'),
  ReduceMax: reduction('distinct'),
  ReduceMean: reduction('smooth', true),
  ReduceMin: reduction('distinct'),
  ReduceProd: reduction('unit'),
  ReduceSum: reduction('smooth', true),
  ReduceSumSquare: reduction('smooth'),
  Softmax: alongAxis('smooth'),
  TopK: samples(
    shapeAndAxis().chain(({ shape, axis }) =>
      fc.tuple(fc.constant({ shape, axis }), fc.integer({ min: 1, max: shape.at(axis)! }), fc.boolean()),
    ),
    ([{ shape, axis }, count, largest]) => ({
      operands: [real(shape, 'distinct'), integers([count])],
      attributes: { axis: int(axis), largest: int(Number(largest)) },
      outputs: 2,
    }),
  ),
}
