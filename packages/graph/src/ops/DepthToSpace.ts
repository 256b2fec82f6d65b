/**
 * DepthToSpace: blocks of channels laid out in space, [N, b²C, H, W] → [N, C, bH, bW]. In mode "DCR" (the default) the place
 * in the block is the slower part of the channel's number, in "CRD" the faster.
 */
import { intOf, ints, stringOf, type Node } from '../graph.ts'
import type { Op } from '../op.ts'

export const DepthToSpace: Op = {
  infer: (context) => {
    const { type, shape } = context.input(0)
    const block = intOf(context.node, 'blocksize', 1)
    if (shape === undefined) return [{ type, shape: [undefined, undefined, undefined, undefined] }]
    if (shape.length !== 4) context.fail(`the input should have the 4 axes NCHW, found ${shape.length}.`)
    const [batch, channels, height, width] = shape
    if (typeof channels === 'number' && channels % block ** 2 !== 0) {
      context.fail(`${channels} channels should be a multiple of ${block} × ${block}.`)
    }
    const times = (size: typeof height, factor: number) => (typeof size === 'number' ? size * factor : undefined)
    return [{ type, shape: [batch, times(channels, 1 / block ** 2), times(height, block), times(width, block)] }]
  },
  gradient: ({ build, node, cotangent, shape }) => {
    const [batch, depth, height, width] = shape(0) as [number, number, number, number]
    const block = intOf(node, 'blocksize', 1)
    const blocks = build.indices([batch, depth / block ** 2, height, block, width, block])
    const apart = build.add('Reshape', [cotangent(0)!, blocks])
    const gathered = build.add('Transpose', [apart], { perm: ints(depthFirst(node)) })
    return [build.add('Reshape', [gathered, build.indices([batch, depth, height, width])])]
  },
}

/** [N, C, H, b, W, b] with both block axes among the channels. */
function depthFirst(node: Node): readonly number[] {
  return stringOf(node, 'mode', 'DCR') === 'CRD' ? [0, 1, 3, 5, 2, 4] : [0, 3, 5, 1, 2, 4]
}
