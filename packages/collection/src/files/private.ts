/** A collection's files in the browser's origin private file system (OPFS). Works in pages and workers. */
import type { CollectionFiles } from '../collection.ts'
import { checkFilePath } from './path.ts'

/**
 * Files of the collection in a folder of OPFS.
 * @param folder the collection's own folder, for example a new one in `await navigator.storage.getDirectory()`
 */
export function privateFiles(folder: FileSystemDirectoryHandle): Required<CollectionFiles> {
  const folderOf = async (path: string, create: boolean): Promise<[FileSystemDirectoryHandle, string]> => {
    const parts = checkFilePath(path).split('/')
    const name = parts.pop() as string
    let place = folder
    // oxlint-disable-next-line no-await-in-loop -- each lies in the one before
    for (const part of parts) place = await place.getDirectoryHandle(part, { create })
    return [place, name]
  }
  return {
    read: async (path) => {
      try {
        const [place, name] = await folderOf(path, false)
        const file = await (await place.getFileHandle(name)).getFile()
        return new Uint8Array(await file.arrayBuffer())
      } catch (error) {
        if (isMissing(error)) return undefined
        throw error
      }
    },
    write: async (path, bytes) => {
      const [place, name] = await folderOf(path, true)
      const handle = await place.getFileHandle(name, { create: true })
      // The stream writes to a copy and takes the file's place when it is closed: whole or not at all.
      const stream = await handle.createWritable()
      try {
        await stream.write(bytes as Uint8Array<ArrayBuffer>)
      } catch (error) {
        await stream.abort()
        throw error
      }
      await stream.close()
    },
    remove: async (path) => {
      try {
        const [place, name] = await folderOf(path, false)
        await place.removeEntry(name)
      } catch (error) {
        if (!isMissing(error)) throw error
      }
    },
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof DOMException && (error.name === 'NotFoundError' || error.name === 'TypeMismatchError')
