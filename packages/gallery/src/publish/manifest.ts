/**
 * `reverie-site.json`: what publishing wrote, at the root of a site. What it does not name is somebody else's and stays; what
 * it names is ours, to be replaced or removed, and is where approved bytes are found again when nothing else has them.
 */
import type { Dirent } from 'node:fs'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { GalleryError } from '../error.ts'
import { hashFile } from '../load/hash-file.ts'

/** The manifest's name at the root of a site. */
export const manifestName = 'reverie-site.json'

/** Paths of a site: no way up, no hidden folder of Git, nothing that a system reads otherwise. */
const isSafe = (path: string): boolean =>
  path.length <= 1000 &&
  // oxlint-disable-next-line no-control-regex
  !/[\\:\u0000-\u001f]/.test(path) &&
  path.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && part.toLowerCase() !== '.git')

const manifestSchema = z.strictObject({
  version: z.literal(1),
  /** SHA-256 by path. */
  files: z.record(z.string().refine(isSafe), z.string().regex(/^[0-9a-f]{64}$/)),
})

/** SHA-256 by path from the site's root, of all files that publishing wrote but the manifest itself. */
export type SiteFiles = Readonly<Record<string, string>>

/**
 * Reads a manifest.
 * @param place how the site is called in an error
 * @throws GalleryError when it is none
 */
export function parseManifest(text: string, place: string): SiteFiles {
  try {
    return manifestSchema.parse(JSON.parse(text)).files
  } catch (error) {
    throw new GalleryError(
      `The ${manifestName} of ${place} cannot be read, so that nothing tells which files there are ours: put it back, or publish to a new place.`,
      { cause: error },
    )
  }
}

/** Hashes a site that was made, and writes its manifest. */
export async function writeManifest(folder: string): Promise<SiteFiles> {
  const files: Record<string, string> = {}
  for (const path of (await filesIn(folder)).filter((each) => each !== manifestName)) {
    const found = await hashFile(join(folder, path))
    if (found === undefined || !isSafe(path))
      throw new Error(`The site holds "${path}", which cannot be published.`)
    files[path] = found.sha256
  }
  await writeFile(join(folder, manifestName), `${JSON.stringify({ version: 1, files }, null, 1)}\n`)
  return files
}

/** Paths of all that is no folder, sorted. No link is followed. */
export async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => pathOf(entry, folder))
    .toSorted()
}

/** Paths of folders that hold nothing; none when there is no folder. */
export async function emptyFoldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => [])
  const parents = new Set(entries.map(({ parentPath }) => parentPath))
  return entries
    .filter((entry) => entry.isDirectory() && !parents.has(join(entry.parentPath, entry.name)))
    .map((entry) => pathOf(entry, folder))
}

const pathOf = ({ parentPath, name }: Dirent, folder: string): string =>
  join(parentPath, name)
    .slice(folder.length + 1)
    .split('\\')
    .join('/')

/**
 * Paths that somebody else has where the site has one: the file itself, or a file where the site has a folder, or the
 * other way round.
 */
function collisions(foreign: readonly string[], ours: readonly string[]): string[] {
  const files = new Set(ours)
  const folders = new Set(ours.flatMap(foldersOf))
  return foreign.filter(
    (path) => files.has(path) || folders.has(path) || foldersOf(path).some((each) => files.has(each)),
  )
}

function foldersOf(path: string): string[] {
  const parts = path.split('/')
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'))
}

/** @throws GalleryError that names files of others */
export function refuseCollisions(foreign: readonly string[], ours: readonly string[], place: string): void {
  const found = collisions(foreign, ours)
  if (found.length === 0) return
  const [shown, more] = [found.slice(0, 10).join(', '), found.length > 10 ? ` and ${found.length - 10} more` : '']
  throw new GalleryError(
    `${place} has files at places of the site that publishing did not write: ${shown}${more}. Move them away, or publish to another place.`,
  )
}
