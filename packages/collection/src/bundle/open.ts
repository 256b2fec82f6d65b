import { sha256 } from '@reverie/recipe'
import type { Collection, CollectionFiles } from '../collection.ts'
import { CollectionError } from '../error.ts'
import type { Piece } from '../piece.ts'
import { thumbnailPath, thumbnailSides } from '../thumbnail-path.ts'
import { manifestPath, readManifest, type Json, type Manifest } from './manifest.ts'

/** How a bundle is opened. */
export interface OpenBundleOptions {
  /** What to call the collection; the bundle's own name by default. */
  readonly name?: string
  /** The bytes of a piece's picture, where its source is at hand. */
  readonly original?: (piece: Piece) => Promise<Uint8Array | undefined>
}

/** Arrow is loaded with the first part that is read: much that knows collections opens none. */
const loadParts = async () => import('./parts.ts')

/** A collection that is read from its bundle, and what the bundle keeps besides. */
export interface Bundle extends Collection {
  readonly count: number
  /** Kinds of layouts that there are. */
  readonly layouts: readonly string[]
  readonly about: Readonly<Record<string, Json>>
  /** Bytes that are kept with it; undefined when there are none of the name. */
  attachment(name: string): Promise<Uint8Array | undefined>
}

/**
 * Opens a collection by its bundle. Parts are read when they are asked for, once.
 * @param files the collection's folder
 * @throws CollectionError when there is no bundle, it is damaged or of a newer version
 */
export async function openBundle(files: CollectionFiles, options: OpenBundleOptions = {}): Promise<Bundle> {
  const manifest = await readManifest(files)
  if (manifest === undefined)
    throw new CollectionError(
      `This is no collection: "${manifestPath}" is missing. Make one with "reverie collect".`,
    )
  const { count } = manifest
  const part = partReader(files, manifest)
  const demand = async <T>(name: string, read: Decoder<T>): Promise<T> => {
    const found = await part(name, read)
    if (found === undefined)
      throw new CollectionError(
        count === 0
          ? 'The collection is empty: collect a folder that has pictures into it.'
          : `The collection has no ${name} yet: run "reverie collect".`,
      )
    return found
  }
  const pieces = (): Promise<readonly Piece[]> =>
    demand('pieces', async (bytes, subject) => {
      const { decodePieces } = await import('./pieces.ts')
      const found = decodePieces(bytes, subject)
      if (found.length === count) return found
      throw new CollectionError(
        `"${subject}" is damaged: it has ${found.length} of ${count} pieces. Collect again.`,
      )
    })
  const byId = once(async () => new Map((await pieces()).map((piece) => [piece.id, piece])))
  const pieceOf = async (id: string): Promise<Piece> => {
    const piece = (await byId()).get(id)
    if (piece === undefined)
      throw new CollectionError(`There is no piece "${id}" in the collection (${count} pieces).`)
    return piece
  }
  return {
    name: options.name ?? manifest.name,
    count,
    layouts: Object.keys(manifest.parts)
      .filter((name) => name.startsWith('layouts/'))
      .map((name) => name.slice('layouts/'.length)),
    about: manifest.about,
    pieces,
    imprints: () =>
      demand('imprints', async (bytes, subject) => (await loadParts()).decodeImprints(bytes, { subject, count })),
    neighbours: () =>
      demand('neighbours', async (bytes, subject) =>
        (await loadParts()).decodeNeighbours(bytes, { subject, count }),
      ),
    layout: (kind) =>
      part(`layouts/${kind}`, async (bytes, subject) =>
        (await loadParts()).decodeLayout(bytes, kind, { subject, count }),
      ),
    clusters: () =>
      part('clusters', async (bytes, subject) => (await loadParts()).decodeClusters(bytes, { subject, count })),
    attachment: (name) => part(`attachments/${name}`, async (bytes) => bytes),
    thumbnail: async (id, side) => {
      await pieceOf(id)
      // Small collections keep fewer sizes; a smaller one is still "at most so many pixels".
      for (const kept of thumbnailSides.filter((each) => each <= side).toReversed()) {
        // oxlint-disable-next-line no-await-in-loop
        const bytes = await files.read(thumbnailPath(id, kept))
        if (bytes !== undefined) return bytes
      }
      throw new CollectionError(
        `The thumbnail of ${id} at ${side} pixels is missing. Make it with "reverie collect".`,
      )
    },
    original: async (id) => options.original?.(await pieceOf(id)),
    close: async () => {},
  }
}

/** What a part's bytes mean. @param subject the file's name, for errors */
type Decoder<T> = (bytes: Uint8Array, subject: string) => Promise<T>

/** Reads parts by name, each once; what failed is tried again the next time. */
function partReader(files: CollectionFiles, manifest: Manifest) {
  const read = new Map<string, Promise<unknown>>()
  return async <T>(name: string, decode: Decoder<T>): Promise<T | undefined> => {
    const part = Object.hasOwn(manifest.parts, name) ? manifest.parts[name] : undefined
    if (part === undefined) return undefined
    let pending = read.get(name) as Promise<T> | undefined
    if (pending === undefined) {
      pending = readPart(files, part).then((bytes) => decode(bytes, part.file))
      read.set(name, pending)
      pending.catch(() => read.delete(name))
    }
    return pending
  }
}

async function readPart(
  files: CollectionFiles,
  { file, bytes: size }: Manifest['parts'][string],
): Promise<Uint8Array> {
  const bytes = await files.read(`bundle/${file}`)
  if (bytes === undefined)
    throw new CollectionError(`"bundle/${file}" is missing: the collection was collected again or copied in part.`)
  if (bytes.length !== size)
    throw new CollectionError(
      `"bundle/${file}" is cut off: it has ${bytes.length} of ${size} bytes. Collect again.`,
    )
  if (!file.includes(`-${(await sha256(bytes)).slice(0, 12)}.`))
    throw new CollectionError(`"bundle/${file}" is damaged: its content is not what its name says. Collect again.`)
  return bytes
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return async () => {
    made ??= make()
    return made.catch((error: unknown) => {
      made = undefined
      throw error
    })
  }
}
