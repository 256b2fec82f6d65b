/**
 * A closed way through latent space, for a film whose last frame meets its first.
 *
 *     z(t) = z + swing · ((cos 2πt − 1) · a + sin(2π · turns · t) · b),   0 ≤ t < 1
 *
 * with directions a and b of length 1 at right angles to each other, drawn from the seed: a circle through z for one
 * turn, a figure of eight for two, a Lissajous figure for more. The first frame is the picture that was found. One
 * latent alone swings to and fro.
 */
import { cos, sin } from './exact-math.ts'
import { streamOf } from './streams.ts'

/** How the latents move. */
export interface LoopPlan {
  readonly seed: number
  /** Half the width of the figure, in units of the latents. */
  readonly swing: number
  /** How often the second direction swings while the first swings once: a whole number from 1. */
  readonly turns: number
}

/**
 * The way of latents through a loop.
 * @param latents where it begins: one number or more
 * @returns the latents at a time; frame k of n is at k/n, and times 1 apart are the same
 */
export function loopPath(latents: readonly number[], plan: LoopPlan): (time: number) => number[] {
  const [a, b] = loopDirections(latents.length, plan.seed)
  return (time) => {
    // Of times 1 apart exactly the same angle is taken, so that the loop closes to the last bit.
    const turn = time - Math.floor(time)
    const along = plan.swing * (cos(2 * Math.PI * turn) - 1)
    const across = plan.swing * sin(2 * Math.PI * ((turn * plan.turns) % 1))
    return latents.map((latent, index) => latent + along * a[index]! + across * b[index]!)
  }
}

/**
 * The two directions a and b of a loop, at right angles, of length 1; the second is nothing where there is only one
 * latent.
 * @param count of latents
 */
export function loopDirections(count: number, seed: number): [number[], number[]] {
  const stream = streamOf(seed, 'loop')
  const a = unit(Array.from({ length: count }, () => stream.gaussian()))
  const other = Array.from({ length: count }, () => stream.gaussian())
  const shared = dot(a, other)
  if (count === 1) return [a, [0]]
  return [a, unit(other.map((value, index) => value - shared * a[index]!))]
}

const dot = (left: readonly number[], right: readonly number[]): number =>
  left.reduce((sum, value, index) => sum + value * right[index]!, 0)

function unit(vector: readonly number[]): number[] {
  const length = Math.sqrt(dot(vector, vector))
  return vector.map((value) => value / length)
}
