/** Reads and writes picture files away from the page, so that a large one never makes it stutter. */
import { readImage, writeImage } from '@reverie/image/web'
import { extractRecipe, type Recipe } from '@reverie/recipe'
import { expose, transfer } from 'comlink'
import { bitmapFrom } from './bitmap.ts'

const qualities = { png: undefined, jpeg: 92, webp: 90 } as const

const worker = {
  async read(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<ImageBitmap> {
    const { raster } = await readImage(bytes, { name })
    const bitmap = await bitmapFrom(raster)
    return transfer(bitmap, [bitmap])
  },

  async recipe(bytes: Uint8Array<ArrayBuffer>): Promise<Recipe | undefined> {
    return extractRecipe(bytes)
  },

  async convert(work: Blob, format: 'png' | 'jpeg' | 'webp'): Promise<Blob> {
    const bytes = new Uint8Array(await work.arrayBuffer())
    const { raster } = await readImage(bytes)
    const recipe = extractRecipe(bytes)
    const quality = qualities[format]
    const options = { format, ...(quality !== undefined && { quality }) }
    const written = await writeImage(raster, {
      ...options,
      ...(recipe && { recipe: { ...recipe, output: { ...recipe.output, ...options } } }),
    })
    return new Blob([written as Uint8Array<ArrayBuffer>], { type: `image/${format}` })
  },
}

/** What the worker does. */
export type PicturesWorker = typeof worker

expose(worker)
