/**
 * The input store in a browser: a folder in the origin private file system with one file an input, named by its SHA-256.
 * Works in pages and workers; nothing leaves the browser.
 */
import { RecipeError } from './error.ts'
import { sha256 } from './sha256.ts'
import type { InputStore } from './store.ts'

/** Where to keep. */
export interface InputStoreOptions {
  /** A folder's name in the origin private file system; `inputs` by default. */
  readonly folder?: string
}

/**
 * Opens the input store.
 * @throws RecipeError when the browser has no private file system (a private window of some browsers)
 */
export async function openInputStore(options: InputStoreOptions = {}): Promise<InputStore> {
  const folder = await openFolder(options.folder ?? 'inputs')
  const get = async (hash: string): Promise<Uint8Array | undefined> => {
    try {
      const file = await (await folder.getFileHandle(hash)).getFile()
      const bytes = new Uint8Array(await file.arrayBuffer())
      return (await sha256(bytes)) === hash ? bytes : undefined
    } catch {
      return undefined // not kept, or cut off by a crash and never valid
    }
  }
  return {
    get,
    put: async (bytes) => {
      const hash = await sha256(bytes)
      if ((await get(hash)) !== undefined) return hash
      const handle = await folder.getFileHandle(hash, { create: true })
      // The stream writes to a copy and takes the file's place when it is closed: whole or not at all.
      const stream = await handle.createWritable()
      await stream.write(bytes as Uint8Array<ArrayBuffer>)
      await stream.close()
      return hash
    },
  }
}

async function openFolder(name: string): Promise<FileSystemDirectoryHandle> {
  try {
    const root = await navigator.storage.getDirectory()
    return await root.getDirectoryHandle(name, { create: true })
  } catch (cause) {
    throw new RecipeError(
      'This browser gives no private file storage here, so inputs cannot be kept: leave the private window, or save the work with its inputs.',
      { cause },
    )
  }
}
