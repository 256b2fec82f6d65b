/** Two works pixel by pixel, frame by frame; or byte by byte where they are no pixels. */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { decodeFilm } from '@reverie/film/node'
import { compare } from '@reverie/image'
import { readBytes } from '@reverie/image/node'
import { embedRecipe, extractRecipe } from '@reverie/recipe'

/** How two works compare. */
export interface Comparison {
  /** What was compared; pixels unless said. */
  readonly of?: 'pixels' | 'bytes'
  /** Whether they have the same frames with the same pixels, or the same bytes. */
  readonly identical: boolean
  /** Decibels of the frame that differs most; `Infinity` when identical, 0 when sizes or numbers of frames differ. */
  readonly psnr: number
}

/** Compares two files (or folders of frames) by what they decode to. A still is a film of one frame. */
export async function compareWorks(one: string, other: string): Promise<Comparison> {
  // A picture may be larger than the memory; the same file has the same pixels.
  if (await areSameFile(one, other)) return { identical: true, psnr: Number.POSITIVE_INFINITY }
  const films = await Promise.all([decodeFilm(one), decodeFilm(other)])
  const [left, right] = films.map((film) => film[Symbol.asyncIterator]()) as [
    AsyncIterator<Frame>,
    AsyncIterator<Frame>,
  ]
  let identical = true
  let psnr = Number.POSITIVE_INFINITY
  try {
    for (;;) {
      const [first, second] = await Promise.all([left.next(), right.next()])
      if (first.done === true && second.done === true) return { identical, psnr }
      if (first.done === true || second.done === true) return { identical: false, psnr: 0 }
      const frame = compare(first.value, second.value)
      identical &&= frame.same
      psnr = Math.min(psnr, frame.psnr)
    }
  } finally {
    await Promise.all([left.return?.(), right.return?.()])
  }
}

/** Compares two files by their bytes, whatever recipes they hold. */
export async function compareTexts(one: string, other: string): Promise<Comparison> {
  const [left, right] = await Promise.all([readBytes(one), readBytes(other)])
  const recipe = extractRecipe(left)
  const identical = recipe !== undefined && Buffer.compare(left, embedRecipe(right, recipe)) === 0
  return { of: 'bytes', identical, psnr: identical ? Number.POSITIVE_INFINITY : 0 }
}

async function areSameFile(one: string, other: string): Promise<boolean> {
  const [left, right] = await Promise.all([stat(one), stat(other)])
  if (!left.isFile() || !right.isFile() || left.size !== right.size) return false
  const theirs = createReadStream(other)[Symbol.asyncIterator]()
  try {
    // Streams of files give pieces of one size.
    for await (const piece of createReadStream(one)) {
      const { value } = (await theirs.next()) as { value?: Buffer }
      if (value?.equals(piece as Buffer) !== true) return false
    }
    return true
  } finally {
    await theirs.return?.()
  }
}

type Frame = Parameters<typeof compare>[0]
