/** Examples of a search as a person names them in a terminal: pieces of the collection, or files from elsewhere. */
import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { readHeader } from '@reverie/image'
import { sha256 } from '@reverie/recipe'
import { createRuntime } from '@reverie/runtime/node'
import type { Bundle } from '../bundle/open.ts'
import { imprinterFor } from '../collect/imprinter-for.ts'
import { namedModel } from '../collect/model.ts'
import { CollectionError } from '../error.ts'
import { decodeWhitening, whiteningAttachment } from '../imprint/whitening-bytes.ts'
import { decodeMaster } from '../measure/master.ts'
import { readDescription } from '../store/description.ts'
import { looksOfPicture } from './looks.ts'
import type { Example, Looks } from './query.ts'

/** Beginnings of ids that are this long are taken for them. */
const SHORTEST = 4

/**
 * Finds what a word means: the id of a piece or the beginning of one, a path in the collection, or a picture file, which
 * the collection may have too.
 * @param folder the collection's
 * @throws CollectionError when it is none of these, or the beginning of several ids; ImageError when the file is no picture
 */
export async function exampleOf(collection: Bundle, folder: string, text: string): Promise<Example> {
  const pieces = await collection.pieces()
  const exact = pieces.find(({ id, sha256: hash }) => text === id || text === hash)
  if (exact !== undefined) return exact.id
  const bytes = await fileBytes(text)
  if (bytes !== undefined) {
    const hash = await sha256(bytes)
    const same = pieces.find((piece) => piece.sha256 === hash)
    return same?.id ?? looksOfFile(collection, folder, bytes, text)
  }
  const path = pieces.find(({ paths }) => paths.includes(text))
  if (path !== undefined) return path.id
  const begun = text.length < SHORTEST ? [] : pieces.filter(({ id }) => id.startsWith(text.toLowerCase()))
  if (begun.length === 1) return begun[0]!.id
  if (begun.length > 1) {
    throw new CollectionError(
      `"${text}" is the beginning of ${begun.length} ids: ${begun
        .slice(0, 4)
        .map(({ id }) => id)
        .join(', ')}, … Give more of it.`,
    )
  }
  throw new CollectionError(
    `"${text}" is no file, and no piece of "${collection.name}" has it as its id or path. Search with --text for pieces by their words.`,
  )
}

async function fileBytes(path: string): Promise<Uint8Array | undefined> {
  const found = await stat(path).catch(() => undefined)
  return found?.isFile() === true ? readFile(path) : undefined
}

async function looksOfFile(collection: Bundle, folder: string, bytes: Uint8Array, name: string): Promise<Looks> {
  const kept = await collection.attachment(whiteningAttachment)
  const description = await readDescription(resolve(folder))
  const model = description === undefined ? modelOf(collection) : namedModel(description.model, resolve(folder))
  if (kept === undefined || model === undefined) {
    throw new CollectionError(
      `"${collection.name}" does not say what its imprints are made with, so that pictures from elsewhere cannot be ` +
        `compared with it. Search by a piece of it, or collect again.`,
    )
  }
  const raster = await decodeMaster(bytes, readHeader(bytes, { name }))
  const imprinter = await imprinterFor(model)
  const runtime = await createRuntime({ threads: 1 })
  try {
    return await looksOfPicture(raster, { runtime, imprinter, whitening: decodeWhitening(kept) })
  } finally {
    await imprinter.close()
    await runtime.dispose()
  }
}

/** What a bundle says without the tables that it was made from. */
function modelOf({ about }: Bundle): { model: string; sha256: string } | undefined {
  const model = about['model']
  if (typeof model !== 'object' || model === null || Array.isArray(model)) return undefined
  const { id, sha256: hash } = model as { id?: unknown; sha256?: unknown }
  return typeof id === 'string' && typeof hash === 'string' ? { model: id, sha256: hash } : undefined
}
