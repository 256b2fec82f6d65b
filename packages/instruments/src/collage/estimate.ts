/** What a collage will take, by what its parts took (README.md). */
import type { Estimate } from '../instrument.ts'
import { geometryOf, type CollageRequest } from './plan.ts'

/** Bytes of the process before anything is drawn. */
const BASE_BYTES = 220e6
/** Of originals that are decoded at once, with what shrinking them takes. */
const ORIGINALS_BYTES = 250e6
/** Seconds to decode and shrink an original; seconds of a megapixel of canvas drawn, with turned pieces and shadows, and written. */
const PIECE_SECONDS = 0.05
const MEGAPIXEL_SECONDS = 0.6

/** `collage`'s `estimate` (instrument.ts). */
export function estimateCollage({ parameters, bands, edits = [] }: CollageRequest): Estimate {
  const { width, height } = geometryOf(parameters)
  const { frames, count } = parameters
  const megapixels = (width * height) / 1e6
  const rows = bands === true ? Math.min(height, 256 + (2.5 * height) / Math.sqrt(count)) : 2.5 * height
  const layout = edits.length === 0 ? 0.0004 * count : 0
  return {
    seconds: 0.4 + layout + count * PIECE_SECONDS + megapixels * frames * MEGAPIXEL_SECONDS,
    bytes: BASE_BYTES + ORIGINALS_BYTES + width * rows * 8,
    steps: frames > 1 ? frames : count,
  }
}
