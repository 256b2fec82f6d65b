/** Sources by what a person names, or by what `collection.json` kept of them. */
import { basename, isAbsolute, join, relative, resolve } from 'node:path'
import { open, realpath, stat } from 'node:fs/promises'
import { sniff } from '@reverie/image'
import { CollectionError } from '../error.ts'
import type { Source, SourceOrigin } from '../source.ts'
import { folderCache } from './fetch/cache.ts'
import { createFetcher, type FetcherOptions } from './fetch/fetcher.ts'
import { openFolderSource } from './folder.ts'
import { isAddress } from './lists/entry.ts'
import { openListSource, type ListOptions } from './lists/list.ts'
import { folderMemory } from './lists/memory.ts'
import { isArchive, openZipSource } from './zip.ts'

/** What a source is opened for. */
export interface SourceOptions {
  /** What the source is called in the collection. */
  readonly name: string
  /** The collection's folder, which is not visited when it lies inside a source. */
  readonly collection: string
  /** How addresses are fetched. */
  readonly network?: Pick<FetcherOptions, 'allowPrivate' | 'refresh' | 'perHost' | 'attempts' | 'sleep'> | undefined
}

/**
 * Opens a source.
 * @param argument a folder, a ZIP archive, a list of pictures (a file or an address): CSV, JSON, a IIIF manifest, a feed
 * @throws CollectionError when there is no such thing
 */
export async function openSource(argument: string, options: SourceOptions): Promise<Source> {
  const { name, collection, network = {} } = options
  if (isAddress(argument)) return openListSource(argument, listOptions(options))
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(argument))
    throw new CollectionError(
      `"${argument}" cannot be collected: give a folder, a file, or an address with http(s).`,
    )
  const facts = await stat(argument).catch(() => undefined)
  if (facts?.isFile() !== true) return openFolderSource(argument, name, collection)
  const start = await startOf(argument)
  if (isArchive(start)) return openZipSource(argument, name)
  const kind = sniff(start)
  if (kind !== undefined && !['text', 'json', 'html', 'svg'].includes(kind))
    throw new CollectionError(
      `"${argument}" is a single file: give its folder, an archive, or a list of pictures (CSV, JSON, IIIF, a feed).`,
    )
  return openListSource(await realpath(argument), listOptions({ name, collection, network }))
}

function listOptions({ name, collection, network = {} }: SourceOptions): ListOptions {
  const kept = join(collection, 'fetched')
  return {
    name,
    fetcher: createFetcher({ ...network, cache: folderCache(kept) }),
    lists: createFetcher(network),
    memory: folderMemory(kept),
    refresh: network.refresh,
  }
}

async function startOf(path: string): Promise<Uint8Array> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(512), 0, 512, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
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
  const place = isAddress(argument) ? new URL(argument).hostname : resolve(argument)
  const base = basename(place) || 'pictures'
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base}-${number}`
    if (!taken.includes(name)) return name
  }
}

/** The collection may not be there yet. */
const placeOf = async (collection: string): Promise<string> => realpath(collection).catch(() => resolve(collection))
