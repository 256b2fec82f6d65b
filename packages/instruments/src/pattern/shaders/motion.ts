/** The closed way of latents (`../loop.ts`) as a shader walks it. */
import { loopDirections, type LoopPlan } from '../loop.ts'
import { literal, type Dialect } from './dialect.ts'
import type { ShaderPlan } from './plan.ts'

/** A loop, and how long once around takes. */
export interface ShaderMotion extends LoopPlan {
  readonly seconds: number
}

/**
 * Statements that make the latents that a plan reads, `z0`, `z1`, …, at a time.
 * @param time the language's expression for seconds
 */
export function motionStatements(
  dialect: Dialect,
  plan: ShaderPlan,
  latents: readonly number[],
  motion: ShaderMotion,
  time: string,
): string[] {
  const [along, across] = loopDirections(latents.length, motion.seed)
  const read = new Set(plan.layers.flatMap((layer) => Array.from(layer.latents.keys())))
  return [
    dialect.let('float', 'once', `fract(${time} / ${literal(motion.seconds)}) * 6.28318531`),
    dialect.let(
      'vec2',
      'swing',
      `${literal(motion.swing)} * vec2(cosine(vec4(once)).x - 1.0, sine(vec4(once * ${literal(motion.turns)})).x)`,
    ),
    ...Array.from(read, (latent) =>
      dialect.let(
        'float',
        `z${latent}`,
        `${literal(latents[latent] ?? 0)} + dot(swing, vec2(${literal(along[latent] ?? 0)}, ${literal(across[latent] ?? 0)}))`,
      ),
    ),
  ]
}
