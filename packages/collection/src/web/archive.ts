/**
 * A collection of a browser as one file, a ZIP archive, and back. Unpacked, it is a collection that `reverie` in a terminal
 * opens as well, originals included; with its journal, so that a browser can go on with it.
 *
 * ```
 * collection.json, taken/, seen/, bundle/, thumbnails/   as they lie in the browser
 * pictures/<source>/<path>                               the originals, under the names that they came with
 * ```
 */
import { BlobReader, configure, Uint8ArrayReader, Uint8ArrayWriter, ZipReader, ZipWriter } from '@zip.js/zip.js'
import type { Entry } from '@zip.js/zip.js'
import { manifestPath, readManifest } from '../bundle/manifest.ts'
import { CollectionError } from '../error.ts'
import { checkFilePath } from '../files/path.ts'
import { privateFiles } from '../files/private.ts'
import { openJournal, originalPath } from './journal.ts'
import { quickFiles } from './quick-files.ts'
import { picturesTaken } from './taken.ts'

// Nearly everything in it is packed already; workers of its own would only copy it about.
configure({ useWebWorkers: false })

/** How packing and unpacking go. */
export interface ArchiveOptions {
  readonly signal?: AbortSignal | undefined
  /** Told after each file: how many, of how many. */
  readonly onFile?: ((done: number, total: number) => void) | undefined
}

const folders = ['bundle', 'thumbnails', 'taken', 'seen', 'pictures'] as const
/** An archive from elsewhere may state anything: no file of ours is larger. */
const largest = 2 ** 31

/**
 * Packs a collection.
 * @param folder its own, in OPFS
 * @param target where the archive goes
 * @throws CollectionError when it was never finished; the signal's reason
 */
export async function packCollection(
  folder: FileSystemDirectoryHandle,
  target: WritableStream<Uint8Array>,
  { signal, onFile }: ArchiveOptions = {},
): Promise<void> {
  const files = privateFiles(folder)
  const manifest = await readManifest(files)
  if (manifest === undefined) throw new CollectionError('This collection is not finished yet: go on with it first.')
  const pictures = picturesTaken(await openJournal(files))
  const paths: string[] = []
  for (const name of folders) paths.push(...(await pathsIn(folder, name)))
  const total = paths.length + pictures.length + 1
  let done = 0
  const writer = new ZipWriter(target, { level: 0 })
  const add = async (path: string, bytes: Uint8Array | undefined) => {
    signal?.throwIfAborted()
    if (bytes !== undefined) await writer.add(path, new Uint8ArrayReader(bytes))
    onFile?.(++done, total)
  }
  const sources = [...new Set(pictures.map(({ source }) => source))]
  const description = {
    format: 1,
    name: manifest.name,
    model: manifest.about['model'],
    sources: sources.map((name) => ({ name, kind: 'folder', location: `pictures/${name}` })),
    bundled: true,
  }
  await add('collection.json', new TextEncoder().encode(`${JSON.stringify(description, undefined, 2)}\n`))
  // One after the other: each is whole in memory for a moment.
  for (const path of paths) await add(path, await files.read(path))
  for (const { sha256, source, path } of pictures)
    await add(`pictures/${source}/${path}`, await files.read(originalPath(sha256)))
  await writer.close()
}

async function pathsIn(folder: FileSystemDirectoryHandle, path: string): Promise<string[]> {
  const place = await folder.getDirectoryHandle(path).catch(() => undefined)
  if (place === undefined) return []
  const paths: string[] = []
  for await (const [name, handle] of place.entries()) {
    if (handle.kind === 'file') paths.push(`${path}/${name}`)
    else paths.push(...(await pathsIn(place, name)).map((rest) => `${path}/${rest}`))
  }
  return paths.sort()
}

/**
 * Unpacks a collection that a browser or a terminal made.
 * @param folder a new one in OPFS
 * @returns its name, how many pieces it has, and whether more can be added; undefined when there is no collection in it
 * @throws CollectionError when the file is no archive, or damaged; the signal's reason
 */
export async function unpackCollection(
  archive: Blob,
  folder: FileSystemDirectoryHandle,
  { signal, onFile }: ArchiveOptions = {},
): Promise<{ readonly name: string; readonly count: number; readonly canGrow: boolean } | undefined> {
  const files = quickFiles(folder, privateFiles(folder))
  const reader = new ZipReader(new BlobReader(archive))
  let entries: Entry[]
  try {
    entries = await reader.getEntries()
  } catch (cause) {
    throw new CollectionError('This is not a ZIP archive, or it is cut off.', { cause })
  }
  // A folder that was packed from outside has its own name before everything.
  const manifest = entries.find(
    ({ filename }) => filename === manifestPath || filename.endsWith(`/${manifestPath}`),
  )
  if (manifest === undefined) return undefined
  const above = manifest.filename.slice(0, -manifestPath.length)
  const wanted = entries.filter(({ filename }) => folders.some((name) => filename.startsWith(`${above}${name}/`)))
  // The manifest comes last: with it the collection is there.
  wanted.sort((a, b) => Number(a === manifest) - Number(b === manifest))
  let done = 0
  for (const entry of wanted) {
    signal?.throwIfAborted()
    if (!entry.directory) {
      const path = checkFilePath(entry.filename.slice(above.length))
      if (entry.uncompressedSize > largest) throw new CollectionError(`"${path}" in the archive is too large.`)
      await files.write(path, await entry.getData(new Uint8ArrayWriter()))
    }
    onFile?.(++done, wanted.length)
  }
  await reader.close()
  const journal = await openJournal(files)
  const there = await readManifest(files)
  // What is known by its path becomes known by its content, where later runs look for it.
  for (const { source, path, sha256 } of picturesTaken(journal)) {
    const bytes = await files.read(`pictures/${source}/${path}`)
    if (bytes === undefined) continue
    await files.write(originalPath(sha256), bytes)
    await files.remove(`pictures/${source}/${path}`)
  }
  return { name: there?.name ?? 'Collection', count: there?.count ?? 0, canGrow: journal.seen.length > 0 }
}
