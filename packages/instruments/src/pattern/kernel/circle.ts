/** Sines of parts of a turn, the same bits everywhere. Both TypeScript and AssemblyScript. */

/**
 * sin(2π · part / whole), to 1e−15. Symmetric to the last bit: a part and its mirror image in the circle give the same
 * number or its opposite, and multiples of a quarter turn give 0 and ±1.
 * @param part finite; exact where `part` and `whole` are whole numbers below 2⁴⁸
 */
export function sineOfTurn(part: number, whole: number): number {
  const once = part - Math.floor(part / whole) * whole
  const eighths = once * 8
  const octant = Math.floor(eighths / whole)
  const rest = eighths - octant * whole
  const back = octant === 1 || octant === 3 || octant === 5 || octant === 7
  const angle = ((back ? whole - rest : rest) / whole) * 0.78539816339744831
  const size = octant === 1 || octant === 2 || octant === 5 || octant === 6 ? cosine(angle) : sine(angle)
  return octant >= 4 ? -size : size
}

/** cos(2π · part / whole), likewise. */
export function cosineOfTurn(part: number, whole: number): number {
  return sineOfTurn(4 * part + whole, 4 * whole)
}

/** Taylor's series, to an eighth of a turn. */
function sine(x: number): number {
  const t = x * x
  const p =
    1 / 120 -
    t * (1 / 5040 - t * (1 / 362880 - t * (1 / 39916800 - t * (1 / 6227020800 - t * (1 / 1307674368000)))))
  return x - x * t * (1 / 6 - t * p)
}

/** Taylor's series, to an eighth of a turn. */
function cosine(x: number): number {
  const t = x * x
  const p =
    1 / 24 - t * (1 / 720 - t * (1 / 40320 - t * (1 / 3628800 - t * (1 / 479001600 - t * (1 / 87178291200)))))
  return 1 - t * (0.5 - t * p)
}
