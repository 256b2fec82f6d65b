/** Sines of parts of a turn, the same bits everywhere. Both TypeScript and AssemblyScript. */

/**
 * sin(2π · part / whole), to 1e−15. Symmetric to the last bit: a part and its mirror image in the circle give the same
 * number or its opposite, and multiples of a quarter turn give 0 and ±1.
 * @param part finite; exact where `part` and `whole` are whole numbers below 2⁴⁸
 */
export function sineOfTurn(part: number, whole: number): number {
  let rest = part - Math.floor(part / whole) * whole
  // Into the first half of the circle, then into its first quarter, of which `rest` is then so many wholes.
  const lower = rest * 2 > whole
  if (lower) rest = whole - rest
  rest *= 4
  if (rest > whole) rest = 2 * whole - rest
  const size =
    rest * 2 > whole
      ? cosine(((whole - rest) / whole) * 1.5707963267948966)
      : sine((rest / whole) * 1.5707963267948966)
  return lower ? 0 - size : size
}

/** cos(2π · part / whole), likewise. */
export function cosineOfTurn(part: number, whole: number): number {
  return sineOfTurn(4 * part + whole, 4 * whole)
}

/** Taylor's series, to an eighth of a turn: 1/5!, 1/7!, …; written out, since AssemblyScript's 1 / 120 is 0. */
function sine(x: number): number {
  const t = x * x
  const p =
    0.008333333333333333 -
    t *
      (0.0001984126984126984 -
        t *
          (2.7557319223985893e-6 -
            t *
              (2.505210838544172e-8 -
                t * (1.6059043836821613e-10 - t * (7.647163731819816e-13 - t * 2.8114572543455206e-15)))))
  return x - x * t * (0.16666666666666666 - t * p)
}

/** Likewise: 1/4!, 1/6!, … */
function cosine(x: number): number {
  const t = x * x
  const p =
    0.041666666666666664 -
    t *
      (0.001388888888888889 -
        t *
          (2.48015873015873e-5 -
            t *
              (2.755731922398589e-7 -
                t * (2.08767569878681e-9 - t * (1.1470745597729725e-11 - t * 4.779477332387385e-14)))))
  return 1 - t * (0.5 - t * p)
}
