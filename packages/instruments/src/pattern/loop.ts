/**
 * A closed way through latent space, for a film whose last frame meets its first.
 *
 *     z(t) = z + swing · ((cos 2πt − 1) · a + sin(2π · turns · t) · b),   0 ≤ t < 1
 *
 * with directions a and b of length 1 at right angles to each other, drawn from the seed: a circle through z for one
 * turn, a figure of eight for two, a Lissajous figure for more. The first frame is the picture that was found. One
 * latent alone swings to and fro.
 *
 * Or a way through places that somebody gives, for films that follow something: a closed cubic through all of them, whose
 * direction at each is that from the one before to the one after (Catmull and Rom, "A class of local interpolating splines",
 * 1974).
 */
import { InstrumentError } from '../instrument.ts'
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

/** Places that a path may have, at most. */
const mostPlaces = 10_000
/** As far from the middle as latents may be. */
const farthest = 10

/**
 * The way of latents through a loop that a request asks for: along its path, or else as `loopPath` says.
 * @throws InstrumentError when the path is none, or of another number of latents
 */
export function latentWay(
  latents: readonly number[],
  { path, ...plan }: LoopPlan & { readonly path?: string | undefined },
): (time: number) => number[] {
  return path === undefined ? loopPath(latents, plan) : pathThrough(readPath(path, latents.length))
}

function readPath(text: string, count: number): number[][] {
  const places = text
    .split(';')
    .map((place) => place.split(',').map((number) => (number.trim() === '' ? NaN : Number(number))))
  if (places.length > mostPlaces)
    throw new InstrumentError(`A path has at most ${mostPlaces} places, found ${places.length}.`)
  for (const [index, place] of places.entries()) {
    if (place.some((number) => !(Math.abs(number) <= farthest)))
      throw new InstrumentError(
        `Place ${index + 1} of the path should hold numbers from −${farthest} to ${farthest}, separated by ",": write, for example, "0,0.5; 0.2,-0.4".`,
      )
    if (place.length !== count)
      throw new InstrumentError(
        `Place ${index + 1} of the path has ${place.length} numbers, and there are ${count} latents. Give one for each.`,
      )
  }
  return places
}

function pathThrough(places: readonly (readonly number[])[]): (time: number) => number[] {
  const placeAt = (index: number): readonly number[] => places[(index + places.length) % places.length]!
  return (time) => {
    const along = (time - Math.floor(time)) * places.length
    const index = Math.min(Math.floor(along), places.length - 1)
    const t = along - index
    const [before, from, to, after] = [placeAt(index - 1), placeAt(index), placeAt(index + 1), placeAt(index + 2)]
    return from.map((start, axis) => {
      const end = to[axis]!
      const [leaving, arriving] = [(end - before[axis]!) / 2, (after[axis]! - start) / 2]
      const [square, cube] = [t * t, t * t * t]
      return (
        (2 * cube - 3 * square + 1) * start +
        (cube - 2 * square + t) * leaving +
        (3 * square - 2 * cube) * end +
        (cube - square) * arriving
      )
    })
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
