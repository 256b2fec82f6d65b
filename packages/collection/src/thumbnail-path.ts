import type { ThumbnailSide } from './collection.ts'

/** Longer sides of the thumbnails, pixels. Smaller pictures are not enlarged. */
export const thumbnailSides = [64, 128, 256, 512] as const satisfies readonly ThumbnailSide[]

/** Where a thumbnail lies, relative to the collection. */
export function thumbnailPath(id: string, side: ThumbnailSide): string {
  return `thumbnails/${side}/${id.slice(0, 2)}/${id}.webp`
}
