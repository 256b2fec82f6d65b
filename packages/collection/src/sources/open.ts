/** Sources by what a person names, or by what `collection.json` kept of them. */
import { basename, isAbsolute, relative, resolve } from 'node:path'
import { realpath } from 'node:fs/promises'
import type { Source, SourceOrigin } from '../source.ts'
import { openFolderSource } from './folder.ts'

/** What a source is opened for. */
export interface SourceOptions {
  /** What the source is called in the collection. */
  readonly name: string
  /** The collection's folder, which is not visited when it lies inside a source. */
  readonly collection: string
}

/**
 * Opens a source.
 * @param argument a folder
 * @throws CollectionError when there is no such thing
 */
export async function openSource(argument: string, { name, collection }: SourceOptions): Promise<Source> {
  return openFolderSource(argument, name, collection)
}

/** The origin as `collection.json` keeps it: relative to the collection, with `/`, where that is possible. */
export async function keptOrigin({ kind, location }: SourceOrigin, collection: string): Promise<SourceOrigin> {
  if (!isAbsolute(location)) return { kind, location }
  const way = relative(await placeOf(collection), location)
  return { kind, location: isAbsolute(way) ? location : way.replaceAll('\\', '/') || '.' }
}

/** Where an origin that was kept leads. */
export async function locationOf({ location }: SourceOrigin, collection: string): Promise<string> {
  if (/^[a-z]+:\/\//i.test(location)) return location
  return resolve(await placeOf(collection), location)
}

/** What a source is called that is not in the collection yet. @param taken names that are */
export function sourceName(argument: string, taken: readonly string[]): string {
  const base = basename(resolve(argument)) || 'pictures'
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base}-${number}`
    if (!taken.includes(name)) return name
  }
}

/** The collection may not be there yet. */
const placeOf = async (collection: string): Promise<string> => realpath(collection).catch(() => resolve(collection))
