import { readHeader } from '@reverie/image'
import sharp from 'sharp'
import type { ThumbnailSide } from '../collection.ts'
import { decodeMaster } from './master.ts'

/**
 * A thumbnail of a picture that a collection keeps none of.
 * @param bytes the picture's file
 * @returns WebP with alpha
 * @throws ImageError or libvips' error when it cannot be decoded
 */
export async function thumbnailOf(bytes: Uint8Array, side: ThumbnailSide): Promise<Uint8Array> {
  const master = await decodeMaster(bytes, readHeader(bytes, { name: 'a piece', maxPixels: Infinity }))
  const { width, height, channels, data } = master
  return sharp(data as Uint8Array, { raw: { width, height, channels } })
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 82, alphaQuality: 90, effort: 2, smartSubsample: true })
    .toBuffer()
}
