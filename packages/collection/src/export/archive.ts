/**
 * A collection as one ZIP archive. Unpacked it is the collection again: with its tables, so that collecting goes on where it
 * was, and its bundle and thumbnails, which is what browsers take of it.
 */
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { writeFileAtomic } from '@reverie/recipe/node'
import { ZipFile } from 'yazl'
import { readManifest } from '../bundle/manifest.ts'
import { isOwnPart } from '../files/own-parts.ts'
import { checkFilePath } from '../files/path.ts'
import { folderFiles } from '../files/folder.ts'
import { openCollection, placeOf } from '../open-collection.ts'
import type { Piece } from '../piece.ts'
import { readDescription } from '../store/description.ts'
import { takeLock } from '../store/lock.ts'
import { piecesToCsv } from './tables.ts'

/** How a collection is packed. */
export interface PackOptions {
  /** Whether the pictures themselves go with it; they are then its sources. Not unless said. */
  readonly originals?: boolean | undefined
  readonly signal?: AbortSignal | undefined
}

/** What was packed. */
export interface Packed {
  readonly files: number
  /** Pieces whose pictures are not at hand, and which are therefore not in it. */
  readonly missing: readonly string[]
}

/** Nothing is gained by packing these again. */
const packed = /\.(?:webp|lance|bin|png|jpe?g|avif|gif)$/i

/**
 * Packs a collection into a ZIP archive, without pictures that lie beside it in its folder; one without thumbnails, which
 * draws them from its pictures, takes those along in any case. Nothing may be collecting into it meanwhile.
 * @param named the collection's folder, or `samples`
 * @param out the archive; it appears whole or not at all
 * @throws CollectionError when there is no finished collection, or another run is writing it; the signal's reason
 */
export async function packFolder(named: string, out: string, options: PackOptions = {}): Promise<Packed> {
  const bundle = await openCollection(named)
  const folder = await placeOf(named)
  const lock = await takeLock(folder)
  try {
    const paths = await pathsOf(folder, resolve(out))
    const archive = new ZipFile()
    const originals = options.originals === true || !existsSync(join(folder, 'thumbnails'))
    const pictures = originals ? await bundle.pieces() : []
    const missing: string[] = []
    const fill = async (): Promise<void> => {
      const description = await describe(folder, bundle.name, originals)
      if (description !== undefined)
        archive.addBuffer(Buffer.from(description), 'collection.json', { compress: true })
      for (const path of paths) archive.addFile(join(folder, path), path, { compress: !packed.test(path) })
      for (const piece of pictures) {
        options.signal?.throwIfAborted()
        // oxlint-disable-next-line no-await-in-loop -- each is whole in memory for a moment
        const bytes = await bundle.original(piece.id)
        if (bytes === undefined) missing.push(piece.path)
        else archive.addBuffer(Buffer.from(bytes), picturePath(piece), { compress: !packed.test(piece.path) })
      }
      // What tables and lists said of them stays behind, and would be lost with the next run.
      for (const [path, table] of tablesOf(pictures))
        archive.addBuffer(Buffer.from(table), path, { compress: true })
      archive.end()
    }
    const filling = fill().catch(
      (error: unknown) => void (archive.outputStream as Readable).destroy(error as Error),
    )
    await writeFileAtomic(out, stoppable(archive.outputStream as Readable, options.signal))
    await filling
    return { files: paths.length + pictures.length - missing.length, missing }
  } finally {
    await bundle.close()
    await lock.release()
  }
}

const picturePath = ({ source, path }: Piece): string =>
  checkFilePath(`pictures/${source}/${path}`.replaceAll('\\', '_'))

/** For each source a table beside its pictures that says what is known of them. */
function tablesOf(pieces: readonly Piece[]): [string, string][] {
  const names = [...new Set(pieces.map(({ source }) => source))]
  return names.map((name) => {
    const own = pieces.filter(({ source }) => source === name)
    const rows = own.map((piece) => ({ ...piece, path: piece.path.replaceAll('\\', '_') }))
    return [`pictures/${name}/pieces.csv`, piecesToCsv(rows)]
  })
}

async function* stoppable(
  stream: Readable,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, void> {
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    signal?.throwIfAborted()
    yield chunk
  }
}

/** `collection.json`, whose sources are in the archive when the pictures are. */
async function describe(folder: string, name: string, originals: boolean): Promise<Uint8Array | undefined> {
  if (!originals) return readFile(join(folder, 'collection.json')).catch(() => undefined)
  const description = await readDescription(folder)
  if (description === undefined) return undefined
  const sources = description.sources.map((source) => ({
    name: source.name,
    kind: 'folder',
    location: `pictures/${source.name}`,
  }))
  return new TextEncoder().encode(`${JSON.stringify({ format: 1, ...description, name, sources }, undefined, 2)}\n`)
}

/** Files of the collection's folder that belong to it, by path. */
async function pathsOf(folder: string, out: string): Promise<string[]> {
  const manifest = await readManifest(folderFiles(folder))
  const model = (await readDescription(folder))?.model.file
  const old = new Set(manifest?.previous.map((file) => `bundle/${file}`))
  const found = await readdir(folder, { recursive: true, withFileTypes: true })
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => resolve(path) !== out)
    .map((path) => path.slice(join(folder, '/').length).replaceAll('\\', '/'))
    .filter((path) => isOwnPart(path.split('/')[0] as string) || path === model)
    .filter((path) => !/^(?:lock|lock-taking|collection\.json)$/.test(path) && !old.has(path))
    .filter((path) => !path.split('/').some((part) => part.startsWith('.')))
    .sort()
}
