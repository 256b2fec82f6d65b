/**
 * The picture at 512 pixels of its longer side, upright, in sRGB: all that is measured is measured on it. libvips shrinks
 * while it decodes (JPEG and WebP in their own steps, PNG row by row), so that a picture of 200 million pixels needs no
 * more memory than its rows. Colours are within two of 255 of what `readImage` gives and shrinks by area (tested), edges
 * aside, where Lanczos is crisper.
 */
import { defaultMaxPixels, type Header, type Raster } from '@reverie/image'
import { readImage } from '@reverie/image/node'
import sharp from 'sharp'

/** The longer side of a master, pixels; smaller pictures stay as they are. */
const masterSide = 512

/**
 * Decodes a picture at the size at which it is measured.
 * @returns 8 bits, 3 channels, or 4 when a pixel is not opaque
 * @throws ImageError or libvips' error when it cannot be decoded
 */
export async function decodeMaster(bytes: Uint8Array, header: Header): Promise<Raster> {
  // An animation's first frame may be smaller than its canvas, which only our own reader knows of.
  if (header.frame !== undefined) return (await readImage(bytes, { maxSide: masterSide })).raster
  const { data, info } = await sharp(bytes, {
    failOn: 'truncated',
    limitInputPixels: header.format === 'gif' ? defaultMaxPixels : header.width * header.height,
    unlimited: true,
    sequentialRead: true,
    autoOrient: true,
  })
    .resize({ width: masterSide, height: masterSide, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  return colorRaster(info.width, info.height, info.channels, data)
}

/** Grey becomes RGB, and alpha goes where all is opaque. */
function colorRaster(width: number, height: number, channels: number, source: Uint8Array): Raster {
  const alpha = channels === 2 || channels === 4
  const opaque = !alpha || everyNth(source, channels, channels - 1, 255)
  const kept = opaque ? 3 : 4
  if (channels === kept) return { width, height, channels: kept, depth: 8, data: source }
  const data = new Uint8Array(width * height * kept)
  const step = channels >= 3 ? 1 : 0
  for (let from = 0, to = 0; to < data.length; from += channels, to += kept) {
    data[to] = source[from] as number
    data[to + 1] = source[from + step] as number
    data[to + 2] = source[from + 2 * step] as number
    if (!opaque) data[to + 3] = source[from + channels - 1] as number
  }
  return { width, height, channels: kept, depth: 8, data }
}

function everyNth(data: Uint8Array, step: number, start: number, value: number): boolean {
  for (let at = start; at < data.length; at += step) if (data[at] !== value) return false
  return true
}
