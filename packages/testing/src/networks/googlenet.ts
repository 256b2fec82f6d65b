import { float, int, type Graph } from '@reverie/graph'
import { network, type Kit, type NetworkOptions } from './kit.ts'

/**
 * A network of GoogLeNet's kind (Szegedy et al., "Going Deeper with Convolutions", 2015): overlapping pools rounded up,
 * local response normalisation, two inception modules whose branches are concatenated.
 * @returns output "Concat_1" [1, 32, size/8, size/8]
 */
export function googlenet(options: NetworkOptions = {}): Graph {
  return network('googlenet', options, (kit, image) => {
    const stem = kit.relu(kit.conv(image, 8, 7, { stride: 2 }))
    const pooled = lrn(kit, kit.maxPool(stem, 3, 2, 0, true))
    const wide = kit.relu(kit.conv(kit.relu(kit.conv(pooled, 8, 1)), 16, 3))
    const first = inception(kit, lrn(kit, wide), [8, 4, 8, 2, 4, 4])
    return inception(kit, kit.maxPool(first, 3, 2, 0, true), [8, 6, 12, 2, 6, 6])
  })
}

const lrn = (kit: Kit, value: string): string =>
  kit.build.add('LRN', [value], { size: int(5), alpha: float(1e-4), beta: float(0.75), bias: float(1) })

/** Widths: 1×1; before and of 3×3; before and of 5×5; after the pool. */
function inception(
  kit: Kit,
  value: string,
  widths: readonly [number, number, number, number, number, number],
): string {
  const [one, beforeThree, three, beforeFive, five, pool] = widths
  return kit.concat([
    kit.relu(kit.conv(value, one, 1)),
    kit.relu(kit.conv(kit.relu(kit.conv(value, beforeThree, 1)), three, 3)),
    kit.relu(kit.conv(kit.relu(kit.conv(value, beforeFive, 1)), five, 5)),
    kit.relu(kit.conv(kit.maxPool(value, 3, 1, 1), pool, 1)),
  ])
}
