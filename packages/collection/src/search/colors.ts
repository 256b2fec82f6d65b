/** How far pieces are in their colours. */
import type { Color } from '@reverie/image'
import type { Piece } from '../piece.ts'
import type { ColorReason, Looks, WantedColor } from './query.ts'

/** Two colours so far apart in OKLab are half the same: orange and red are about 0.1, neighbours on a painter's chart. */
const HALF = 0.1
/** Main colours of a smaller share are no reason. */
const SEEN = 0.05

/**
 * Square roots of palettes, whose products are Bhattacharyya's coefficient: rows of unit length, as imprints are, so that
 * examples can be added and subtracted in the same way.
 * @returns [pieces, bins]
 */
export function paletteRows(palettes: readonly Float32Array[]): Float32Array {
  const bins = palettes[0]?.length ?? 0
  const rows = new Float32Array(palettes.length * bins)
  palettes.forEach((palette, row) => rows.set(palette.map(Math.sqrt), row * bins))
  return rows
}

/**
 * How little of what is wanted a piece has: 1 less the shares of the wanted colours that it covers, where near colours
 * cover in part.
 * @returns 0…1
 */
export function wantedDistance(wanted: readonly WantedColor[], { colors }: Pick<Piece, 'colors'>): number {
  const shares = sharesOf(wanted)
  let covered = 0
  wanted.forEach(({ color }, at) => {
    let amount = 0
    for (const { lab, share } of mainColorsOf(colors))
      amount += share * 2 ** -((difference(color, lab) / HALF) ** 2)
    covered += Math.min(shares[at] as number, amount)
  })
  return 1 - Math.min(1, covered)
}

/** Shares that sum to 1 at most: those that are said, and the rest for the others alike. */
function sharesOf(wanted: readonly WantedColor[]): number[] {
  const said = wanted.reduce((sum, { share }) => sum + (share ?? 0), 0)
  const silent = wanted.filter(({ share }) => share === undefined).length
  const rest = silent === 0 ? 0 : Math.max(1 / wanted.length, 1 - said) / silent
  const sum = Math.max(1e-6, said + rest * silent)
  return wanted.map(({ share }) => (share ?? rest) / sum)
}

/** Which colours of a piece answer those that are wanted, or the main ones of examples. */
export function colorReasons(wanted: readonly Color[], { colors }: Pick<Piece, 'colors'>, most = 2): ColorReason[] {
  const own = mainColorsOf(colors).filter(({ share }) => share >= SEEN)
  return wanted
    .flatMap((color) => {
      const near = own
        .map(({ lab }) => ({ wanted: color, found: lab, difference: difference(color, lab) }))
        .toSorted((left, right) => left.difference - right.difference)[0]
      return near === undefined ? [] : [near]
    })
    .toSorted((left, right) => left.difference - right.difference)
    .slice(0, most)
}

/** The main colours of a picture that show. */
export function mainColorsOf(colors: Looks['colors']): { readonly lab: Color; readonly share: number }[] {
  return Array.from({ length: colors.length / 4 }, (_, at) => ({
    lab: [colors[4 * at]!, colors[4 * at + 1]!, colors[4 * at + 2]!] as const,
    share: colors[4 * at + 3]!,
  })).filter(({ share }) => share > 0)
}

const difference = (one: Color, other: Color): number =>
  Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2])
