/** Pieces by colour: hues from left to right, those without much colour after them, and in each column dark above light. */
import type { MapLayout } from '../collection.ts'
import type { Piece } from '../piece.ts'
import { latticeFor, layoutOnLattice } from './lattice.ts'

/** Less colourful than this (OKLab's chroma; sRGB reaches 0.32) is grey to the eye. */
const GREY = 0.03
/** What an uncoloured part counts beside a coloured one: outlines and grounds are black or white in most pictures. */
const PLAIN = 0.02

/** The colour that a piece is known by. */
interface Key {
  /** 0…1, from red by yellow, green and blue to purple; undefined of grey. */
  readonly hue: number | undefined
  readonly lightness: number
}

/**
 * A grid by the pieces' main colours.
 * @param aspect width ÷ height
 */
export function colorLayout(pieces: readonly Pick<Piece, 'colors'>[], aspect = 1.5): MapLayout {
  const lattice = latticeFor(pieces.length, aspect)
  const keys = pieces.map(({ colors }) => keyOf(colors))
  const order = orderBy(keys, ({ hue, lightness }) => hue ?? 2 + lightness)
  const cellOf = new Int32Array(pieces.length)
  // Whole columns; as the last row may be short, so may be the columns that end above its gap.
  const short = lattice.columns * lattice.rows - pieces.length
  let taken = 0
  for (let column = 0; column < lattice.columns; column++) {
    const rows = lattice.rows - (column >= lattice.columns - short ? 1 : 0)
    const members = order.slice(taken, taken + rows)
    taken += rows
    members.sort((left, right) => keys[left]!.lightness - keys[right]!.lightness || left - right)
    members.forEach((piece, row) => (cellOf[piece] = row * lattice.columns + column))
  }
  return layoutOnLattice('color', lattice, cellOf)
}

/** Rows of keys by a number; equal ones by index. */
function orderBy(keys: readonly Key[], value: (key: Key) => number): number[] {
  const values = keys.map(value)
  return keys.map((_, piece) => piece).sort((left, right) => values[left]! - values[right]! || left - right)
}

/** @param colors 5 × (L, a, b, share) */
function keyOf(colors: Float32Array): Key {
  let best = -Infinity
  let key: Key = { hue: undefined, lightness: 1 }
  for (let at = 0; at + 3 < colors.length; at += 4) {
    const [lightness, a, b, share] = [colors[at]!, colors[at + 1]!, colors[at + 2]!, colors[at + 3]!]
    const chroma = Math.hypot(a, b)
    const weight = share * (PLAIN + chroma)
    if (share === 0 || weight <= best) continue
    best = weight
    // OKLab's red is at 0.08 of a turn; the seam goes where hardly any colour is, between purple and red.
    const turn = Math.atan2(b, a) / (2 * Math.PI) + 0.03
    key = { hue: chroma < GREY ? undefined : turn - Math.floor(turn), lightness }
  }
  return key
}
