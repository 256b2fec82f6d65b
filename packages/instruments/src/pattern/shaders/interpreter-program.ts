/**
 * A plan as the interpreter (`interpreter.ts`) reads it: texels of four floats.
 *
 * From texel 0, for each layer: (first block read, blocks read, first block written, blocks of sums), (activation of all
 * lanes or −1, doubled, residual, 0); then for each block of sums its bias, its lanes' activations, and four columns for each
 * block read. Behind the layers the colours of a gradient or palette.
 *
 * What a pixel has computed lies in an array of blocks. Dense skips need all of it; else two places take turns behind the
 * features.
 */
import { biasAt, laneActivations, type PlannedLayer, type ShaderPlan } from './plan.ts'

/** Texels in a row of the texture: a power of two. */
export const texelsAcross = 1024

/** A plan in texels. */
export interface InterpreterProgram {
  /** RGBA, whole rows. */
  readonly texels: Float32Array
  /** Blocks that the array needs. */
  readonly slots: number
  readonly layers: number
  /** Block of the first outputs. */
  readonly outputs: number
  /** Texel of the first colour. */
  readonly colors: number
}

/**
 * Packs a plan.
 * @param colors [count × 4]
 */
export function packInterpreter(
  plan: ShaderPlan,
  latents: readonly number[],
  colors: Float32Array,
): InterpreterProgram {
  const { slotOf, slots } = slotsOf(plan)
  const texels = plan.layers.reduce((sum, layer) => sum + 2 + layer.blocks * (2 + 4 * layer.reads.length), 0)
  const rows = Math.ceil((texels + colors.length / 4) / texelsAcross)
  const data = new Float32Array(rows * texelsAcross * 4)
  let at = 0
  const put = (values: ArrayLike<number>): void => {
    data.set(values, at)
    at += values.length
  }
  for (const layer of plan.layers) {
    const codes = layer.activations.map((activation) => laneActivations.indexOf(activation))
    const same = codes.every((code) => code === codes[0])
    const reads = layer.reads.length
    put([slotOf(layer.reads[0] ?? 0), reads, slotOf(layer.writes), layer.blocks])
    put([same ? codes[0]! : -1, Number(layer.doubled), Number(layer.residual), 0])
    const bias = biasAt(layer, latents)
    for (let block = 0; block < layer.blocks; block++) {
      put(bias.subarray(block * 4, block * 4 + 4))
      put(codes.slice(block * 4, block * 4 + 4))
      put(layer.matrices.subarray(block * reads * 16, (block + 1) * reads * 16))
    }
  }
  put(colors)
  const outputs = slotOf(plan.layers.at(-1)!.writes)
  return { texels: data, slots, layers: plan.layers.length, outputs, colors: texels }
}

/** Where a plan's blocks lie in the array: blocks that one layer reads lie side by side. */
export function slotsOf(plan: ShaderPlan): { readonly slotOf: (block: number) => number; readonly slots: number } {
  const features = plan.groups.length
  if (plan.dense) return { slotOf: (block) => block, slots: plan.blocks }
  const most = Math.max(...plan.layers.map(valuesOf))
  const slots = new Map<number, number>()
  for (const [index, layer] of plan.layers.entries()) {
    for (let block = 0; block < valuesOf(layer); block++)
      slots.set(layer.writes + block, features + (index % 2) * most + block)
  }
  return { slotOf: (block) => slots.get(block) ?? block, slots: features + 2 * most }
}

const valuesOf = (layer: PlannedLayer): number => (layer.doubled ? 2 * layer.blocks : layer.blocks)
