/** SpaceToDepth: blocks of b × b elements laid out as channels, [N, C, bH, bW] → [N, b²C, H, W], the place in the block first. */
import { intOf, ints } from '../graph.ts'
import type { Op } from '../op.ts'

export const SpaceToDepth: Op = {
  infer: (context) => {
    const { type, shape } = context.input(0)
    const block = intOf(context.node, 'blocksize', 1)
    if (shape === undefined) return [{ type, shape: [undefined, undefined, undefined, undefined] }]
    if (shape.length !== 4) context.fail(`the input should have the 4 axes NCHW, found ${shape.length}.`)
    const [batch, channels, height, width] = shape
    for (const size of [height, width]) {
      if (typeof size === 'number' && size % block !== 0)
        context.fail(`size ${size} should be a multiple of ${block}.`)
    }
    const times = (size: typeof height, factor: number) => (typeof size === 'number' ? size * factor : undefined)
    return [
      { type, shape: [batch, times(channels, block ** 2), times(height, 1 / block), times(width, 1 / block)] },
    ]
  },
  gradient: ({ build, node, cotangent, shape }) => {
    const [batch, channels, height, width] = shape(0) as [number, number, number, number]
    const block = intOf(node, 'blocksize', 1)
    const blocks = build.indices([batch, block, block, channels, height / block, width / block])
    const apart = build.add('Reshape', [cotangent(0)!, blocks])
    const interleaved = build.add('Transpose', [apart], { perm: ints([0, 3, 4, 1, 5, 2]) })
    return [build.add('Reshape', [interleaved, build.indices([batch, channels, height, width])])]
  },
}
