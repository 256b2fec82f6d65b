/** Input files: from paths, and found again by their content. Every input that is used is kept in the input store. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { decodeFilm } from '@reverie/film/node'
import { readBytes, readImage } from '@reverie/image/node'
import type { InputPicture } from '@reverie/instruments'
import { sha256, type InputStore } from '@reverie/recipe'

/** Files that `reverie` takes from a folder that it is given. */
const taken = /\.(png|jpe?g|webp|avif|tiff?|gif)$/i

/**
 * Paths as a person meant them: a folder stands for the pictures in it.
 *
 * @returns paths of files, and a sentence for each that is not there or holds nothing.
 */
export async function expandPaths(paths: readonly string[]): Promise<{ files: string[]; problems: string[] }> {
  const files: string[] = []
  const problems: string[] = []
  for (const path of paths) {
    const found = await stat(path).catch(() => undefined)
    if (found === undefined) problems.push(`There is no file "${path}". Check the name and the folder.`)
    else if (!found.isDirectory()) files.push(path)
    else {
      const names = (await readdir(path)).filter((name) => taken.test(name) && !name.startsWith('.')).sort()
      if (names.length === 0)
        problems.push(`The folder "${path}" holds no picture (png, jpeg, webp, avif, tiff or gif).`)
      files.push(...names.map((name) => join(path, name)))
    }
  }
  return { files: [...new Set(files)], problems }
}

/**
 * Reads an input.
 *
 * @param options.film whether its frames are wanted, rather than the first one only.
 * @param options.store where a copy is kept, so that the work can be made again when the file has gone. Films are not
 *   copied, because they would fill the disk: they are found again by `--inputs`.
 * @throws Error when it cannot be read, with a sentence that names the file.
 */
export async function readInput(
  path: string,
  options: { film: boolean; store?: InputStore | undefined },
): Promise<InputPicture> {
  const name = basename(path)
  if (options.film) return readFilmInput(path, name)
  const bytes = await readBytes(path)
  const { raster } = await readImage(bytes, { name })
  const hash = options.store === undefined ? await sha256(bytes) : await options.store.put(bytes, name)
  return { raster, sha256: hash, name }
}

async function readFilmInput(path: string, name: string): Promise<InputPicture> {
  const film = await decodeFilm(path)
  for await (const raster of film) {
    // What tells no rate is shown at the rate of hand-drawn films.
    return {
      raster,
      sha256: await hashOf(path),
      name,
      film: { frames: () => film, count: film.frames, fps: film.fps ?? 12 },
    }
  }
  throw new Error(`"${name}" has no frames. Is the file complete?`)
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}
