/**
 * An arrangement: which pieces a collage is made of and where they were laid, as plain data, so that the collage can be
 * made again, changed and printed without the collection that the pieces came from. It is the first entry of a collage's
 * edit log, `arrange`; the pieces themselves are the request's, in the same order, found by their content.
 *
 * Places are sixteenths of bits of the canvas (0 to 65535 along each side) and silhouettes 16 × 16 bits: exactly what is
 * read back is what the first picture is drawn from, so that the first and every later one are the same. A thousand
 * pieces take 80 KB beside their hashes and credits.
 */
import { z } from 'zod'
import { InstrumentError } from '../instrument.ts'
import type { Outline } from './layout/index.ts'
import { bytesOfText, textOfBytes, textOfWords, wordsOfText } from './words.ts'

/** Who made a piece and what may be done with it; texts are empty where nothing is known. */
export interface Credit {
  readonly title: string
  readonly author: string
  /** Where it is from, an address. */
  readonly link: string
  /** SPDX identifier, or the source's own words. */
  readonly license: string
}

/** A piece as it was laid out. */
export interface Laid {
  /** In shares of the canvas, 0 to 1. */
  readonly x: number
  readonly y: number
  /** Where the map has it, in shares of the canvas: where it comes from in a film. */
  readonly from: readonly [x: number, y: number]
  readonly outline: Outline
  /** Its nearest among the pieces, nearest first, by their places in the list: beside whom it should lie. */
  readonly near: readonly number[]
  /** How like the first it is: 1 the first itself, 0 the least alike. */
  readonly likeness: number
  readonly credit: Credit
}

/** All pieces, the first the one that the others were chosen for. */
export interface Arrangement {
  /** The collection's name. */
  readonly collection: string
  /** Of the canvas that it was made for; the same places are good for every size of that form. */
  readonly width: number
  readonly height: number
  readonly pieces: readonly Laid[]
}

const text = z.string()
/** Silhouette, size and words of a piece as an edit keeps them. */
export const pieceWords = { size: z.tuple([z.int().min(1), z.int().min(1)]), outline: text, credit: z.array(text) }

/** The edit `arrange`. */
export const arrangeSchema = z.strictObject({
  type: z.literal('arrange'),
  collection: text,
  canvas: z.tuple([z.number().positive(), z.number().positive()]),
  /** x and y in turn. */
  places: text,
  from: text,
  /** `NEAR` for each; left out by the first version, whose pieces nestled without regard to it. */
  near: text.optional(),
  /** A byte each. */
  likeness: text,
  /** 32 bytes each. */
  outlines: text,
  /** Width and height of the pictures, halved alike until they are below 65536. */
  sizes: text,
  /** Title, author, link, licence; what ends a row and is empty is left out. */
  credits: z.array(z.array(text)),
})

/** Nearest that are kept of each piece, and what stands where there is none. */
const NEAR = 8
const NOBODY = 65_535

/** Sides of a silhouette in packing, and as it is kept. */
const GRID = 32
const KEPT = 16
/** Sum of four samples of alpha that is seen: a soft halo is. */
const SEEN = 80
const OUTLINE_BYTES = (KEPT * KEPT) / 8

/** An arrangement as an edit. */
export function encodeArrangement({
  collection,
  width,
  height,
  pieces,
}: Arrangement): z.infer<typeof arrangeSchema> {
  const word = (share: number): number => Math.max(0, Math.min(65_535, Math.round(share * 65_535)))
  return {
    type: 'arrange',
    collection,
    canvas: [width, height],
    places: textOfWords(pieces.flatMap(({ x, y }) => [word(x), word(y)])),
    from: textOfWords(pieces.flatMap(({ from }) => from.map(word))),
    near: textOfWords(
      pieces.flatMap(({ near }) => Array.from({ length: NEAR }, (_, rank) => near[rank] ?? NOBODY)),
    ),
    likeness: textOfBytes(Uint8Array.from(pieces, ({ likeness }) => Math.round(255 * likeness))),
    outlines: textOfBytes(joined(pieces.map(({ outline }) => outlineBits(outline.mask)))),
    sizes: textOfWords(pieces.flatMap(({ outline }) => sidesOf(outline.aspect))),
    credits: pieces.map(({ credit }) => encodeCredit(credit)),
  }
}

