/**
 * The picture at 512 pixels of its longer side, upright, in sRGB, as the browser decodes it: its own threads do the work and
 * nothing of full size reaches our memory. What the platform cannot (TIFF, CMYK, tables of colours) `readImage` reads.
 */
import { readHeader, type Header, type Raster } from '@reverie/image'
import { readImage } from '@reverie/image/web'
import { thumbnailSides } from '../thumbnail-path.ts'

/** What is measured is as large as the largest thumbnail. */
const masterSide = Math.max(...thumbnailSides)

/** The most pixels of a picture that a page takes in: a tab has less memory than a machine. */
const mostPixels = 120_000_000

/** A decoded picture, and what its file says of it. */
export interface Decoded {
  readonly master: Raster
  readonly format: string
  /** Of the upright picture, pixels. */
  readonly width: number
  readonly height: number
}

/**
 * Decodes a picture at the size at which it is measured.
 * @throws ImageError when it is no picture, damaged, too large or cut off
 */
export async function decodeInBrowser(bytes: Uint8Array, name: string): Promise<Decoded> {
  const header = readHeader(bytes, { name, maxPixels: mostPixels })
  const turned = header.orientation >= 5
  const [width, height] = turned ? [header.height, header.width] : [header.width, header.height]
  const master =
    (await byPlatform(bytes, header, width, height)) ??
    (await readImage(bytes, { name, maxSide: masterSide, maxPixels: mostPixels })).raster
  return { master, format: header.format, width, height }
}

async function byPlatform(
  bytes: Uint8Array,
  header: Header,
  width: number,
  height: number,
): Promise<Raster | undefined> {
  const isOurs = header.format === 'tiff' || header.color === 'cmyk' || header.frame !== undefined
  if (isOurs) return undefined
  const scale = Math.min(1, masterSide / Math.max(width, height))
  const size = { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
  let bitmap: ImageBitmap
  try {
    const blob = new Blob([bytes as Uint8Array<ArrayBuffer>], { type: `image/${header.format}` })
    bitmap = await createImageBitmap(blob, {
      imageOrientation: 'from-image',
      ...(scale < 1 && { resizeWidth: size.width, resizeHeight: size.height, resizeQuality: 'high' }),
    })
  } catch {
    return undefined
  }
  try {
    const context = new OffscreenCanvas(size.width, size.height).getContext('2d', { willReadFrequently: true })!
    context.drawImage(bitmap, 0, 0, size.width, size.height)
    return colorRaster(context.getImageData(0, 0, size.width, size.height), header.alpha)
  } finally {
    bitmap.close()
  }
}

/** Without alpha where all is opaque. */
function colorRaster({ width, height, data }: ImageData, mayBeClear: boolean): Raster {
  if (mayBeClear) for (let at = 3; at < data.length; at += 4) if (data[at] !== 255) return rgba(width, height, data)
  const opaque = new Uint8Array(width * height * 3)
  for (let from = 0, to = 0; to < opaque.length; from += 4, to += 3) {
    opaque[to] = data[from] as number
    opaque[to + 1] = data[from + 1] as number
    opaque[to + 2] = data[from + 2] as number
  }
  return { width, height, channels: 3, depth: 8, data: opaque }
}

const rgba = (width: number, height: number, data: Uint8ClampedArray): Raster => ({
  width,
  height,
  channels: 4,
  depth: 8,
  data: new Uint8Array(data.buffer, data.byteOffset, data.length),
})
