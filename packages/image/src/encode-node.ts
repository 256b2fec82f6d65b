/** Encoding in Node, by sharp (libvips). */
import sharp, { type Sharp } from 'sharp'
import { encode as encodePng } from 'fast-png'
import type { Encode, WriteFormat } from './write.ts'

const encoders: Readonly<Record<WriteFormat, (image: Sharp, quality: number) => Sharp>> = {
  png: (image) => image.png({ compressionLevel: 6, adaptiveFiltering: true }),
  jpeg: (image, quality) =>
    image.jpeg({ quality, chromaSubsampling: quality >= 90 ? '4:4:4' : '4:2:0', mozjpeg: false }),
  webp: (image, quality) =>
    quality === 100 ? image.webp({ lossless: true, exact: true }) : image.webp({ quality, smartSubsample: true }),
  avif: (image, quality) =>
    quality === 100 ? image.avif({ lossless: true }) : image.avif({ quality, chromaSubsampling: '4:4:4' }),
  tiff: (image) => image.tiff({ compression: 'deflate', predictor: 'horizontal' }),
  gif: (image) => image.gif(),
}

/** Encodes with sharp; 16-bit PNG with fast-png. */
export const encodeWithSharp: Encode = async ({ raster, format, quality }) => {
  const { width, height, channels, data } = raster
  if (data instanceof Uint16Array && format === 'png')
    return encodePng({ width, height, channels, depth: 16, data })
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  const image = sharp(data instanceof Uint16Array ? data : bytes, {
    raw: { width, height, channels },
    limitInputPixels: false,
  })
  const deep = data instanceof Uint16Array ? image.toColourspace(channels < 3 ? 'grey16' : 'rgb16') : image
  return new Uint8Array(await encoders[format](deep, quality).toBuffer())
}
