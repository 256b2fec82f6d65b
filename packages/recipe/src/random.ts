/**
 * Seeded randomness. Mulberry32 (Tommy Ettinger, public domain): one 32-bit word of state that grows by a constant and
 * is mixed by two multiplications. It passes gjrand and is the same in every engine, since it uses integers only.
 * Its period of 2³² is ample for pictures and far too little for secrets.
 */

/** A source of numbers that depends on its seed alone. */
export interface Random {
  /** Uniform in [0, 1), a multiple of 2⁻³². */
  next(): number
  /** Uniform integer from `low` to `high`, both included. */
  integer(low: number, high: number): number
  /** Normal with mean 0 and deviation 1 (Box and Muller's transform, one value a call). */
  gaussian(): number
}

/**
 * Makes a source of numbers.
 * @param seed its low 32 bits count
 */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000
  }
  return {
    next,
    integer: (low, high) => low + Math.floor(next() * (high - low + 1)),
    // 1 − next() is in (0, 1], where the logarithm is finite.
    gaussian: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  }
}
