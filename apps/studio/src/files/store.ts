/**
 * Where this browser keeps bytes: the origin's private file system (OPFS), a file a content hash, in the folder where
 * @reverie/recipe looks for inputs. Where a browser has none (some private windows), the bytes go to IndexedDB.
 */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { Looks } from '../state/looks.ts'
import type { Work } from '../state/shelf.ts'

interface Schema extends DBSchema {
  works: { key: string; value: Work }
  bytes: { key: string; value: Blob }
  /** Thumbnails of layers by picture and network. */
  looks: { key: string; value: Looks }
}

let opened: Promise<IDBPDatabase<Schema>> | undefined

/** The Studio's database: the shelf's index, and bytes where OPFS is missing. */
export function database(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>('reverie', 1, {
    upgrade(db) {
      db.createObjectStore('works', { keyPath: 'id' })
      db.createObjectStore('bytes')
      db.createObjectStore('looks')
    },
  })
  return opened
}

async function folder(): Promise<FileSystemDirectoryHandle | undefined> {
  try {
    const root = await navigator.storage.getDirectory()
    return await root.getDirectoryHandle('inputs', { create: true })
  } catch {
    return undefined
  }
}

/** Keeps bytes under their hash. */
export async function keep(sha256: string, bytes: Blob): Promise<void> {
  const place = await folder()
  const file = await place?.getFileHandle(sha256, { create: true })
  if (!file || !('createWritable' in file)) {
    await (await database()).put('bytes', bytes, sha256)
    return
  }
  // A writable is a copy that takes the file's place when closed: an interrupt leaves the old one.
  const writable = await file.createWritable()
  await writable.write(bytes)
  await writable.close()
}

/** The bytes of that hash, or undefined when this browser does not have them. */
export async function find(sha256: string): Promise<Blob | undefined> {
  try {
    const file = await (await (await folder())?.getFileHandle(sha256))?.getFile()
    if (file && file.size > 0) return file
  } catch {
    // Not in the file system; perhaps in the database.
  }
  return (await database()).get('bytes', sha256)
}

async function forget(sha256: string): Promise<void> {
  await (await folder())?.removeEntry(sha256).catch(() => undefined)
  await (await database()).delete('bytes', sha256)
}

/** Forgets all bytes but those of the given hashes. */
export async function keepOnly(used: ReadonlySet<string>): Promise<void> {
  const names: string[] = []
  for await (const name of (await folder())?.keys() ?? []) names.push(name)
  const stored = await (await database()).getAllKeys('bytes')
  await Promise.all([...names, ...stored].filter((name) => !used.has(name)).map(forget))
}

/** How much this browser keeps for the Studio, in bytes, networks included; undefined when it does not say. */
export async function kept(): Promise<number | undefined> {
  return (await navigator.storage?.estimate?.())?.usage
}
