/** Samples of convolutions and pools: groups, strides, dilations, uneven and automatic padding, windows that overlap. */
import * as fc from 'fast-check'
import { int, ints, string, type Attributes } from '../../src/graph.ts'
import { absent, real, samples, shapes, type Samples } from './sample.ts'

interface Axis {
  readonly size: number
  readonly kernel: number
  readonly stride: number
  readonly dilation: number
  readonly begin: number
  readonly end: number
}

type Padding = 'NOTSET' | 'VALID' | 'SAME_UPPER' | 'SAME_LOWER'

const extent = ({ kernel, dilation }: Axis): number => dilation * (kernel - 1) + 1

/** Axes of a window that fits at least once; `pad` bounds the padding where it depends on the window. */
const axesOf = (
  padding: Padding,
  pad: (axis: { kernel: number; dilation: number }) => number,
): fc.Arbitrary<Axis[]> => {
  const window = fc.record({
    kernel: fc.integer({ min: 1, max: 3 }),
    stride: fc.integer({ min: 1, max: 3 }),
    // Automatic padding with dilation is not the same in all versions of ONNX Runtime.
    dilation: padding.startsWith('SAME') ? fc.constant(1) : fc.integer({ min: 1, max: 2 }),
  })
  // ONNX Runtime crops (or refuses) where a window smaller than its stride would need less than no padding.
  const fitting = window.filter(({ kernel, stride }) => !padding.startsWith('SAME') || kernel >= stride)
  const axis = fitting.chain((drawn) => {
    const edge = padding === 'NOTSET' ? fc.integer({ min: 0, max: pad(drawn) }) : fc.constant(0)
    return fc
      .record({ size: fc.integer({ min: 1, max: 7 }), begin: edge, end: edge })
      .map((rest): Axis => ({ ...drawn, ...rest }))
      .filter((one) => padding.startsWith('SAME') || one.size + one.begin + one.end >= extent(one))
  })
  return fc.integer({ min: 1, max: 10 }).chain((draw) => {
    // Mostly pictures, sometimes sequences and volumes.
    const rank = draw === 1 ? 3 : draw <= 3 ? 1 : 2
    return fc.array(axis, { minLength: rank, maxLength: rank })
  })
}

const padding = fc.constantFrom<Padding>('NOTSET', 'NOTSET', 'NOTSET', 'VALID', 'SAME_UPPER', 'SAME_LOWER')

/** Attributes of a window; defaults are left out. */
function windowAttributes(axes: readonly Axis[], automatic: Padding): Attributes {
  const pads = [...axes.map(({ begin }) => begin), ...axes.map(({ end }) => end)]
  const isOne = (key: 'stride' | 'dilation') => axes.every((axis) => axis[key] === 1)
  return {
    kernel_shape: ints(axes.map(({ kernel }) => kernel)),
    ...(!isOne('stride') && { strides: ints(axes.map(({ stride }) => stride)) }),
    ...(!isOne('dilation') && { dilations: ints(axes.map(({ dilation }) => dilation)) }),
    ...(pads.some((pad) => pad > 0) && { pads: ints(pads) }),
    ...(automatic !== 'NOTSET' && { auto_pad: string(automatic) }),
  }
}

const channels = fc.record({
  batch: fc.integer({ min: 1, max: 2 }),
  group: fc.integer({ min: 1, max: 3 }),
  ins: fc.integer({ min: 1, max: 3 }),
  outs: fc.integer({ min: 1, max: 3 }),
  bias: fc.boolean(),
})

const Conv = samples(
  padding.chain((automatic) =>
    fc.tuple(
      fc.constant(automatic),
      axesOf(automatic, () => 3),
      channels,
    ),
  ),
  ([automatic, axes, { batch, group, ins, outs, bias }]) => ({
    operands: [
      real([batch, ins * group, ...axes.map(({ size }) => size)]),
      real([outs * group, ins, ...axes.map(({ kernel }) => kernel)]),
      bias ? real([outs * group]) : absent,
    ],
    attributes: { ...windowAttributes(axes, automatic), group: int(group) },
  }),
)

const ConvTranspose = samples(
  fc.tuple(
    // Padding crops the result, of which something has to be left.
    axesOf('NOTSET', ({ kernel, dilation }) => Math.floor((dilation * (kernel - 1)) / 2)),
    channels,
    fc.array(fc.nat(2), { minLength: 3, maxLength: 3 }),
    fc.constantFrom<Padding>('NOTSET', 'NOTSET', 'NOTSET', 'VALID', 'SAME_UPPER', 'SAME_LOWER'),
  ),
  ([axes, { batch, group, ins, outs, bias }, extras, automatic]) => {
    const extra = axes.map(({ stride }, index) => (automatic === 'NOTSET' ? extras[index]! % stride : 0))
    const padded = automatic === 'NOTSET' ? axes : axes.map(automated)
    return {
      operands: [
        real([batch, ins * group, ...axes.map(({ size }) => size)]),
        real([ins * group, outs, ...axes.map(({ kernel }) => kernel)]),
        bias ? real([outs * group]) : absent,
      ],
      attributes: {
        ...windowAttributes(padded, automatic),
        group: int(group),
        ...(extra.some((size) => size > 0) && { output_padding: ints(extra) }),
      },
    }
  },
)

/** An axis with automatic padding, whose window is not smaller than its stride. */
const automated = (axis: Axis): Axis => ({
  ...axis,
  begin: 0,
  end: 0,
  dilation: 1,
  stride: Math.min(axis.stride, axis.kernel),
})

/**
 * Rounded up, a last window can begin beyond the input and is then not counted. There ONNX Runtime's shape inference
 * counts a position that its own kernel does not make.
 */
const begins = (axis: Axis): boolean =>
  Math.ceil((axis.size + axis.begin + axis.end - extent(axis)) / axis.stride) * axis.stride < axis.size + axis.begin

/** Pools pad by less than their window. */
const pool = (spread: 'smooth' | 'distinct', attributes: fc.Arbitrary<Attributes>, opset?: number): Samples =>
  samples(
    padding.chain((automatic) =>
      fc.tuple(
        fc.constant(automatic),
        axesOf(automatic, ({ kernel }) => kernel - 1),
        fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 3 })),
        fc.boolean(),
        attributes,
      ),
    ),
    ([automatic, axes, lead, ceil, more]) => ({
      operands: [real([...lead, ...axes.map(({ size }) => size)], spread)],
      attributes: {
        ...windowAttributes(axes, automatic),
        ...more,
        ...(ceil && automatic === 'NOTSET' && axes.every(begins) && { ceil_mode: int(1) }),
      },
      ...(opset !== undefined && { opset }),
    }),
  )

export const spatial = {
  // Dilations of average pools came with opset 19.
  AveragePool: pool('smooth', fc.constantFrom<Attributes>({}, { count_include_pad: int(1) }), 22),
  Conv,
  ConvTranspose,
  GlobalAveragePool: samples(shapes(3, 5), (shape) => ({ operands: [real(shape)] })),
  GlobalMaxPool: samples(shapes(3, 5), (shape) => ({ operands: [real(shape, 'distinct')] })),
  MaxPool: pool('distinct', fc.constant({})),
}
