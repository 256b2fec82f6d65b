import { int, type Graph } from '@reverie/graph'
import { network, type Kit, type NetworkOptions } from './kit.ts'

/**
 * A network of SqueezeNet's kind (Iandola et al., 2016): fire modules, which squeeze by 1×1 convolutions and expand by
 * two kinds; dropout and a classifier that is a convolution, averaged.
 * @returns output [1, 10]
 */
export function squeezenet(options: NetworkOptions = {}): Graph {
  return network('squeezenet', options, (kit, image) => {
    const { build } = kit
    const stem = kit.maxPool(kit.relu(kit.conv(image, 8, 3, { stride: 2, pad: 0 })), 3, 2, 0, true)
    const fired = fire(kit, kit.maxPool(fire(kit, stem, 4, 8), 3, 2, 0, true), 6, 12)
    const [kept] = build.addMany('Dropout', [fired], 1)
    const classes = build.add('GlobalAveragePool', [kit.relu(kit.conv(kept!, 10, 1))])
    return build.add('Softmax', [build.add('Flatten', [classes], { axis: int(1) })], { axis: int(-1) })
  })
}

function fire(kit: Kit, value: string, squeeze: number, expand: number): string {
  const squeezed = kit.relu(kit.conv(value, squeeze, 1))
  return kit.concat([kit.relu(kit.conv(squeezed, expand, 1)), kit.relu(kit.conv(squeezed, expand, 3))])
}
