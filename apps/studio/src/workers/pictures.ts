/** The page's end of the worker that reads and writes picture files and their recipes. Loaded when first needed. */
import type { Recipe } from '@reverie/recipe'
import { wrap, type Remote } from 'comlink'
import type { PicturesWorker } from './pictures.worker.ts'

let started: Remote<PicturesWorker> | undefined

function pictures(): Remote<PicturesWorker> {
  started ??= wrap<PicturesWorker>(
    new Worker(new URL('./pictures.worker.ts', import.meta.url), { type: 'module', name: 'pictures' }),
  )
  return started
}

/**
 * Reads any format that Reverie knows, also those that the browser does not show.
 *
 * @throws A sentence that says what is wrong with the file.
 */
export const readPicture = (bytes: Uint8Array<ArrayBuffer>, name: string): Promise<ImageBitmap> =>
  pictures().read(bytes, name)

/** The recipe in a file, or undefined when it is a plain picture. */
export const recipeOf = (bytes: Uint8Array<ArrayBuffer>): Promise<Recipe | undefined> => pictures().recipe(bytes)

/** The same work in another format, recipe included. */
export const convert = (work: Blob, format: 'png' | 'jpeg' | 'webp'): Promise<Blob> =>
  pictures().convert(work, format)
