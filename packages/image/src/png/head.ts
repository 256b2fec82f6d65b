/** What stands in a PNG before its pixels: size, colour space, resolution, recipe. */
import { pngChunk, pngRecipeChunks, type Recipe } from '@reverie/recipe'
import { zlibSync } from 'fflate'
import { ImageError } from '../error.ts'
import { joinBytes } from '../reader.ts'
import { greyProfile, srgbProfile } from '../srgb-profile.ts'
import { rowBytes, type RowLayout } from './filter.ts'

/** What a PNG is told before its first row. */
export interface PngHeader extends RowLayout {
  readonly width: number
  readonly height: number
  readonly channels: 1 | 2 | 3 | 4
  readonly depth: 8 | 16
  /** Pixels an inch in print, above 0; the file says nothing of it by default. */
  readonly dpi?: number | undefined
  /**
   * How the file says that its numbers are sRGB: `srgb` in a chunk of one byte, `icc` by a whole profile, which print
   * software asks for. By default `icc` where there is a `dpi`, else `srgb`.
   */
  readonly profile?: 'srgb' | 'icc' | undefined
  /** Embedded before the pixels, where it is found without reading them. */
  readonly recipe?: Recipe | undefined
}

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
const colorTypes = { 1: 0, 2: 4, 3: 2, 4: 6 } as const
const metresPerInch = 0.0254
/** Lengths in a PNG have 31 bits. */
const most = 2 ** 31 - 1

/**
 * The signature and the chunks before the pixels.
 * @throws ImageError for sizes, depths and resolutions that a PNG cannot have
 */
export function pngHead(header: PngHeader): Uint8Array {
  const { width, height, channels, depth, dpi, recipe } = header
  for (const [name, side] of [
    ['width', width],
    ['height', height],
  ] as const) {
    if (!Number.isInteger(side) || side < 1 || side > most)
      throw new ImageError(`The ${name} of a PNG is a whole number from 1 to ${most}, found ${side}.`)
  }
  if (!(channels in colorTypes))
    throw new ImageError(
      `A PNG has 1 (grey), 2 (grey, alpha), 3 (RGB) or 4 (RGB, alpha) channels, found ${String(channels)}.`,
    )
  if (depth !== 8 && depth !== 16)
    throw new ImageError(`A PNG is written with 8 or 16 bits a channel, found ${String(depth)}.`)
  if (rowBytes(header) > most)
    throw new ImageError(
      `A row of a PNG has at most ${most} bytes, found ${rowBytes(header)}: choose a smaller width.`,
    )
  if (dpi !== undefined && !(dpi > 0 && dpi / metresPerInch <= most))
    throw new ImageError(
      `A resolution is above 0 and at most ${Math.floor(most * metresPerInch)} dpi, found ${dpi}.`,
    )
  const size = new Uint8Array(13)
  const view = new DataView(size.buffer)
  view.setUint32(0, width)
  view.setUint32(4, height)
  size.set([depth, colorTypes[channels]], 8)
  const profile = header.profile ?? (dpi === undefined ? 'srgb' : 'icc')
  return joinBytes([
    signature,
    pngChunk('IHDR', size),
    // Perceptual intent, as tag-srgb.ts.
    profile === 'srgb' ? pngChunk('sRGB', Uint8Array.of(0)) : pngChunk('iCCP', profileData(channels)),
    ...(dpi === undefined ? [] : [pngChunk('pHYs', density(dpi))]),
    ...(recipe === undefined ? [] : [pngRecipeChunks(recipe)]),
  ])
}

/** Name, its end, method 0 (deflate), the profile: a grey picture must not have one of RGB. */
function profileData(channels: number): Uint8Array {
  const profile = channels < 3 ? greyProfile() : srgbProfile()
  return joinBytes([new TextEncoder().encode('sRGB\0\0'), zlibSync(profile, { level: 9 })])
}

/** Pixels a metre in both directions, and the unit, which is the metre. */
function density(dpi: number): Uint8Array {
  const data = new Uint8Array(9)
  const view = new DataView(data.buffer)
  const perMetre = Math.max(1, Math.round(dpi / metresPerInch))
  view.setUint32(0, perMetre)
  view.setUint32(4, perMetre)
  data[8] = 1
  return data
}
