/** Two works pixel by pixel, frame by frame. */
import { decodeFilm } from '@reverie/film/node'
import { compare } from '@reverie/image'

/** How two works compare. */
export interface Comparison {
  /** Whether they have the same frames with the same pixels. */
  readonly identical: boolean
  /** Decibels of the frame that differs most; `Infinity` when identical, 0 when sizes or numbers of frames differ. */
  readonly psnr: number
}

/** Compares two files (or folders of frames) by what they decode to. A still is a film of one frame. */
export async function compareWorks(one: string, other: string): Promise<Comparison> {
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

type Frame = Parameters<typeof compare>[0]
