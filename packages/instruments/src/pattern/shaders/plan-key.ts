/** Telling programs apart: scenes with one key have one compiled shader. */
import type { PatternScene } from '../scene.ts'
import type { ShaderPlan } from './plan.ts'

/** A key of all that `compiledFragment` writes into its text: 64 bits of the weights, and the rest as it is. */
export function programKey(scene: PatternScene, plan: ShaderPlan): string {
  const { plane, coloring } = scene
  const numbers = plan.layers.flatMap((layer) => [layer.matrices, ...(layer.latents.size > 0 ? [] : [layer.bias])])
  const kinds = plan.layers.map((layer) =>
    [layer.activations.join(), layer.residual, layer.latents.size > 0].join(' '),
  )
  return [
    plane.coordinates,
    plane.symmetry,
    plane.order,
    coloring.mode,
    coloring.alpha,
    coloring.colors?.join() ?? '',
    plan.groups.join(),
    plan.dense,
    ...kinds,
    hash(numbers, 0x811c9dc5),
    hash(numbers, 0x01234567),
  ].join('|')
}

/** 32 bits of numbers' bits, each word mixed in by a multiplication (FNV-1a, with words for bytes, and a last mix). */
function hash(arrays: readonly Float32Array[], seed: number): number {
  let state = seed
  for (const numbers of arrays) {
    const words = new Uint32Array(numbers.buffer, numbers.byteOffset, numbers.length)
    for (const word of words) {
      state = Math.imul(state ^ word, 0x01000193)
      state ^= state >>> 15
    }
  }
  return state >>> 0
}