/** The arrangement of an edit. @throws InstrumentError when its parts do not fit together */
export function decodeArrangement(edit: z.infer<typeof arrangeSchema>): Arrangement {
  const count = edit.credits.length
  const places = wordsOfText(edit.places)
  const from = wordsOfText(edit.from)
  const sizes = wordsOfText(edit.sizes)
  const near = edit.near === undefined ? new Uint16Array(NEAR * count).fill(NOBODY) : wordsOfText(edit.near)
  const likeness = bytesOfText(edit.likeness)
  const outlines = bytesOfText(edit.outlines)
  const fits =
    places?.length === 2 * count &&
    from?.length === 2 * count &&
    sizes?.length === 2 * count &&
    near?.length === NEAR * count &&
    likeness?.length === count &&
    outlines?.length === OUTLINE_BYTES * count
  if (!fits || sizes.includes(0)) {
    throw new InstrumentError(
      `The arrangement of this collage is damaged: its parts are not all for ${count} pieces. Lay it out again from its collection.`,
    )
  }
  const [width, height] = edit.canvas
  const pieces = edit.credits.map((credit, at): Laid => ({
    x: places[2 * at]! / 65_535,
    y: places[2 * at + 1]! / 65_535,
    from: [from[2 * at]! / 65_535, from[2 * at + 1]! / 65_535],
    near: [...near.subarray(NEAR * at, NEAR * (at + 1))].filter((other) => other < count && other !== at),
    likeness: likeness[at]! / 255,
    outline: {
      aspect: sizes[2 * at]! / sizes[2 * at + 1]!,
      mask: maskOf(outlines.subarray(at * OUTLINE_BYTES, (at + 1) * OUTLINE_BYTES)),
    },
    credit: decodeCredit(credit),
  }))
  return { collection: edit.collection, width, height, pieces }
}

/** A silhouette as it is kept. @returns base64url of 16 × 16 bits */
export function encodeOutline({ mask }: Outline): string {
  return textOfBytes(outlineBits(mask))
}

/** The reverse. @param size width and height of the picture */
export function decodeOutline(outline: string, [width, height]: readonly [number, number]): Outline {
  const bits = bytesOfText(outline)
  if (bits?.length !== OUTLINE_BYTES) {
    throw new InstrumentError('The silhouette of a piece in this collage is damaged. Choose another piece for it.')
  }
  return { aspect: width / height, mask: maskOf(bits) }
}

/** A credit as a row. */
export function encodeCredit({ title, author, link, license }: Credit): string[] {
  const row = [title, author, link, license]
  while (row.at(-1) === '') row.pop()
  return row
}

/** The reverse. */
export function decodeCredit([title = '', author = '', link = '', license = '']: readonly string[]): Credit {
  return { title, author, link, license }
}

/** 2 × 2 samples to one bit: whether anything of it is seen, faint shadows included. */
function outlineBits(mask: Uint8Array): Uint8Array {
  const bits = new Uint8Array(OUTLINE_BYTES)
  for (let at = 0; at < KEPT * KEPT; at++) {
    const corner = Math.floor(at / KEPT) * 2 * GRID + (at % KEPT) * 2
    const sum = mask[corner]! + mask[corner + 1]! + mask[corner + GRID]! + mask[corner + GRID + 1]!
    if (sum >= SEEN) bits[at >> 3]! |= 128 >> (at & 7)
  }
  return bits
}

function maskOf(bits: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: GRID * GRID }, (_, at) => {
    const kept = (Math.floor(at / GRID) >> 1) * KEPT + ((at % GRID) >> 1)
    return (bits[kept >> 3]! & (128 >> (kept & 7))) === 0 ? 0 : 255
  })
}

/** Two numbers below 65536 whose ratio is the aspect. */
function sidesOf(aspect: number): [number, number] {
  const longest = 60_000
  const [wide, high] = aspect >= 1 ? [longest, longest / aspect] : [longest * aspect, longest]
  return [Math.max(1, Math.round(wide)), Math.max(1, Math.round(high))]
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.length * OUTLINE_BYTES)
  for (const [at, part] of parts.entries()) whole.set(part, at * OUTLINE_BYTES)
  return whole
}
