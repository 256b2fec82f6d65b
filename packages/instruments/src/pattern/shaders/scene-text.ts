/**
 * A scene as text: functions in GLSL or WGSL that end in `patternColor(pixel, size)` (vec4), sRGB with straight alpha, for
 * a pixel counted from the upper left corner, its middle at .5. Whoever calls it gives the language's entry points and,
 * where the network reads a picture, `pictureAt(place)`.
 */
import { InstrumentError } from '../../instrument.ts'
import { packScene } from '../kernel/pack.ts'
import { outputsOf, type Coloring, type PatternScene } from '../scene.ts'
import { activationsOf, activationText } from './activations.ts'
import { colorFunctions, colorStatements } from './color.ts'
import { literal, vector, type Dialect } from './dialect.ts'
import { layerText, type BiasText } from './layers.ts'
import { foldStatements, groupText, planeNumbers, pointText, turnStatement } from './plane.ts'
import { planShader, type ShaderPlan } from './plan.ts'

/** How a scene is written. */
export interface SceneTextOptions {
  readonly bias: BiasText
  /** Whether `planeTurn`, `planeMove` and `samples` are declared outside instead of being constants. */
  readonly planeGiven?: boolean
  /** Statements ahead of the layers, which may define what the biases read. */
  readonly latents?: readonly string[]
}

/** Outputs that a colouring reads. */
function usedOutputs({ mode, alpha }: Coloring): number {
  return alpha === 'off' ? outputsOf[mode].colors : outputsOf[mode].alpha + 1
}

/** A scene's network in blocks. */
export function planScene(scene: Pick<PatternScene, 'network' | 'coloring'>): ShaderPlan {
  return planShader(scene.network, usedOutputs(scene.coloring))
}

/** Weights that a text may hold, those of filled-up blocks included: a megabyte. Compilers give up before. */
const mostWeights = 100_000

/**
 * A scene's network in blocks, for a text that stands by itself.
 * @throws InstrumentError when the scene contradicts itself, or the text would be too large
 */
export function planText(scene: PatternScene): ShaderPlan {
  // Packing is what checks a scene.
  packScene(scene, { depth: 8 })
  const plan = planScene(scene)
  if (plan.multiplications > mostWeights)
    throw new InstrumentError(
      `The network has ${plan.multiplications} weights in blocks of four; as the text of a shader it can have at most ` +
        `${mostWeights}. Take fewer units or less depth.`,
    )
  return plan
}

/** The functions. */
export function sceneText(
  dialect: Dialect,
  scene: PatternScene,
  plan: ShaderPlan,
  options: SceneTextOptions,
): string {
  const { plane, coloring } = scene
  const averaged = plane.samples > 1 || options.planeGiven === true
  const turns = options.latents !== undefined || plan.groups.includes('tile') || coloring.mode === 'oklch'
  return [
    ...(options.planeGiven === true ? [] : planeConstants(dialect, scene)),
    ...activationText(dialect, activationsOf(plan.layers), turns),
    ...colorFunctions(dialect, [coloring.mode], averaged),
    dialect.function('sampleAt', { pixel: 'vec2', size: 'vec2' }, 'vec4', [
      dialect.variable('vec2', 'point', pointText[plane.coordinates]),
      ...foldStatements(dialect, plane.symmetry, plane.order),
      ...(plan.groups.includes('tile') ? [turnStatement(dialect)] : []),
      ...plan.groups.map((group, block) => dialect.let('vec4', `v${block}`, groupText(group, plane.symmetry))),
      ...(options.latents ?? []),
      ...layerText(dialect, plan, options.bias),
      ...outputStatements(dialect, plan, coloring),
      ...colorStatements(dialect, coloring),
      `return vec4(color, ${alphaText[coloring.alpha]});`,
    ]),
    averaged ? averageText(dialect) : singleText(dialect),
  ].join('\n')
}

/** Alpha from its output. */
export const alphaText = {
  off: '1.0',
  netart: '0.25 + 0.75 * (1.0 - abs(2.0 * alphaOutput - 1.0))',
  full: 'alphaOutput',
} as const satisfies Record<Coloring['alpha'], string>

/** The outputs as `colorStatements` takes them, and `alphaOutput` where there is alpha. */
function outputStatements(dialect: Dialect, plan: ShaderPlan, { mode, alpha }: Coloring): string[] {
  const first = plan.layers.at(-1)!.writes
  const at = outputsOf[mode].alpha
  return [
    dialect.let('vec4', 'o', `clamp(v${first}, vec4(0.0), vec4(1.0))`),
    dialect.let('vec4', 'turns', `fract(v${first})`),
    ...(alpha === 'off'
      ? []
      : [dialect.let('float', 'alphaOutput', `clamp(v${first + (at >> 2)}.${'xyzw'[at & 3]}, 0.0, 1.0)`)]),
  ]
}

function planeConstants(dialect: Dialect, { plane }: PatternScene): string[] {
  const { turn, move } = planeNumbers(plane)
  return [
    dialect.constant('vec4', 'planeTurn', vector(turn)),
    dialect.constant('vec2', 'planeMove', vector(move)),
    dialect.constant('float', 'samples', literal(plane.samples)),
  ]
}

/** `patternColor` of one sample a pixel. */
const singleText = (dialect: Dialect): string =>
  dialect.function('patternColor', { pixel: 'vec2', size: 'vec2' }, 'vec4', ['return sampleAt(pixel, size);'])

/**
 * `patternColor` of `samples` × `samples`, averaged in linear light, each as much as it is opaque. One sample stays as it
 * is; there is one call, since compilers write each call out.
 */
export const averageText = (dialect: Dialect): string =>
  dialect.function('patternColor', { pixel: 'vec2', size: 'vec2' }, 'vec4', [
    dialect.variable('vec4', 'sum', 'vec4(0.0)'),
    dialect.variable('vec4', 'last', 'vec4(0.0)'),
    dialect.loop('down', 'samples', [
      dialect.loop('across', 'samples', [
        'last = sampleAt(pixel + (vec2(across, down) + vec2(0.5)) / samples - vec2(0.5), size);',
        'sum += vec4(decoded(last.rgb) * last.a, last.a);',
      ]),
    ]),
    'if (samples < 1.5) { return last; }',
    'return vec4(encoded(sum.rgb / max(sum.a, 1e-6)), sum.a / (samples * samples));',
  ])
