/** Telling programs apart: scenes with one key have one compiled shader. */
import type { PatternScene } from '../scene.ts'
import type { PlannedLayer, ShaderPlan } from './plan.ts'

/** A key of all that `compiledFragment` writes into its text. */
export function programKey({ plane, coloring }: PatternScene, plan: ShaderPlan): string {
  const colors = coloring.colors?.join() ?? ''
  return [
    plane.coordinates,
    plane.symmetry,
    plane.order,
    coloring.mode,
    coloring.alpha,
    colors,
    plan.fingerprint,
  ].join('|')
}

/** Layers in some letters: their kinds as they are, and 64 bits of their weights. */
export function fingerprintOf(layers: readonly PlannedLayer[]): string {
  const kinds = layers.map((layer) =>
    [layer.reads.join(), layer.activations.join(), layer.residual, layer.latents.size > 0].join(' '),
  )
  const numbers = layers.flatMap((layer) =>
    // Biases that latents move are given to a shader, not written into it.
    layer.latents.size > 0 ? [layer.matrices] : [layer.matrices, layer.bias],
  )
  return [...kinds, hash(numbers, 0x811c9dc5), hash(numbers, 0x01234567)].join(';')
}

/** 32 bits of numbers' bits: FNV-1a with words for bytes, and what a multiplication leaves high brought down. */
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
