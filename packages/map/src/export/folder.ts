/** A map in a folder: its data, and the viewer that shows them. */
import { cp, mkdir, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import type { Collection } from '@reverie/collection'
import { folderFiles } from '@reverie/collection/node'
import { manifestFile } from '../format/paths.ts'
import { exportMap, type MapExport, type MapExportOptions } from './export.ts'
import { viewerFolder } from './viewer.ts'

/** How a map is written to a folder. */
export interface MapFolderOptions extends MapExportOptions {
  /** Told when the viewer has to be built first, which happens once in a checkout. */
  readonly say?: (sentence: string) => void
}

/** Folders of a map, whose files are all ours. */
const own = ['assets', 'data', 'thumbnails', 'originals']

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
  const { read, write } = folderFiles(folder)
  const needed = new Set<string>()
  const made = await exportMap(
    collection,
    {
      read,
      write: async (path, bytes) => {
        needed.add(path)
        await (path === manifestFile ? write(path, bytes) : quickly(join(folder, path), bytes))
      },
    },
    options,
  )
  for (const name of await readdir(join(viewer, 'assets'))) needed.add(`assets/${name}`)
  await cp(join(viewer, 'assets'), join(folder, 'assets'), { recursive: true })
  await cp(join(viewer, 'index.html'), join(folder, 'index.html'))
  for (const name of own) await keepOnly(folder, join(folder, name), needed)
  return made
}

/** Whole or not at all, but not waiting for the disk, since the manifest that names it is written later and does. */
async function quickly(file: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(`${file}.part`, bytes)
  await rename(`${file}.part`, file)
}

/** Removes files that are not needed, and folders that are empty then. @returns whether anything is left */
async function keepOnly(root: string, folder: string, needed: ReadonlySet<string>): Promise<boolean> {
  let isLeft = false
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) isLeft = (await keepOnly(root, path, needed)) || isLeft
    else if (needed.has(relative(root, path).replaceAll(sep, '/'))) isLeft = true
    else await rm(path, { force: true })
  }
  if (!isLeft) await rmdir(folder).catch(() => undefined)
  return isLeft
}
