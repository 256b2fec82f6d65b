/**
 * Quick writes in a worker: a picture and its thumbnails are five files, and a stream for each takes longer than decoding.
 * They may be cut off by a crash, so what is written so counts only once the journal says so.
 */
import type { CollectionFiles } from '../collection.ts'

/** The same files, with `write` by synchronous access where the browser has it. */
export function quickFiles(
  folder: FileSystemDirectoryHandle,
  files: Required<CollectionFiles>,
): Required<CollectionFiles> {
  const folders = new Map<string, Promise<FileSystemDirectoryHandle>>()
  const folderOf = (path: string): Promise<FileSystemDirectoryHandle> => {
    if (path === '') return Promise.resolve(folder)
    const known = folders.get(path)
    if (known !== undefined) return known
    const at = path.lastIndexOf('/')
    const made = folderOf(path.slice(0, Math.max(0, at))).then((above) =>
      above.getDirectoryHandle(path.slice(at + 1), { create: true }),
    )
    folders.set(path, made)
    made.catch(() => folders.delete(path))
    return made
  }
  return {
    ...files,
    write: async (path, bytes) => {
      const at = path.lastIndexOf('/')
      const place = await folderOf(path.slice(0, Math.max(0, at)))
      const handle = (await place.getFileHandle(path.slice(at + 1), { create: true })) as SyncHandle
      if (handle.createSyncAccessHandle === undefined) return files.write(path, bytes)
      const access = await handle.createSyncAccessHandle()
      try {
        access.truncate(0)
        access.write(bytes as Uint8Array<ArrayBuffer>, { at: 0 })
      } finally {
        access.close()
      }
    },
  }
}

/** Only workers have it, and the types of pages do not speak of it. */
interface SyncHandle extends FileSystemFileHandle {
  createSyncAccessHandle?(): Promise<{
    truncate(size: number): void
    write(bytes: Uint8Array<ArrayBuffer>, options: { at: number }): number
    close(): void
  }>
}
