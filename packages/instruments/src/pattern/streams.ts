/**
 * Chance for networks: a stream of numbers of its own for each unit.
 *
 * A network is played: someone moves "depth" or "size" and wants the picture to grow out of the one before. Were all
 * weights drawn from one stream, one more unit would shift every number behind it and give a different picture. So
 * each row of weights is drawn from a stream that its place names, and what is added later leaves the rest as it was.
 *
 * The generator is sfc32 (Chris Doty-Humphrey, PractRand, public domain): integers only, thus the same in every
 * engine, and with 128 bits of state, so that many thousands of streams do not overlap (mulberry32 of
 * `@reverie/recipe`, with its 32 bits, is one stream).
 */
import { log } from './exact-math.ts'

/** A source of numbers. */
export interface Stream {
  /** Uniform in [0, 1), a multiple of 2⁻³². */
  next(): number
  /** Normal, mean 0 and deviation 1. */
  gaussian(): number
}

// The order is part of what a seed means: new purposes go to the end.
const purposes = [
  'weights',
  'bias',
  'kinds',
  'latents',
  'mutate',
  'move',
  'cross',
  'loop',
  'variations',
  'palette',
] as const

/** What a stream is for: streams for different purposes, or of different places, have nothing in common. */
export type Purpose = (typeof purposes)[number]

/**
 * The stream of a place.
 * @param seed its low 32 bits count
 * @param place up to three whole numbers from 0 to 65,535, as layer, unit and block
 */
export function streamOf(seed: number, purpose: Purpose, ...place: readonly number[]): Stream {
  let a = seed | 0
  let b = (purposes.indexOf(purpose) << 16) | (place[2] ?? 0) | 0
  let c = ((place[0] ?? 0) << 16) | (place[1] ?? 0) | 0
  let counter = 1
  const word = (): number => {
    const mixed = (a + b + counter++) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + mixed) | 0
    return mixed >>> 0
  }
  for (let round = 0; round < 15; round++) word()
  const next = (): number => word() / 0x1_0000_0000
  return { next, gaussian: gaussians(next) }
}

/**
 * Normal numbers, mean 0 and deviation 1, from uniform ones (Marsaglia's polar method): of each pair the first is
 * given at once and the second at the next call.
 */
export function gaussians(next: () => number): () => number {
  let kept: number | undefined
  return () => {
    if (kept !== undefined) {
      const value = kept
      kept = undefined
      return value
    }
    for (;;) {
      const u = 2 * next() - 1
      const v = 2 * next() - 1
      const s = u * u + v * v
      if (s === 0 || s > 1) continue
      const scale = Math.sqrt((-2 * log(s)) / s)
      kept = v * scale
      return u * scale
    }
  }
}
