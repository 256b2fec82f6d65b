/** The sizes a picture is dreamed at. */

/** A size in pixels. */
export interface Size {
  readonly width: number
  readonly height: number
}

/**
 * Sizes of the octaves, smallest first; the last is the picture's own. Each is the next one divided by `scale` and
 * rounded, never below 1 × 1 (google/deepdream shrinks repeatedly, so that roundings add up; so do these).
 */
export function octaveSizes(size: Size, octaves: number, scale: number): Size[] {
  const sizes: Size[] = [{ width: size.width, height: size.height }]
  for (let octave = 1; octave < octaves; octave++) {
    const { width, height } = sizes[0]!
    sizes.unshift({
      width: Math.max(1, Math.round(width / scale)),
      height: Math.max(1, Math.round(height / scale)),
    })
  }
  return sizes
}

/** A size whose longer side is at most `maxSide`, of the same proportions as nearly as whole pixels allow. */
export function fit(size: Size, maxSide: number | undefined): Size {
  const longest = Math.max(size.width, size.height)
  if (maxSide === undefined || longest <= maxSide) return { width: size.width, height: size.height }
  return {
    width: Math.max(1, Math.round((size.width * maxSide) / longest)),
    height: Math.max(1, Math.round((size.height * maxSide) / longest)),
  }
}
