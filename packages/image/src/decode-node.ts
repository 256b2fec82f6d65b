/** Decoding in Node, by sharp (libvips). */
import sharp from 'sharp'
import { ImageError } from './error.ts'
import { defaultMaxPixels, type Header } from './header.ts'
import type { Decode } from './read.ts'

/** Decodes with sharp. The pixel cap was applied to the header; sharp sees to it that the pixels are no more than it said. */
export const decodeWithSharp: Decode = async ({ bytes, header, convert, leastSide }) => {
  const deep = header.depth > 8
  const opened = sharp(bytes, {
    failOn: 'truncated',
    // The later frames of a GIF may claim more than the first; what they add is cropped.
    limitInputPixels: header.format === 'gif' ? defaultMaxPixels : header.width * header.height,
    unlimited: true,
    ignoreIcc: !convert,
    autoOrient: false,
  })
  // libvips then holds a few rows of the picture, and not all of it.
  const sized = leastSide === undefined ? opened : opened.resize({ ...boxOf(header, leastSide), fit: 'fill' })
  const pipeline = sized.toColourspace(deep ? 'rgb16' : 'srgb').raw({ depth: deep ? 'ushort' : 'uchar' })
  const { data, info } = await pipeline.toBuffer({ resolveWithObject: true })
  const { width, height, channels } = info
  if (channels < 1 || channels > 4)
    throw new ImageError(`The picture has ${channels} channels, and 1 to 4 are read.`)
  return {
    width,
    height,
    channels,
    depth: deep ? 16 : 8,
    data: deep
      ? new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2)
      : new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  }
}

/** Sides in proportion, the longer one so long. */
function boxOf(
  { width, height }: Pick<Header, 'width' | 'height'>,
  side: number,
): { width: number; height: number } {
  const scale = side / Math.max(width, height)
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}
