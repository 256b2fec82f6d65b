/** Pictures in Node: files to rasters and back. */
import { readFile, stat } from 'node:fs/promises'
import { baseName } from '@reverie/recipe'
import { writeFileAtomic } from '@reverie/recipe/node'
import { decodeWithSharp } from './decode-node.ts'
import { encodeInNode } from './encode-node.ts'
import { ImageError } from './error.ts'
import { deflateInThreads } from './png/deflate-node.ts'
import { pngPieces, type Bands } from './png/encode.ts'
import type { PngHeader } from './png/head.ts'
import type { Picture } from './raster.ts'
import { createReader, type ReadOptions } from './read.ts'
import { createWriter } from './write.ts'

export { writeFileAtomic } from '@reverie/recipe/node'

/**
 * Reads a whole picture file: PNG, JPEG, WebP, AVIF, TIFF or GIF of any kind, upright and in sRGB.
 * @throws ImageError when it is not a picture, damaged, or of more pixels than `maxPixels`
 */
export const readImage = createReader(decodeWithSharp)

/**
 * Writes a raster as a file's bytes, with the recipe in it and no other metadata.
 * @throws ImageError when the format or quality is unknown
 */
export const writeImage = createWriter(encodeInNode)

/**
 * A PNG in pieces, from bands of rows: for pictures of any size, in memory of a few bands. Several pieces are deflated at
 * once in libuv's threads.
 * @throws ImageError when the header is not a PNG's, or bands are not of its width, channels and depth, leave out rows or
 *   come in another order
 */
export function encodePng(header: PngHeader, bands: Bands): AsyncGenerator<Uint8Array, void, void> {
  return pngPieces(header, bands, deflateInThreads)
}

/**
 * Writes a PNG from bands of rows, as `encodePng`, to the disk: whole or not at all. Makes its folder.
 * @throws ImageError as `encodePng`, and the file system's errors
 */
export async function writePng(path: string, header: PngHeader, bands: Bands): Promise<void> {
  await writeFileAtomic(path, encodePng(header, bands))
}

/**
 * Reads a picture from the disk. Messages name its base name.
 * @throws ImageError as `readImage`, and when the file is missing, a folder or not readable
 */
export async function readImageFile(path: string, options: ReadOptions = {}): Promise<Picture> {
  return readImage(await readBytes(path), { name: baseName(path), ...options })
}

/**
 * The bytes of a picture file.
 * @throws ImageError when the file is missing, a folder or not readable
 */
export async function readBytes(path: string): Promise<Uint8Array> {
  try {
    if ((await stat(path)).isDirectory())
      throw new ImageError(`"${path}" is a folder: give the pictures in it, for example "${path}/*.jpg".`)
    const bytes = await readFile(path)
    return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  } catch (error) {
    if (error instanceof ImageError) throw error
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new ImageError(`There is no file "${path}": check the name.`, { cause: error })
    if (code === 'EACCES' || code === 'EPERM')
      throw new ImageError(`"${path}" may not be read: check its permissions.`, { cause: error })
    throw new ImageError(`"${path}" cannot be read (${code ?? String(error)}).`, { cause: error })
  }
}
