/** Two works pixel by pixel, frame by frame; or byte by byte where they are no pixels. */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { decodeFilm } from '@reverie/film/node'
import { compare } from '@reverie/image'
import { readBytes, readImageFile } from '@reverie/image/node'
import { embedRecipe, extractRecipe, type Recipe } from '@reverie/recipe'

/** How two works compare. */
export interface Comparison {
  /** What was compared; pixels unless said. */
  readonly of?: 'pixels' | 'bytes'
  /** Whether they have the same frames with the same pixels, or the same bytes. */
  readonly identical: boolean
  /** Decibels of the frame that differs most; `Infinity` when identical, 0 when sizes or numbers of frames differ. */
  readonly psnr: number
}

/**
 * Compares two works by what they are: texts and drawings by their bytes, whatever recipes they hold; all else by what it
 * decodes to.
 * @param output what the recipe says of the first
 */
export async function compareWorks(one: string, other: string, output: Recipe['output']): Promise<Comparison> {
  if (output.kind === 'vector' || output.kind === 'text') return compareTexts(one, other)
  // A picture may be larger than the memory; the same file has the same pixels.
  if (await areSameFile(one, other)) return { identical: true, psnr: Number.POSITIVE_INFINITY }
  return output.depth === 16 ? compareDeep(one, other) : compareFrames(one, other)
}

/** Compares two files (or folders of frames) at 8 bits. A still is a film of one frame. */
async function compareFrames(one: string, other: string): Promise<Comparison> {
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

/** Compares two pictures at 16 bits. */
async function compareDeep(one: string, other: string): Promise<Comparison> {
  const [left, right] = await Promise.all([one, other].map((path) => readImageFile(path, { depth: 16 })))
  const { same, psnr } = compare(left!.raster, right!.raster)
  return { identical: same, psnr }
}

async function compareTexts(one: string, other: string): Promise<Comparison> {
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
