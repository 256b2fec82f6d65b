/** How far two pictures are apart. */
import { ImageError } from './error.ts'
import { fullScale, toDepth, type Raster } from './raster.ts'

/** The result of `compare`. */
export interface Comparison {
  /** Whether every value is the same. */
  readonly same: boolean
  /** Decibels; Infinity when same, 0 or less when nothing is alike (or the shapes differ). */
  readonly psnr: number
}

/**
 * Peak signal-to-noise ratio in dB over all channels, alpha included: 10 log₁₀(peak² / mean squared error). Rasters of
 * different depths are compared as floats.
 * @throws ImageError when widths, heights or channels differ
 */
export function psnr(one: Raster, other: Raster): number {
  if (one.width !== other.width || one.height !== other.height || one.channels !== other.channels)
    throw new ImageError(
      `PSNR needs two rasters of one shape, found ${shape(one)} and ${shape(other)}: resample one of them.`,
    )
  if (one.depth !== other.depth) return psnr(toDepth(one, 'float'), toDepth(other, 'float'))
  let sum = 0
  for (let index = 0; index < one.data.length; index++) {
    const difference = (one.data[index] ?? 0) - (other.data[index] ?? 0)
    sum += difference * difference
  }
  if (sum === 0) return Number.POSITIVE_INFINITY
  return 10 * Math.log10((fullScale(one.depth) ** 2 * one.data.length) / sum)
}

/** Compares pixel by pixel. Rasters of different shape or depth are not the same; of different shape, they have a PSNR of 0. */
export function compare(one: Raster, other: Raster): Comparison {
  if (shape(one) !== shape(other)) return { same: false, psnr: 0 }
  const ratio = psnr(one, other)
  return { same: ratio === Number.POSITIVE_INFINITY && one.depth === other.depth, psnr: ratio }
}

function shape(raster: Raster): string {
  return `${raster.width} × ${raster.height} × ${raster.channels}`
}
