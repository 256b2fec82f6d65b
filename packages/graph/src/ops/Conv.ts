/** Convolution with groups, strides, dilations and padding; weights [M, C / group, …kernel]. */
import { biasCotangent, inputCotangent, weightCotangent } from '../convolution.ts'
import { intOf } from '../graph.ts'
import type { Op } from '../op.ts'
import { axesOf, outputSizes } from '../spatial.ts'

export const Conv: Op = {
  infer(context) {
    const x = context.input(0)
    const weights = context.input(1)
    const group = intOf(context.node, 'group', 1)
    if (x.shape === undefined || weights.shape === undefined) return [{ type: x.type, shape: undefined }]
    const [batch, channels, ...sizes] = x.shape
    const [outputs, perGroup, ...kernel] = weights.shape
    if (kernel.length !== sizes.length) {
      context.fail(`weights of rank ${weights.shape.length} do not fit an input of rank ${x.shape.length}.`)
    }
    if (typeof channels === 'number' && typeof perGroup === 'number' && channels !== perGroup * group) {
      context.fail(`expected ${perGroup * group} input channels (${group} × ${perGroup}), found ${channels}.`)
    }
    const known = kernel.every((size) => typeof size === 'number')
    const spatial = known ? outputSizes(context.node, kernel, sizes) : sizes.map(() => undefined)
    if (spatial.some((size) => typeof size === 'number' && size < 1)) {
      context.fail(`an input of ${sizes.join(' × ')} is smaller than the window of ${kernel.join(' × ')}.`)
    }
    return [{ type: x.type, shape: [batch, outputs, ...spatial] }]
  },

  gradient({ node, build, input, shape, cotangent, wants }) {
    const dy = cotangent(0)!
    const sizes = shape(0).slice(2)
    const axes = axesOf(node, shape(1).slice(2), sizes)
    const group = intOf(node, 'group', 1)
    return [
      wants(0) ? inputCotangent(build, dy, input(1), axes, group, sizes) : undefined,
      wants(1) ? weightCotangent(build, input(0), dy, axes, group) : undefined,
      wants(2) ? biasCotangent(build, dy) : undefined,
    ]
  },
}
