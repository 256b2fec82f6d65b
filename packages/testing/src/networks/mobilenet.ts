import type { Graph } from '@reverie/graph'
import { network, type Kit, type NetworkOptions } from './kit.ts'

/**
 * A network of MobileNetV2's kind (Sandler et al., "Inverted Residuals and Linear Bottlenecks", 2018): depthwise
 * convolutions, activations clipped at 6, bottlenecks without activation.
 * @returns output [1, 32, size/8, size/8]
 */
export function mobilenet(options: NetworkOptions = {}): Graph {
  return network('mobilenet', options, (kit, image) => {
    let value = relu6(kit, kit.batchNorm(kit.conv(image, 8, 3, { stride: 2, bias: false })))
    value = bottleneck(kit, value, 8, 2)
    value = bottleneck(kit, value, 8, 1)
    value = bottleneck(kit, value, 12, 2)
    return relu6(kit, kit.batchNorm(kit.conv(value, 32, 1, { bias: false })))
  })
}

const relu6 = (kit: Kit, value: string): string =>
  kit.build.add('Clip', [value, kit.build.scalar(0), kit.build.scalar(6)])

function bottleneck(kit: Kit, value: string, filters: number, stride: number): string {
  const wide = kit.channels(value) * 3
  const expanded = relu6(kit, kit.batchNorm(kit.conv(value, wide, 1, { bias: false })))
  const deep = relu6(kit, kit.batchNorm(kit.conv(expanded, wide, 3, { stride, groups: wide, bias: false })))
  const projected = kit.batchNorm(kit.conv(deep, filters, 1, { bias: false }))
  return stride === 1 && kit.channels(value) === filters ? kit.build.add('Add', [value, projected]) : projected
}
