/**
 * Writing a picture, but for the encoder. A written file holds the pixels, the statement that they are sRGB, and the
 * recipe: nothing else.
 */
import { embedRecipe, type Recipe } from '@reverie/recipe'
import { ImageError } from './error.ts'
import { hasAlphaChannel, toDepth, type Raster } from './raster.ts'
import { tagSrgb } from './tag-srgb.ts'

/** The formats that `writeImage` writes. */
export const writeFormats = ['png', 'jpeg', 'webp', 'avif', 'tiff', 'gif'] as const

/** A format that `writeImage` writes. */
export type WriteFormat = (typeof writeFormats)[number]

/** Pixels a side at most, of the formats and encoders that have a limit below what fits into memory. */
export const longestSides = { jpeg: 65_500, webp: 16_383, avif: 16_384, gif: 65_535 } as const satisfies Partial<
  Record<WriteFormat, number>
>

/** Why a picture of a size cannot be written in a format, in a sentence; `undefined` where it can. */
export function sizeProblem(
  format: WriteFormat,
  { width, height }: Pick<Raster, 'width' | 'height'>,
): string | undefined {
  const most = Object.hasOwn(longestSides, format) ? longestSides[format as keyof typeof longestSides] : undefined
  if (most === undefined || Math.max(width, height) <= most) return undefined
  return `A picture in ${format} is at most ${most} pixels on a side, found ${width} × ${height}. Make it smaller, or choose png.`
}

/** How to write a picture. */
export interface WriteOptions {
  readonly format: WriteFormat
  /** 1…100 for JPEG, WebP and AVIF; 90 by default (AVIF 70). PNG, TIFF and GIF take none. */
  readonly quality?: number | undefined
  /** Embedded in the file. */
  readonly recipe?: Recipe | undefined
}

/** What an encoder is told: 8 or 16 bits, 16 for PNG and TIFF only, no alpha for JPEG. */
export interface EncodeRequest {
  readonly raster: Raster
  readonly format: WriteFormat
  readonly quality: number
}

/** Encodes pixels without metadata. */
export type Encode = (request: EncodeRequest) => Promise<Uint8Array>

/**
 * Makes `writeImage` of an encoder. 16-bit and float rasters give 16-bit PNG and TIFF, and 8 bits in the other formats.
 * JPEG has no transparency: what is transparent is laid on white.
 */
export function createWriter(encode: Encode): (raster: Raster, options: WriteOptions) => Promise<Uint8Array> {
  return async (raster, { format, quality, recipe }) => {
    if (!writeFormats.includes(format))
      throw new ImageError(
        `"${format}" is not a format that pictures are written in: choose ${writeFormats.join(', ')}.`,
      )
    const best = quality ?? (format === 'avif' ? 70 : 90)
    if (!(best >= 1 && best <= 100)) throw new ImageError(`A quality is 1 to 100, found ${best}.`)
    const expected = raster.width * raster.height * raster.channels
    if (raster.data.length !== expected || expected === 0)
      throw new ImageError(
        `A raster of ${raster.width} × ${raster.height} with ${raster.channels} channels has ${expected} values above zero, found ${raster.data.length}.`,
      )
    const problem = sizeProblem(format, raster)
    if (problem !== undefined) throw new ImageError(problem)
    const deep = raster.depth !== 8 && (format === 'png' || format === 'tiff')
    const ready = toDepth(raster, deep ? 16 : 8)
    const bytes = await encode({ raster: format === 'jpeg' ? flatten(ready) : ready, format, quality: best })
    const tagged = tagSrgb(bytes, format)
    return recipe === undefined ? tagged : embedRecipe(tagged, recipe)
  }
}

/** The raster on white, without alpha. */
export function flatten(raster: Raster): Raster {
  if (!hasAlphaChannel(raster)) return raster
  const { width, height, depth, data: source } = raster
  const from = raster.channels
  const to = from - 1
  const peak = depth === 'float' ? 1 : depth === 16 ? 65_535 : 255
  const round = depth === 'float' ? 0 : 0.5
  const data = source.slice(0, width * height * to)
  for (let pixel = 0; pixel < width * height; pixel++) {
    const share = (source[pixel * from + to] as number) / peak
    for (let channel = 0; channel < to; channel++)
      data[pixel * to + channel] = peak + ((source[pixel * from + channel] as number) - peak) * share + round
  }
  return { width, height, channels: to as 1 | 3, depth, data }
}
