/**
 * Pictures that a person gave to a page: a folder that was dropped or chosen, or files of any number. Names that begin with
 * a dot are left out, as in folders on the disk.
 */
import type { Found, Source, SourceFile } from '../source.ts'

/** A folder or a file as the browser hands it over, or a file whose path is known already. */
export type Given = FileSystemHandle | { readonly path: string; readonly file: File }

/** Folders deeper than this are refused. */
const deepest = 200

/**
 * What was given as a source of pictures. A single folder is the root; of several things each keeps its name.
 * @param name what the collection calls it
 */
export function openGivenSource(given: readonly Given[], name: string): Source {
  const [only] = given
  const root = given.length === 1 && only !== undefined && isFolder(only) ? only : undefined
  return {
    name,
    origin: { kind: 'browser', location: name },
    list: (signal) => (root === undefined ? each(given, signal) : walk(root, '', 0, signal)),
  }
}

const isFolder = (given: Given): given is FileSystemDirectoryHandle => 'kind' in given && given.kind === 'directory'

async function* each(given: readonly Given[], signal: AbortSignal): AsyncGenerator<Found, void, void> {
  for (const one of given) {
    signal.throwIfAborted()
    if (isFolder(one)) yield* walk(one, one.name, 1, signal)
    else if ('kind' in one) yield await fileOf(one as FileSystemFileHandle, one.name)
    else if (!one.path.split('/').some((part) => part.startsWith('.'))) yield found(one.path, one.file)
  }
}

async function* walk(
  folder: FileSystemDirectoryHandle,
  path: string,
  depth: number,
  signal: AbortSignal,
): AsyncGenerator<Found, void, void> {
  if (depth > deepest) {
    yield unreadable(path, `The folder "${path.slice(0, 60)}…" lies too deep (${depth} folders).`)
    return
  }
  let entries: FileSystemHandle[]
  try {
    entries = []
    for await (const entry of folder.values()) if (!entry.name.startsWith('.')) entries.push(entry)
  } catch (error) {
    yield unreadable(path, `The folder "${path}" cannot be read (${reasonOf(error)}).`)
    return
  }
  // Browsers list folders in any order; runs should see the same one.
  entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const entry of entries) {
    signal.throwIfAborted()
    const place = path === '' ? entry.name : `${path}/${entry.name}`
    if (isFolder(entry)) yield* walk(entry, place, depth + 1, signal)
    // oxlint-disable-next-line no-await-in-loop -- listed as they are taken
    else yield await fileOf(entry as FileSystemFileHandle, place)
  }
}

async function fileOf(handle: FileSystemFileHandle, path: string): Promise<Found> {
  try {
    return found(path, await handle.getFile())
  } catch (error) {
    return unreadable(path, `"${path}" cannot be read (${reasonOf(error)}).`)
  }
}

function found(path: string, file: File): Found {
  const source: SourceFile = {
    path,
    stamp: `${file.size}:${file.lastModified}`,
    bytes: file.size,
    read: async (limit) => new Uint8Array(await file.slice(0, limit ?? file.size).arrayBuffer()),
  }
  return { kind: 'file', file: source }
}

const unreadable = (path: string, message: string): Found => ({
  kind: 'problem',
  problem: { path, code: 'unreadable', message },
})

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
