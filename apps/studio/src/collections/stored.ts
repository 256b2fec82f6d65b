/** Where collections lie, for pages and workers alike: those of this browser in OPFS, the samples at an address. */
import {
  CollectionError,
  fetchedFiles,
  openBundle,
  originalPath,
  privateFiles,
  type Bundle,
  type Piece,
} from '@reverie/collection/web'
import { address } from 'virtual:reverie/sample-collection'
import { sampleCollection, type CollectionRef } from './ref.ts'

/** The folder of all collections. */
export async function collectionsFolder(): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory()
  return root.getDirectoryHandle('collections', { create: true })
}

/** The files of a collection of this browser. @throws DOMException named NotFoundError when there is none of that id */
async function filesOf(id: string): Promise<ReturnType<typeof privateFiles>> {
  return privateFiles(await (await collectionsFolder()).getDirectoryHandle(id))
}

/** When a collection was last made, in milliseconds; 0 for one that does not change, or is not there. */
export async function stampOf({ id }: CollectionRef): Promise<number> {
  if (id === sampleCollection.id) return 0
  try {
    const folder = await (await collectionsFolder()).getDirectoryHandle(id)
    const bundle = await folder.getDirectoryHandle('bundle')
    return (await (await bundle.getFileHandle('bundle.json')).getFile()).lastModified
  } catch {
    return 0
  }
}

/**
 * Opens a collection.
 *
 * @throws CollectionError when it is not in this browser, or not ready
 */
export async function openStored(ref: CollectionRef): Promise<Bundle> {
  const whole = ref.id === sampleCollection.id ? await openSamples() : await openOwn(ref)
  return ref.only ? partOf(whole, ref.only) : whole
}

/** Its pictures are so small that each is its own thumbnail. */
async function openSamples(): Promise<Bundle> {
  const files = fetchedFiles(new URL(address, location.origin))
  const pictureOf = async ({ source, path }: Piece) => files.read(`pictures/${source}/${path}`)
  const bundle = await openBundle(files, { name: sampleCollection.name, original: pictureOf })
  return {
    ...bundle,
    thumbnail: async (id) => {
      const bytes = await bundle.original(id)
      if (bytes === undefined) throw new CollectionError('A picture of the samples cannot be fetched just now.')
      return bytes
    },
  }
}

async function openOwn({ id, name }: CollectionRef): Promise<Bundle> {
  const files = await filesOf(id).catch(() => {
    throw new CollectionError(`The collection “${name}” is not in this browser. Choose another, or make it anew.`)
  })
  // From an archive of a terminal they lie under their own names.
  const original = async ({ sha256, source, path }: Piece) =>
    (await files.read(originalPath(sha256))) ?? files.read(`pictures/${source}/${path}`)
  return openBundle(files, { name, original })
}

/** A collection of some pieces of another, in the other's order. Their neighbours are those that are among them. */
async function partOf(whole: Bundle, only: readonly string[]): Promise<Bundle> {
  const all = await whole.pieces()
  const wanted = new Set(only)
  const rows = [...all.keys()].filter((row) => wanted.has(all[row]!.id))
  const pieces = rows.map((row) => all[row]!)
  return {
    ...whole,
    count: pieces.length,
    pieces: async () => pieces,
    imprints: async () => {
      const { dimensions, vectors } = await whole.imprints()
      const own = new Float32Array(rows.length * dimensions)
      for (const [at, row] of rows.entries())
        own.set(vectors.subarray(row * dimensions, (row + 1) * dimensions), at * dimensions)
      return { count: rows.length, dimensions, vectors: own }
    },
    neighbours: async () => {
      const { k, indices, distances } = await whole.neighbours()
      const place = new Map(rows.map((row, at) => [row, at]))
      const found = rows.map((row) =>
        Array.from({ length: k }, (_, rank) => row * k + rank).filter((at) => place.has(indices[at]!)),
      )
      const least = Math.min(k, ...found.map((list) => list.length))
      const kept = found.flatMap((list) => list.slice(0, least))
      return {
        count: rows.length,
        k: least,
        indices: Int32Array.from(kept, (at) => place.get(indices[at]!)!),
        distances: Float32Array.from(kept, (at) => distances[at]!),
      }
    },
    layout: async (kind) => {
      const layout = await whole.layout(kind)
      if (!layout) return undefined
      const positions = new Float32Array(2 * rows.length)
      for (const [at, row] of rows.entries()) positions.set(layout.positions.subarray(2 * row, 2 * row + 2), 2 * at)
      return { ...layout, positions }
    },
    clusters: async () => {
      const clusters = await whole.clusters()
      return clusters && { ...clusters, labels: Int32Array.from(rows, (row) => clusters.labels[row]!) }
    },
  }
}
