/** A collection's files in a folder of the disk. */
import { readFile, rm } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { writeFileAtomic } from '@reverie/recipe/node'
import type { CollectionFiles } from '../collection.ts'
import { checkFilePath } from './path.ts'

/** Files of the collection in `folder`, which is made when something is written. */
export function folderFiles(folder: string): Required<CollectionFiles> {
  const locate = (path: string): string => join(folder, checkFilePath(path).replaceAll('/', sep))
  return {
    read: async (path) => {
      try {
        const { buffer, byteOffset, length } = await readFile(locate(path))
        return new Uint8Array(buffer, byteOffset, length)
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException
        if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
        throw error
      }
    },
    write: async (path, bytes) => writeFileAtomic(locate(path), bytes),
    remove: async (path) => rm(locate(path), { force: true }),
  }
}
