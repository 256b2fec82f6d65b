/** Encoding in Node: PNG by our own encoder, the rest by sharp (libvips). */
import sharp, { type Sharp } from 'sharp'
import { deflateInThreads } from './png/deflate-node.ts'
import { wholePng } from './png/encode.ts'
import type { Encode, WriteFormat } from './write.ts'

const encoders: Readonly<Record<Exclude<WriteFormat, 'png'>, (image: Sharp, quality: number) => Sharp>> = {
  jpeg: (image, quality) =>
    image.jpeg({ quality, chromaSubsampling: quality >= 90 ? '4:4:4' : '4:2:0', mozjpeg: false }),
  webp: (image, quality) =>
    quality === 100 ? image.webp({ lossless: true, exact: true }) : image.webp({ quality, smartSubsample: true }),
  avif: (image, quality) =>
    quality === 100 ? image.avif({ lossless: true }) : image.avif({ quality, chromaSubsampling: '4:4:4' }),
  tiff: (image) => image.tiff({ compression: 'deflate', predictor: 'horizontal' }),
  gif: (image) => image.gif(),
}

/** The encoder of Node. */
export const encodeInNode: Encode = async ({ raster, format, quality }) => {
  if (format === 'png') return wholePng(raster, deflateInThreads)
  const { width, height, channels, data } = raster
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  const image = sharp(data instanceof Uint16Array ? data : bytes, {
    raw: { width, height, channels },
    limitInputPixels: false,
  })
  const deep = data instanceof Uint16Array ? image.toColourspace(channels < 3 ? 'grey16' : 'rgb16') : image
  return new Uint8Array(await encoders[format](deep, quality).toBuffer())
}
