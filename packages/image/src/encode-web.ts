/**
 * Encoding in the browser: PNG by our own encoder and the rest by libvips, as in Node. A page that may not start threads
 * writes JPEG and WebP by the canvas, whose colours are coarser (4:2:0 always).
 */
import { ImageError } from './error.ts'
import { deflateByBrowser } from './png/deflate-web.ts'
import { wholePng } from './png/encode.ts'
import { hasAlphaChannel } from './raster.ts'
import type { LoadVips } from './vips-web.ts'
import type { Encode, EncodeRequest, WriteFormat } from './write.ts'

/** Makes an encoder that fetches libvips when first needed. */
export function createWebEncoder(load: LoadVips): Encode {
  return async (request) => {
    const { raster, format, quality } = request
    if (format === 'png') return wholePng(raster, deflateByBrowser)
    const opaque = raster.depth === 8 && !hasAlphaChannel(raster)
    // A canvas rounds the colours under alpha, and writes WebP of quality 1 without loss.
    const canvasCan = format === 'jpeg' || (format === 'webp' && opaque && quality < 100)
    if (canvasCan && !globalThis.crossOriginIsolated) return encodeByCanvas(request)
    return encodeByVips(request, load)
  }
}

async function encodeByCanvas({ raster, format, quality }: EncodeRequest): Promise<Uint8Array> {
  const { width, height, channels, data } = raster
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d')
  if (context === null)
    throw new ImageError(`This browser gives no canvas of ${width} × ${height}: make the picture smaller.`)
  const image = context.createImageData(width, height)
  const step = channels >= 3 ? 1 : 0
  for (let from = 0, to = 0; to < image.data.length; from += channels, to += 4) {
    image.data[to] = data[from] as number
    image.data[to + 1] = data[from + step] as number
    image.data[to + 2] = data[from + 2 * step] as number
    image.data[to + 3] = 255
  }
  context.putImageData(image, 0, 0)
  const type = `image/${format}`
  const blob = await canvas.convertToBlob({ type, quality: quality / 100 })
  if (blob.type !== type) throw new ImageError(`This browser cannot write ${format.toUpperCase()}: choose PNG.`)
  return new Uint8Array(await blob.arrayBuffer())
}

type Rest = Exclude<WriteFormat, 'png'>

const vipsOptions: Readonly<Record<Rest, (quality: number) => Record<string, unknown>>> = {
  jpeg: (quality) => ({ Q: quality, optimize_coding: true, subsample_mode: quality >= 90 ? 'off' : 'on' }),
  webp: (quality) => (quality === 100 ? { lossless: true, exact: true } : { Q: quality, smart_subsample: true }),
  avif: (quality) => ({
    ...(quality === 100 ? { lossless: true } : { Q: quality }),
    compression: 'av1',
    subsample_mode: 'off',
  }),
  tiff: () => ({ compression: 'deflate', predictor: 'horizontal' }),
  gif: () => ({}),
}
const suffixes: Readonly<Record<Rest, string>> = {
  jpeg: '.jpg',
  webp: '.webp',
  avif: '.avif',
  tiff: '.tif',
  gif: '.gif',
}

async function encodeByVips({ raster, format, quality }: EncodeRequest, load: LoadVips): Promise<Uint8Array> {
  const vips = await load({ avif: format === 'avif' })
  const { width, height, channels, depth, data } = raster
  const deep = depth === 16
  const source = deep ? (data as Uint16Array) : new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  const image = vips.Image.newFromMemory(source, width, height, channels, deep ? 'ushort' : 'uchar')
  const grey = channels < 3
  const space = deep ? (grey ? 'grey16' : 'rgb16') : grey ? 'b-w' : 'srgb'
  const named = image.copy({ interpretation: space })
  try {
    return named
      .writeToBuffer(suffixes[format as Rest], { ...vipsOptions[format as Rest](quality), keep: 'none' })
      .slice()
  } finally {
    named.delete()
    image.delete()
  }
}
