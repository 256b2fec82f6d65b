/** Writes a raster as a PNG from bands of 10 rows, and one that leaves out rows. */
import { crop, type Band, type Raster } from '@reverie/image'
import { pngBlob } from '@reverie/image/web'
import type { Recipe } from '@reverie/recipe'

export default async function png({
  raster,
  recipe,
}: {
  raster: Raster
  recipe: Recipe
}): Promise<{ file: Uint8Array; type: string; sentence: string }> {
  const { width, height, channels } = raster
  async function* bands(step: number): AsyncGenerator<Band> {
    for (let top = 0; top < height; top += step)
      yield { top, raster: crop(raster, 0, top, width, Math.min(10, height - top)) }
  }
  const header = { width, height, channels, depth: 8, dpi: 300, recipe } as const
  const blob = await pngBlob(header, bands(10))
  const sentence = await pngBlob(header, bands(20)).then(
    () => '',
    (error: unknown) => (error as Error).message,
  )
  return { file: new Uint8Array(await blob.arrayBuffer()), type: blob.type, sentence }
}
