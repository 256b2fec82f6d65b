/** Decoding in Node, by sharp (libvips). */
import sharp from 'sharp'
import { ImageError } from './error.ts'
import { defaultMaxPixels } from './header.ts'
import type { Decode } from './read.ts'

/** Decodes with sharp. The pixel cap was applied to the header; sharp sees to it that the pixels are no more than it said. */
export const decodeWithSharp: Decode = async ({ bytes, header, convert }) => {
  const deep = header.depth > 8
  const pipeline = sharp(bytes, {
    failOn: 'truncated',
    // The later frames of a GIF may claim more than the first; what they add is cropped.
    limitInputPixels: header.format === 'gif' ? defaultMaxPixels : header.width * header.height,
    unlimited: true,
    ignoreIcc: !convert,
    autoOrient: false,
  })
    .toColourspace(deep ? 'rgb16' : 'srgb')
    .raw({ depth: deep ? 'ushort' : 'uchar' })
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
