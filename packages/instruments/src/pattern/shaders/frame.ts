/** In what size a view draws. */

/** Size of a picture in pixels, and samples a side of each. */
export interface Frame {
  readonly width: number
  readonly height: number
  readonly samples: number
}

/** Milliseconds that a picture may take without a coarse one before it, and that a coarse one should take. */
const quick = 12

/** Pixels of the shorter side of a coarse picture, at least. */
const coarsest = 96

/**
 * The coarse frame ahead of a frame; undefined where that comes soon enough.
 * @param milliseconds that the frame will take
 * @param coarsely what it would take in the way in which the coarse one is drawn
 */
export function coarseFrame(
  frame: Frame,
  milliseconds: number,
  coarsely: number = milliseconds,
): Frame | undefined {
  if (!(milliseconds > quick)) return undefined
  const { width, height, samples } = frame
  const wanted = Math.sqrt(quick / coarsely) * samples
  // In steps, so that the speed's ups and downs do not give a new size each time.
  const stepped = 2 ** (Math.floor(Math.log2(wanted) * 2) / 2)
  const scale = Math.min(1, Math.max(stepped, coarsest / Math.min(width, height)))
  if (scale === 1 && samples === 1) return undefined
  return { width: Math.ceil(width * scale), height: Math.ceil(height * scale), samples: 1 }
}

/** Pixels times samples. */
export const samplesOf = ({ width, height, samples }: Frame): number => width * height * samples ** 2

/** A moment in which other things happen. */
export const moment = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1))
