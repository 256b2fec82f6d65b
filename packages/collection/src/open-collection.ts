/** A collection in a folder of the disk. */
import { existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { openBundle, type Bundle } from './bundle/open.ts'
import { CollectionError } from './error.ts'
import { folderFiles } from './files/folder.ts'
import { thumbnailOf } from './measure/thumbnail-of.ts'
import type { Piece } from './piece.ts'
import { sampleCollection, samplesName } from './sample-collection.ts'
import type { Source, SourceFile } from './source.ts'
import { locationOf, openSource } from './sources/open.ts'
import { readDescription } from './store/description.ts'

/**
 * Opens a collection for reading: its bundle, and the pictures themselves where its sources are still at hand.
 * @param folder the collection's; `samples` for the one that comes with Reverie, unless there is a folder of that name
 * @throws CollectionError when there is no collection, or its bundle is damaged
 */
export async function openCollection(folder: string): Promise<Bundle> {
  if (folder !== samplesName && !existsSync(folder))
    throw new CollectionError(
      `There is no folder "${folder}": make a collection with reverie collect <pictures> -o "${folder}".`,
    )
  if (isFile(folder))
    throw new CollectionError(
      `"${folder}" is a file, and a collection is a folder that "reverie collect" makes: name that, or unpack the archive that holds it.`,
    )
  const place = await placeOf(folder)
  const description = await readDescription(place)
  const open = new Map<string, Promise<Finder | undefined>>()
  const original = async ({ source, path }: Piece): Promise<Uint8Array | undefined> => {
    const kept = description?.sources.find(({ name }) => name === source)
    if (kept === undefined) return undefined
    const finder = open.get(source) ?? locationOf(kept, place).then(async (way) => finderOf(way, kept.name, place))
    open.set(source, finder)
    const file = await (await finder)?.(path)
    return file?.read()
  }
  const options = description === undefined ? { original } : { name: description.name, original }
  const bundle = await openBundle(folderFiles(place), options).catch((error: unknown) => {
    if (description !== undefined && error instanceof CollectionError && !description.bundled)
      throw new CollectionError(`"${folder}" is not finished: go on with reverie collect -o "${folder}".`, {
        cause: error,
      })
    if (description === undefined && error instanceof CollectionError && !existsSync(join(place, 'bundle')))
      throw new CollectionError(
        `"${folder}" is no collection: make one of its pictures with reverie collect "${folder}" -o <collection>.`,
        { cause: error },
      )
    throw error
  })
  return {
    ...bundle,
    // Small collections come without thumbnails: their pictures are at hand.
    thumbnail: async (id, side) => {
      try {
        return await bundle.thumbnail(id, side)
      } catch (error) {
        const bytes = await bundle.original(id)
        if (bytes === undefined) throw error
        return thumbnailOf(bytes, side)
      }
    },
  }
}

/** Where a collection lies that a person names. */
export async function placeOf(folder: string): Promise<string> {
  return folder === samplesName && !existsSync(folder) ? sampleCollection() : resolve(folder)
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true

type Finder = (path: string) => Promise<SourceFile | undefined>

/** Undefined where the source is no longer there. */
async function finderOf(location: string, name: string, collection: string): Promise<Finder | undefined> {
  let source: Source
  try {
    source = await openSource(location, { name, collection })
  } catch (error) {
    if (error instanceof CollectionError) return undefined
    throw error
  }
  if (source.find !== undefined) return async (path) => source.find?.(path)
  let files: Promise<Map<string, SourceFile>> | undefined
  return async (path) => (await (files ??= filesOf(source))).get(path)
}

async function filesOf(source: Source): Promise<Map<string, SourceFile>> {
  const files = new Map<string, SourceFile>()
  for await (const found of source.list(new AbortController().signal))
    if (found.kind === 'file') files.set(found.file.path, found.file)
  return files
}
