/// <reference path="./wasm-vips.d.ts" />
/** Decoding in the browser by libvips: the same steps that sharp takes in `decode-node.ts`. */
import type { VipsImage } from 'wasm-vips'
import { ImageError } from './error.ts'
import type { Raster } from './raster.ts'
import type { DecodeRequest } from './read.ts'
import type { LoadVips } from './vips-web.ts'

/** Decodes any format with libvips. */
export async function decodeWithVips({ bytes, header, convert }: DecodeRequest, load: LoadVips): Promise<Raster> {
  const vips = await load({ avif: header.format === 'avif' })
  const images: VipsImage[] = []
  const keep = (image: VipsImage): VipsImage => {
    images.push(image)
    return image
  }
  try {
    const deep = header.depth > 8
    let image = keep(vips.Image.newFromBuffer(bytes, '', { fail_on: 'truncated' }))
    if (convert) image = keep(toSrgbByProfile(image, deep, header.profile !== undefined))
    image = keep(image.colourspace(deep ? 'rgb16' : 'srgb'))
    image = keep(image.cast(deep ? 'ushort' : 'uchar'))
    const { width, height, bands } = image
    if (bands < 1 || bands > 4) throw new ImageError(`The picture has ${bands} channels, and 1 to 4 are read.`)
    const memory = image.writeToMemory()
    return {
      width,
      height,
      channels: bands as Raster['channels'],
      depth: deep ? 16 : 8,
      data: deep ? new Uint16Array(memory.buffer, memory.byteOffset, memory.byteLength / 2) : memory,
    }
  } finally {
    for (const image of images) image.delete()
  }
}

function toSrgbByProfile(image: VipsImage, deep: boolean, embedded: boolean): VipsImage {
  if (embedded) return image.iccTransform('srgb', { embedded: true, depth: deep ? 16 : 8, intent: 'perceptual' })
  if (image.interpretation !== 'cmyk') return image.copy()
  return image.iccTransform('srgb', { input_profile: 'cmyk', intent: 'perceptual' })
}
