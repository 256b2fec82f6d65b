/**
 * A plan's layers as statements with the weights written out. Constants draw several times faster than weights that a
 * shader reads, and compile slower, which is why `interpreter.ts` exists. A block is one statement: a bias and one matrix
 * for each block that is read, which keeps the source and the compiler's work small.
 */
import { activationNames } from './activations.ts'
import { literal, vector, type Dialect } from './dialect.ts'
import { biasAt, type LaneActivation, type PlannedLayer, type ShaderPlan } from './plan.ts'

/** What a block's sums begin with. */
export type BiasText = (layer: PlannedLayer, block: number) => string

/** Biases folded at these latents. */
export function biasText(latents: readonly number[]): BiasText {
  return (layer, block) => vector(lanesOf(biasAt(layer, latents), block))
}

/** Biases that the shader folds itself, from latents that it calls `z0`, `z1`, … */
export const movingBiasText: BiasText = (layer, block) =>
  [
    vector(lanesOf(layer.bias, block)),
    ...Array.from(layer.latents, ([latent, column]) => `z${latent} * ${vector(lanesOf(column, block))}`),
  ].join(' + ')

/** Statements that make the blocks of values `v<number>` from those of the features; the last layer's are the outputs. */
export function layerText(dialect: Dialect, plan: ShaderPlan, bias: BiasText): string[] {
  return plan.layers.flatMap((layer) =>
    Array.from({ length: layer.blocks }, (_, block) => blockText(dialect, layer, block, bias)).flat(),
  )
}

function blockText(dialect: Dialect, layer: PlannedLayer, block: number, bias: BiasText): string[] {
  const products = layer.reads.flatMap((read, position) => {
    const at = (block * layer.reads.length + position) * 16
    const matrix = layer.matrices.subarray(at, at + 16)
    return matrix.every((weight) => weight === 0)
      ? []
      : [`${dialect.matrix(Array.from(matrix, literal))} * v${read}`]
  })
  const sum = [bias(layer, block), ...products].join('\n    + ')
  const plus = (position: number): string => (layer.residual ? ` + v${layer.reads[position]}` : '')
  const value = layer.writes + block
  const lanes = layer.activations.slice(block * 4, block * 4 + 4)
  if (layer.doubled) {
    return [
      dialect.let('vec4', `s${value}`, `${activationNames.arctangent}(${sum})`),
      dialect.let('vec4', `v${value}`, `s${value}${plus(block)}`),
      // (atan² / 0.6) from atan / 0.67
      dialect.let(
        'vec4',
        `v${value + layer.blocks}`,
        `s${value} * s${value} * 0.748166667${plus(layer.blocks + block)}`,
      ),
    ]
  }
  if (lanes.every((lane) => lane === lanes[0]))
    return [dialect.let('vec4', `v${value}`, `${activationNames[lanes[0]!]}(${sum})${plus(block)}`)]
  return [
    dialect.let('vec4', `s${value}`, sum),
    dialect.let('vec4', `v${value}`, `${mixedText(lanes, `s${value}`)}${plus(block)}`),
  ]
}

/** A block whose lanes differ: neighbours of one activation are taken from one call. */
function mixedText(lanes: readonly LaneActivation[], sums: string): string {
  const runs: { activation: LaneActivation; lanes: string }[] = []
  for (const [lane, activation] of lanes.entries()) {
    const run = runs.at(-1)
    if (run?.activation === activation) run.lanes += 'xyzw'[lane]
    else runs.push({ activation, lanes: 'xyzw'[lane]! })
  }
  return `vec4(${runs.map((run) => `${activationNames[run.activation]}(${sums}).${run.lanes}`).join(', ')})`
}

const lanesOf = (numbers: Float32Array, block: number): Float32Array => numbers.subarray(block * 4, block * 4 + 4)
