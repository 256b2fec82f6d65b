/**
 * Generated files on disk. A submission can put anything where they go, so that links are not followed, neither for reading
 * nor for writing.
 */
import { createHash } from 'node:crypto'
import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { GalleryError } from '../error.ts'
import { readWhole } from './read-whole.ts'
import { generatedFolder, generatedPath, type Generated } from './record.ts'

/** SHA-256 in hexadecimal. */
export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Whether a generated file, and what its recipe needs, are there as they were recorded. */
export async function isWhole(root: string, uid: string, entry: Generated): Promise<boolean> {
  for (const { file, sha256, bytes } of [entry, ...(entry.between ?? [])]) {
    const found = await readWhole(join(root, generatedPath(uid, file)), bytes)
    if (found === undefined || hashOf(found) !== sha256) return false
  }
  return true
}

/**
 * Makes sure that a work's generated files go into the gallery.
 * @throws GalleryError when a folder on the way is something else, such as a link to elsewhere
 */
export async function guardFolder(root: string, uid: string): Promise<void> {
  for (const path of [generatedFolder, `${generatedFolder}/${uid}`]) {
    const facts = await lstat(join(root, path)).catch(() => undefined)
    if (facts === undefined || facts.isDirectory()) continue
    throw new GalleryError(
      `"${path}" is ${facts.isSymbolicLink() ? 'a symbolic link' : 'no folder'}, and generated works go into folders of the gallery: remove it.`,
    )
  }
}
