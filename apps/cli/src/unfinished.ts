/**
 * Films that are not finished: their frames, without loss, in the user's cache. A film that was interrupted or killed
 * goes on from its last frame when the same film is asked for again.
 */
import { mkdir, readdir, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { frameName } from '@reverie/film/node'
import type { Raster } from '@reverie/image'
import { readImageFile, writeFileAtomic, writeImage } from '@reverie/image/node'
import { cacheFolder } from '@reverie/recipe/node'

const month = 30 * 24 * 60 * 60 * 1000

/** The frames of one unfinished film. */
export interface Unfinished {
  /** How many frames were there when it was opened, from the first without a gap. */
  readonly count: number
  read(index: number): Promise<Raster>
  save(index: number, raster: Raster): Promise<void>
  /** Forgets the film: it is finished. */
  clear(): Promise<void>
}

/**
 * Opens the frames of an unfinished film; there may be none. Films that nobody went on with for a month are removed.
 *
 * @param key what makes the film, as a hash.
 * @param options.fresh whether frames that are there are forgotten first.
 */
export async function openUnfinished(key: string, options: { fresh: boolean }): Promise<Unfinished> {
  const root = join(cacheFolder(), 'reverie', 'films')
  await removeOld(root)
  const folder = join(root, key)
  if (options.fresh) await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await utimes(folder, new Date(), new Date())
  const names = new Set(await readdir(folder))
  let count = 0
  while (names.has(frameName(count))) count++
  return {
    count,
    read: async (index) => (await readImageFile(join(folder, frameName(index)))).raster,
    save: async (index, raster) =>
      writeFileAtomic(join(folder, frameName(index)), await writeImage(raster, { format: 'png' })),
    clear: () => rm(folder, { recursive: true, force: true }),
  }
}

async function removeOld(root: string): Promise<void> {
  for (const name of await readdir(root).catch(() => [])) {
    const found = await stat(join(root, name)).catch(() => undefined)
    if (found !== undefined && Date.now() - found.mtimeMs > month)
      await rm(join(root, name), { recursive: true, force: true })
  }
}
