import { int, type Graph } from '@reverie/graph'
import { network, type Kit, type NetworkOptions } from './kit.ts'

/**
 * A network of ResNet's kind (He et al., "Deep Residual Learning for Image Recognition", 2016): batch normalisation,
 * a padded overlapping pool, residual blocks with and without a projection, a classifier by Gemm.
 * @returns output [1, 10]
 */
export function resnet(options: NetworkOptions = {}): Graph {
  return network('resnet', options, (kit, image) => {
    const { build } = kit
    const stem = kit.relu(kit.batchNorm(kit.conv(image, 8, 7, { stride: 2, bias: false })))
    let value = block(kit, kit.maxPool(stem, 3, 2, 1), 8, 1)
    value = block(kit, value, 16, 2)
    const flat = build.add('Flatten', [build.add('GlobalAveragePool', [value])], { axis: int(1) })
    return build.add('Gemm', [flat, kit.weights([10, 16], 0.25, 'fc.weight'), kit.weights([10], 0.1, 'fc.bias')], {
      transB: int(1),
    })
  })
}

function block(kit: Kit, value: string, filters: number, stride: number): string {
  const inner = kit.relu(kit.batchNorm(kit.conv(value, filters, 3, { stride, bias: false })))
  const outer = kit.batchNorm(kit.conv(inner, filters, 3, { bias: false }))
  const plain = stride === 1 && kit.channels(value) === filters
  const shortcut = plain ? value : kit.batchNorm(kit.conv(value, filters, 1, { stride, bias: false }))
  return kit.relu(kit.build.add('Add', [outer, shortcut]))
}
