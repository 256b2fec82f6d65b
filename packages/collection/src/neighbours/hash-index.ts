/**
 * Hashes that differ in few bits, without comparing all with all: multi-index hashing (Norouzi, Punjani and Fleet, "Fast
 * search in Hamming space with multi-index hashing", 2012). 64 bits are four words of 16; of two hashes that differ in at
 * most t bits one word differs in at most t ÷ 4. So each hash asks four tables for its words and those that are so near
 * to them, and only what is found there is compared.
 */

const WORDS = 4
const WORD_BITS = 16

/** Finds hashes near to others. */
export interface HashIndex {
  /** Calls `found` once for each pair of different hashes that differ in at most the index's bits, by their places. */
  pairs(found: (left: number, right: number, bits: number) => void): void
}

/**
 * @param hashes of 64 bits, all different
 * @param bits how many may differ, 0…15
 */
export function indexHashes(hashes: readonly bigint[], bits: number): HashIndex {
  const words = new Uint16Array(hashes.length * WORDS)
  hashes.forEach((hash, at) => {
    for (let word = 0; word < WORDS; word++)
      words[at * WORDS + word] = Number((hash >> BigInt(word * WORD_BITS)) & 0xffffn)
  })
  const masks = nearMasks(Math.floor(bits / WORDS))
  return {
    pairs(found) {
      const tables = Array.from({ length: WORDS }, () => new Map<number, number[]>())
      const seen = new Int32Array(hashes.length).fill(-1)
      for (let at = 0; at < hashes.length; at++) {
        // Only those that are in the tables already: each pair is met once.
        for (const [word, table] of tables.entries()) {
          const own = words[at * WORDS + word] as number
          for (const mask of masks) {
            for (const other of table.get(own ^ mask) ?? []) {
              if (seen[other] === at) continue
              seen[other] = at
              const different = differenceOf(words, at, other)
              if (different <= bits) found(other, at, different)
            }
          }
          const bucket = table.get(own)
          if (bucket === undefined) table.set(own, [at])
          else bucket.push(at)
        }
      }
    },
  }
}

/** All words of 16 bits with at most so many bits set. */
function nearMasks(most: number): number[] {
  const masks: number[] = []
  for (let mask = 0; mask < 2 ** WORD_BITS; mask++) if (countBits(mask) <= most) masks.push(mask)
  return masks
}

function differenceOf(words: Uint16Array, left: number, right: number): number {
  let bits = 0
  for (let word = 0; word < WORDS; word++)
    bits += countBits((words[left * WORDS + word] as number) ^ (words[right * WORDS + word] as number))
  return bits
}

function countBits(value: number): number {
  let rest = value - ((value >>> 1) & 0x5555)
  rest = (rest & 0x3333) + ((rest >>> 2) & 0x3333)
  rest = (rest + (rest >>> 4)) & 0x0f0f
  return (rest + (rest >>> 8)) & 0x1f
}
