/** Rasters: pixels as plain data. */
import { ImageError } from './error.ts'

/**
 * Pixels in rows from the top, channels interleaved, sRGB, straight (not premultiplied) alpha.
 * 1 channel is grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha. Values are 0…255, 0…65535 or 0…1 by depth.
 */
export interface Raster {
  readonly width: number
  readonly height: number
  readonly channels: 1 | 2 | 3 | 4
  readonly depth: 8 | 16 | 'float'
  /** width × height × channels values. */
  readonly data: Uint8Array | Uint8ClampedArray | Uint16Array | Float32Array
}

/** A picture as it was read. */
export interface Picture {
  readonly raster: Raster
  /** What the file was: `png`, `jpeg`, `webp`, `avif`, `tiff`, `gif`. */
  readonly format: string
  /** Whether any pixel is not opaque; the raster then has an alpha channel. */
  readonly hasAlpha: boolean
  /** The description of the colour profile that the pixels were converted from, where the file had one. */
  readonly profile?: string
  /** The recipe that the file held, as parsed and checked. */
  readonly recipe?: unknown
  /** Size of the file. */
  readonly bytes?: number
}

/** The value that stands for white or opaque at a depth. */
export function fullScale(depth: Raster['depth']): number {
  if (depth === 'float') return 1
  return depth === 16 ? 65_535 : 255
}

/** An array that holds `length` values of a depth, all zero. */
export function emptyData(depth: Raster['depth'], length: number): Uint8Array | Uint16Array | Float32Array {
  if (depth === 'float') return new Float32Array(length)
  return depth === 16 ? new Uint16Array(length) : new Uint8Array(length)
}

/** Whether the last channel is alpha. */
export function hasAlphaChannel(raster: Pick<Raster, 'channels'>): boolean {
  return raster.channels % 2 === 0
}

/**
 * The part of a raster that begins at (left, top).
 * @throws ImageError when the part is empty or reaches outside
 */
export function crop(raster: Raster, left: number, top: number, width: number, height: number): Raster {
  const inside =
    left >= 0 &&
    top >= 0 &&
    width > 0 &&
    height > 0 &&
    left + width <= raster.width &&
    top + height <= raster.height
  if (!inside || ![left, top, width, height].every(Number.isInteger))
    throw new ImageError(
      `A crop of ${width} × ${height} at (${left}, ${top}) is not inside ${raster.width} × ${raster.height}: choose whole pixels inside the picture.`,
    )
  const { channels, depth } = raster
  const data = emptyData(depth, width * height * channels)
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * raster.width + left) * channels
    data.set(raster.data.subarray(from, from + width * channels), y * width * channels)
  }
  return { width, height, channels, depth, data }
}

/**
 * The raster at another depth, rounded to the nearest value. Floats outside 0…1 are clipped. Returns the same raster
 * when it has that depth.
 */
export function toDepth(raster: Raster, depth: Raster['depth']): Raster {
  if (raster.depth === depth) return raster
  const from = fullScale(raster.depth)
  const to = fullScale(depth)
  const data = emptyData(depth, raster.data.length)
  const round = depth !== 'float'
  for (let index = 0; index < data.length; index++) {
    const value = Math.min(1, Math.max(0, (raster.data[index] ?? 0) / from)) * to
    data[index] = round ? Math.floor(value + 0.5) : value
  }
  return { ...raster, depth, data }
}
