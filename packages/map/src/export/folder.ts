/** A map in a folder: its data, and the viewer that shows them. */
import { cp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Collection } from '@reverie/collection'
import { folderFiles } from '@reverie/collection/node'
import { exportMap, type MapExport, type MapExportOptions } from './export.ts'
import { viewerFolder } from './viewer.ts'

/** How a map is written to a folder. */
export interface MapFolderOptions extends MapExportOptions {
  /** Told when the viewer has to be built first, which happens once in a checkout. */
  readonly say?: (sentence: string) => void
}

/**
 * Exports a map with its page into a folder, which is made. What an earlier export left there and this one does not need is
 * taken away at the end.
 * @throws CollectionError when the collection has no layout; Error when the viewer cannot be built; the signal's reason
 */
export async function exportMapFolder(
  collection: Collection,
  folder: string,
  { say, ...options }: MapFolderOptions = {},
): Promise<MapExport> {
  const viewer = await viewerFolder(say)
  const made = await exportMap(collection, folderFiles(folder), options)
  await cp(join(viewer, 'assets'), join(folder, 'assets'), { recursive: true })
  await cp(join(viewer, 'index.html'), join(folder, 'index.html'))
  await keepOnly(join(folder, 'assets'), await readdir(join(viewer, 'assets')))
  const files = folderFiles(folder)
  const { data } = JSON.parse(new TextDecoder().decode(await files.read('map.json'))) as { data: string }
  await keepOnly(join(folder, 'data'), [data.slice('data/'.length)])
  return made
}

async function keepOnly(folder: string, names: readonly string[]): Promise<void> {
  for (const name of await readdir(folder))
    if (!names.includes(name)) await rm(join(folder, name), { recursive: true, force: true })
}
