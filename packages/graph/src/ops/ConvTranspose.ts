/** Transposed convolution; weights [C, M / group, …kernel]. Its gradients are those of Conv, read backwards. */
import { biasCotangent, weightCotangent } from '../convolution.ts'
import { intOf, intsOf, stringOf, type Node } from '../graph.ts'
import type { Op } from '../op.ts'
import { convAttributes, axesOf, extent, type Axis } from '../spatial.ts'

export const ConvTranspose: Op = {
  infer(context) {
    const x = context.input(0)
    const weights = context.input(1)
    if (x.shape === undefined || weights.shape === undefined) return [{ type: x.type, shape: undefined }]
    const [batch, channels, ...sizes] = x.shape
    const [inputs, perGroup, ...kernel] = weights.shape
    if (typeof channels === 'number' && typeof inputs === 'number' && channels !== inputs) {
      context.fail(`expected ${inputs} input channels, found ${channels}.`)
    }
    const group = intOf(context.node, 'group', 1)
    const outputs = typeof perGroup === 'number' ? perGroup * group : undefined
    const known =
      sizes.every((size) => typeof size === 'number') && kernel.every((size) => typeof size === 'number')
    const spatial = known
      ? transposedAxes(context.node, kernel, sizes).map(({ output }) => output)
      : sizes.map(() => undefined)
    return [{ type: x.type, shape: [batch, outputs, ...spatial] }]
  },

  gradient({ node, build, input, shape, cotangent, wants }) {
    const dy = cotangent(0)!
    const axes = transposedAxes(node, shape(1).slice(2), shape(0).slice(2)).map(({ axis }) => axis)
    const group = intOf(node, 'group', 1)
    return [
      wants(0) ? build.add('Conv', [dy, input(1)], convAttributes(axes, group), 'dx') : undefined,
      wants(1) ? weightCotangent(build, dy, input(0), axes, group) : undefined,
      wants(2) ? biasCotangent(build, dy) : undefined,
    ]
  },
}

/**
 * The axes, with the pads that `output_shape` or SAME imply, and the output's sizes
 * (ONNX ConvTranspose: output = stride · (size − 1) + output_padding + extent − pads).
 */
function transposedAxes(
  node: Node,
  kernel: readonly number[],
  sizes: readonly number[],
): { axis: Axis; output: number }[] {
  const extra = intsOf(node, 'output_padding') ?? kernel.map(() => 0)
  const wanted = intsOf(node, 'output_shape')
  const auto = stringOf(node, 'auto_pad', 'NOTSET')
  const explicit = { ...node, attributes: withoutAutoPad(node.attributes) }
  return axesOf(explicit, kernel, sizes).map((axis, index) => {
    const full = axis.stride * (sizes[index]! - 1) + extra[index]! + extent(axis)
    const same = auto.startsWith('SAME')
    if (wanted === undefined && !same) return { axis, output: full - axis.begin - axis.end }
    const output = wanted === undefined ? sizes[index]! * axis.stride : wanted.at(index - kernel.length)!
    const total = Math.max(0, full - output)
    const small = Math.floor(total / 2)
    const [begin, end] = auto === 'SAME_UPPER' ? [small, total - small] : [total - small, small]
    return { axis: { ...axis, begin, end }, output }
  })
}

const withoutAutoPad = (attributes: Node['attributes']): Node['attributes'] =>
  Object.fromEntries(Object.entries(attributes).filter(([name]) => name !== 'auto_pad'))
