/** Small WebP pictures, named by content, so that writing one twice is writing it once. */
import { access, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Raster } from '@reverie/image'
import { atomically } from '@reverie/recipe/node'
import sharp from 'sharp'
import { thumbnailPath, thumbnailSides } from '../thumbnail-path.ts'

/** Effort 2 of 6: a tenth larger than at 4 and made in two thirds of the time (measured on openclipart). */
const settings = { quality: 82, alphaQuality: 90, effort: 2 } as const
/** Up to this side colours are brought to half the resolution with care, which takes more than all the rest at 512. */
const CAREFUL = 256

/**
 * Encodes all sizes of a master, one after the other: threads enough do the same with other pictures.
 * @returns the bytes by size, the same where the picture is no larger
 */
export async function encodeThumbnails(master: Raster): Promise<Uint8Array[]> {
  const { width, height, channels, data } = master
  const longer = Math.max(width, height)
  const encoded = new Map<number, Uint8Array>()
  for (const target of thumbnailSides.map((side) => Math.min(side, longer))) {
    if (encoded.has(target)) continue
    const image = sharp(data as Uint8Array, { raw: { width, height, channels } })
    const sized = target === longer ? image : image.resize({ width: target, height: target, fit: 'inside' })
    // oxlint-disable-next-line no-await-in-loop
    encoded.set(target, await sized.webp({ ...settings, smartSubsample: target <= CAREFUL }).toBuffer())
  }
  return thumbnailSides.map((side) => encoded.get(Math.min(side, longer)) as Uint8Array)
}

/**
 * Writes the thumbnails that are not there yet, each whole or not at all. They are not flushed to the disk one by one: a
 * power failure may cost some, and `reverie collect --rehash` makes those again.
 */
export async function writeThumbnails(folder: string, id: string, encoded: readonly Uint8Array[]): Promise<void> {
  await Promise.all(
    thumbnailSides.map(async (side, index) => {
      const path = join(folder, thumbnailPath(id, side))
      await atomically(path, async (temporary) => writeFile(temporary, encoded[index] as Uint8Array))
    }),
  )
}

/** Whether all thumbnails of a picture are there. */
export async function hasThumbnails(folder: string, id: string): Promise<boolean> {
  const found = thumbnailSides.map(async (side) => access(join(folder, thumbnailPath(id, side))))
  return (await Promise.allSettled(found)).every(({ status }) => status === 'fulfilled')
}
