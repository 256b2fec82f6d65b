/** How much room each piece has, relative to each other. */
import type { CollageParameters } from './params.ts'

/** Room of the first piece of a collage with a hero, in rooms of the others: more where there are more. */
const heroRoom = (count: number): number => Math.max(6, Math.min(60, 0.07 * count + 6))
/** Room of the most like and of the least, where sizes go with likeness. */
const MOST = 3.2
const LEAST = 0.55

/**
 * @param likeness of each piece, 1 to 0, those that are more like the first one first
 * @param hero which piece is the hero
 */
export function roomsOf(
  sizes: CollageParameters['sizes'],
  likeness: readonly number[],
  hero: number | undefined,
): Float64Array {
  const count = likeness.length
  return Float64Array.from(likeness, (alike, at) => {
    if (sizes === 'hero') return at === hero ? heroRoom(count) : 1
    if (sizes === 'even') return 1
    const share = sizes === 'similarity' ? alike : 1 - at / Math.max(1, count - 1)
    return LEAST + (MOST - LEAST) * share ** 2
  })
}
