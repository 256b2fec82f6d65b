/** A folder of numbered PNG files: `frame-000001.png`, … Nothing is lost in them, and any other program can go on. */
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Raster } from '@reverie/image'
import { readImage, writeImage } from '@reverie/image/node'
import { embedRecipe } from '@reverie/recipe'
import { recipeOf, type FilmOptions, type FilmSize } from '../film.ts'
import { evenFrames } from '../frames.ts'

const pictures = /\.(png|jpe?g|webp|avif|tiff?)$/i

/** The name of a frame in a folder. @param index from 0. */
export function frameName(index: number): string {
  return `frame-${String(index + 1).padStart(6, '0')}.png`
}

/** Writes each frame as a PNG into a new folder; every file holds the film's recipe. */
export async function encodeSequence(
  frames: AsyncIterable<Raster>,
  folder: string,
  options: FilmOptions,
): Promise<FilmSize> {
  await mkdir(folder, { recursive: true })
  let size: FilmSize = { width: 0, height: 0, frames: 0 }
  for await (const frame of evenFrames(frames, options.signal)) {
    const bytes = await writeImage({ ...frame, depth: 8 }, { format: 'png' })
    await writeFile(join(folder, frameName(size.frames)), bytes)
    size = { width: frame.width, height: frame.height, frames: size.frames + 1 }
  }
  const recipe = recipeOf(options, size)
  if (recipe === undefined) return size
  for (let index = 0; index < size.frames; index++) {
    const path = join(folder, frameName(index))
    await writeFile(path, embedRecipe(await readFile(path), recipe))
  }
  return size
}

/** The pictures of a folder, in the order in which people count: 2 before 10. */
export async function picturesIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => pictures.test(name) && !name.startsWith('.'))
  const order = new Intl.Collator('en', { numeric: true })
  return names.sort(order.compare).map((name) => join(folder, name))
}

/** The pictures of a folder as frames, one at a time. */
export async function* decodeSequence(paths: readonly string[]): AsyncGenerator<Raster, void, void> {
  for (const path of paths) yield (await readImage(await readFile(path), { name: path })).raster
}
