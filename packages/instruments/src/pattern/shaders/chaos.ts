/**
 * Whether rounding decides what a pattern looks like.
 *
 * The exact kernel gives the same bytes everywhere; a GPU sums in another order and has exponentials of its own, so that
 * each value differs in its last digit. Most networks swallow that. Deep ones with strong weights enlarge it from layer
 * to layer, until what is on the screen is not what is saved. To find out, the picture is drawn small by the kernel twice:
 * as it is, and with every weight moved by one unit in its last place, up or down, which stirs every sum as much as a
 * GPU does.
 *
 * Compared with what SwiftShader draws of 80 networks (tanh from 8/24 to 32/12, the other activations, four colour modes): where
 * a GPU's picture differs by more than 2/255 in more than 1 of 2,500 points, this finds 1 to 3.9 times as many; where it finds fewer
 * than 1 in 1,000, the GPU has at most that 1 in 2,500. netart-js's 12/12, 16/8 and 19/5 have none, its 24/24 has 6 to 8 in 100.
 */
import { createRandom } from '@reverie/recipe'
import { createBandKernel } from '../kernel/kernel.ts'
import { packScene } from '../kernel/pack.ts'
import type { PatternNetwork } from '../network.ts'
import type { PatternScene } from '../scene.ts'

/** Points looked at, and multiplications spent on each of both pictures, at most. */
const most = { points: 4096, multiplications: 2e8 }
/** Fewest points a side. */
const fewest = 8
/** Difference that a picture on a screen may have from the one that is saved. */
const visible = 2 / 255

/**
 * Whether the picture on a GPU may differ visibly from the exact one: where rounding changes 1 point in 1,000. Takes some
 * milliseconds, of the largest networks some tenths of a second.
 * @throws InstrumentError when the scene contradicts itself
 */
export function isChaotic(scene: PatternScene): boolean {
  return roundingShare(scene) >= 0.001
}

/** The share of points, 0 to 1, whose colour rounding changes by more than 2/255. */
function roundingShare(scene: PatternScene): number {
  const { layers } = scene.network
  const multiplications = layers.reduce((sum, { inputs, units }) => sum + inputs * units, 0)
  const points = Math.min(most.points, most.multiplications / multiplications)
  const aspect = Math.sqrt(scene.width / scene.height)
  const side = (length: number): number => Math.max(fewest, Math.round(length))
  const small: PatternScene = {
    ...scene,
    width: side(Math.sqrt(points) * aspect),
    height: side(Math.sqrt(points) / aspect),
    plane: { ...scene.plane, samples: 1 },
  }
  const [exact, stirred] = [small, { ...small, network: stir(scene.network) }].map(colorsOf)
  const channels = exact!.length / (small.width * small.height)
  let differing = 0
  for (let at = 0; at < exact!.length; at += channels) {
    const differs = (_: unknown, channel: number): boolean =>
      Math.abs(exact![at + channel]! - stirred![at + channel]!) > visible
    if (Array.from({ length: channels }).some(differs)) differing++
  }
  return (differing * channels) / exact!.length
}

function colorsOf(scene: PatternScene): Float32Array {
  const kernel = createBandKernel()
  kernel.load(packScene(scene, { depth: 'float' }))
  return kernel.render(0, scene.height) as Float32Array
}

/** Every weight moved to a neighbouring float32; the same for the same network. */
function stir(network: PatternNetwork): PatternNetwork {
  const random = createRandom(1)
  return {
    ...network,
    layers: network.layers.map((layer) => {
      const weights = layer.weights.slice()
      const bits = new Int32Array(weights.buffer)
      for (let index = 0; index < bits.length; index++)
        if (weights[index] !== 0) bits[index]! += random.next() < 0.5 ? -1 : 1
      return { ...layer, weights }
    }),
  }
}
