/**
 * Reading a picture, but for the decoder, which Node and browsers have of their own (`decode-node.ts`, `decode-web.ts`).
 * All that could differ is here: what is refused, colour conversion, depth, rotation, size.
 */
import { extractRecipe, RecipeError, type Recipe } from '@reverie/recipe'
import { ImageError } from './error.ts'
import { onCanvas } from './frame.ts'
import { readHeader, subjectOf, titles, type Header, type HeaderOptions } from './header.ts'
import { isSrgb, readProfile, type Profile } from './icc.ts'
import { orient } from './orient.ts'
import { emptyData, fullScale, hasAlphaChannel, toDepth, type Picture, type Raster } from './raster.ts'
import { resample } from './resample.ts'
import { toSrgb } from './to-srgb.ts'

/** How to read a picture. */
export interface ReadOptions extends HeaderOptions {
  /** Shrinks the picture (by area; very large ones in two steps) so that neither side is longer; pixels. */
  readonly maxSide?: number | undefined
  /** Depth of the raster; 8 by default. Rounded to the nearest value. */
  readonly depth?: Raster['depth'] | undefined
}

const heicAdvice =
  'is a HEIC picture, whose coding (HEVC) cannot be read here: save it as JPEG, PNG or AVIF (an iPhone takes JPEG with ' +
  'Settings › Camera › Formats › Most Compatible).'

/** What a decoder is told. */
export interface DecodeRequest {
  readonly bytes: Uint8Array
  readonly header: Header
  /** Whether the decoder converts to sRGB by Little CMS; otherwise it gives the file's own values. */
  readonly convert: boolean
  /**
   * A picture of too many pixels to be held as a whole may come smaller while it is decoded, its longer side no shorter
   * than this. Decoders may leave it.
   */
  readonly leastSide?: number | undefined
}

/** Decodes the first frame without rotating it, at 16 bits when the file has more than 8. */
export type Decode = (request: DecodeRequest) => Promise<Raster>

/**
 * Makes `readImage` of a decoder.
 * @returns a function that reads a whole file to an sRGB raster of 3 channels, or 4 when a pixel is not opaque
 */
export function createReader(decode: Decode): (bytes: Uint8Array, options?: ReadOptions) => Promise<Picture> {
  return async (bytes, options = {}) => {
    const header = readHeader(bytes, options)
    const { profile, convert } = colorPlan(header)
    const leastSide = shrinksEarly(header, options) ? 2 * options.maxSide! : undefined
    const decoded = await decode({ bytes, header, convert, leastSide }).catch((cause: unknown) => {
      if (cause instanceof ImageError) throw cause
      if (header.format === 'heic') throw new ImageError(`${subjectOf(options.name)} ${heicAdvice}`, { cause })
      throw new ImageError(
        `${subjectOf(options.name)} is a ${titles[header.format]} that cannot be decoded (${reason(cause)}): use another copy of it, or save it again.`,
        { cause },
      )
    })
    const converted = profile === undefined || convert || isSrgb(profile) ? decoded : toSrgb(decoded, profile)
    const colored = withColorChannels(onCanvas(converted, header.width, header.height, header.frame))
    const upright = shrink(orient(colored, header.orientation), options.maxSide)
    const raster = toDepth(upright, options.depth ?? 8)
    const recipe = recipeOf(bytes)
    return {
      raster,
      format: header.format,
      hasAlpha: raster.channels === 4,
      ...(profile === undefined ? {} : { profile: profile.description }),
      ...(recipe === undefined ? {} : { recipe }),
      bytes: bytes.length,
    }
  }
}

/** Pixels above which a picture that is shrunk to less than half of its sides need not be decoded as a whole. */
const largePixels = 16e6

function shrinksEarly({ width, height, frame }: Header, { maxSide }: ReadOptions): boolean {
  return (
    maxSide !== undefined &&
    frame === undefined &&
    width * height > largePixels &&
    Math.max(width, height) > 2 * maxSide
  )
}

/** Which profile counts and who applies it: the rule of `icc.ts`. */
function colorPlan(header: Header): { profile?: Profile; convert: boolean } {
  const profile = header.profile === undefined ? undefined : readProfile(header.profile)
  const engineOnly = header.color === 'cmyk' || header.color === 'other'
  const fits =
    profile !== undefined &&
    (profile.space === 'RGB '
      ? header.color === 'rgb' || header.color === 'grey'
      : profile.space === 'GRAY'
        ? header.color === 'grey'
        : engineOnly)
  if (!fits) return { convert: engineOnly }
  return { profile, convert: engineOnly || profile.kind === 'table' }
}

/** 3 channels, or 4 when a pixel is not opaque. */
function withColorChannels(raster: Raster): Raster {
  const alpha = hasAlphaChannel(raster) && !isOpaque(raster)
  const channels = alpha ? 4 : 3
  if (raster.channels === channels) return raster
  const { width, height, depth, data: source } = raster
  const data = emptyData(depth, width * height * channels)
  const step = raster.channels >= 3 ? 1 : 0
  for (let from = 0, to = 0; to < data.length; from += raster.channels, to += channels) {
    data[to] = source[from] as number
    data[to + 1] = source[from + step] as number
    data[to + 2] = source[from + 2 * step] as number
    if (alpha) data[to + 3] = source[from + raster.channels - 1] as number
  }
  return { width, height, channels, depth, data }
}

function isOpaque({ channels, data, depth }: Raster): boolean {
  const opaque = fullScale(depth)
  for (let at = channels - 1; at < data.length; at += channels) if (data[at] !== opaque) return false
  return true
}

function shrink(raster: Raster, maxSide: number | undefined): Raster {
  const side = Math.max(raster.width, raster.height)
  if (maxSide === undefined || side <= maxSide) return raster
  if (!(Number.isInteger(maxSide) && maxSide >= 1))
    throw new ImageError(`The longest side is a whole number of pixels above zero, found ${maxSide}.`)
  const scaled = (length: number) => Math.max(1, Math.round((length * maxSide) / side))
  return resample(raster, scaled(raster.width), scaled(raster.height), 'area')
}

/** A damaged recipe does not make its picture unreadable; `extractRecipe` says what is wrong with it. */
function recipeOf(bytes: Uint8Array): Recipe | undefined {
  try {
    return extractRecipe(bytes)
  } catch (error) {
    if (error instanceof RecipeError) return undefined
    throw error
  }
}

function reason(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause)
  return message.split('\n')[0]?.trim() ?? 'for no stated reason'
}
