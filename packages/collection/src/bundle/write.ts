import { sha256 } from '@reverie/recipe'
import type { Clusters, CollectionFiles, Imprints, MapLayout, NeighbourLists } from '../collection.ts'
import { CollectionError } from '../error.ts'
import type { Piece } from '../piece.ts'
import { bundleFormat, checkPartName, manifestPath, readManifest, type Json, type Manifest } from './manifest.ts'
import type { Precision } from './parts.ts'
import { openBundle } from './open.ts'

/** All that a bundle holds. Rows of everything are in the order of the pieces. */
export interface BundleContents {
  /** What people call the collection. */
  readonly name: string
  /** All that are not removed. */
  readonly pieces: readonly Piece[]
  readonly imprints?: Imprints | undefined
  readonly neighbours?: NeighbourLists | undefined
  readonly layouts?: readonly MapLayout[] | undefined
  readonly clusters?: Clusters | undefined
  /** Facts to keep with it, such as the model of the imprints. */
  readonly about?: Readonly<Record<string, Json>> | undefined
  /** Bytes to keep with it by name, such as the whitening; names are small letters, digits and `-`. */
  readonly attachments?: Readonly<Record<string, Uint8Array>> | undefined
}

/** How a bundle is written. */
export interface WriteBundleOptions {
  /** Of the imprints; `float16` by default. */
  readonly precision?: Precision
}

/**
 * Writes the bundle of a collection, in place of the one that is there: readers see the old one or the new one, never
 * something between, and parts that stay the same are not written again.
 * @param files the collection's folder
 * @throws CollectionError when the parts do not fit each other, or the files can only be read
 */
export async function writeBundle(
  files: CollectionFiles,
  contents: BundleContents,
  { precision = 'float16' }: WriteBundleOptions = {},
): Promise<void> {
  if (files.write === undefined)
    throw new CollectionError('The bundle cannot be written: this collection can only be read.')
  const before = await readManifest(files).catch((error: unknown) => {
    // A damaged one is replaced; one of a newer Reverie is not.
    if (error instanceof CollectionError && error.message.includes('damaged')) return undefined
    throw error
  })
  const here = filesOf(before)
  const parts: Manifest['parts'] = {}
  for (const [part, encode] of await partsOf(contents, precision)) {
    checkPartName(part)
    // One at a time: the imprints of a large collection fill a good part of the memory.
    // oxlint-disable-next-line no-await-in-loop
    parts[part] = await writePart(files, part, encode(), here)
  }
  const { name, pieces, about = {} } = contents
  await turnTo(files, before, { name, count: pieces.length, parts, about: { ...about } })
}

/**
 * Writes the pieces of a bundle anew, because something is said of them that was not said before; all else stays.
 * @param pieces those that the bundle has, in the same order
 * @throws CollectionError when there is no bundle, it has other pieces, or its files can only be read
 */
export async function replacePieces(files: CollectionFiles, pieces: readonly Piece[]): Promise<void> {
  const bundle = await openBundle(files)
  const before = await bundle.pieces()
  if (before.length !== pieces.length || before.some(({ id }, row) => id !== pieces[row]?.id))
    throw new CollectionError(
      'The pieces of the collection are others than those that were to be written. Try again.',
    )
  const manifest = (await readManifest(files)) as Manifest
  const { name, count, parts, about } = manifest
  const { encodePieces } = await import('./pieces.ts')
  const part = await writePart(files, 'pieces', encodePieces(pieces), filesOf(manifest))
  await turnTo(files, manifest, { name, count, parts: { ...parts, pieces: part }, about })
}

/** The one step from a state of the bundle to the next, and the end of the state before the last. */
async function turnTo(
  files: CollectionFiles,
  before: Manifest | undefined,
  after: Omit<Manifest, 'format' | 'previous'>,
): Promise<void> {
  const now = new Set(Object.values(after.parts).map(({ file }) => file))
  const previous = [...filesOf(before)].filter((file) => !now.has(file))
  const manifest: Manifest = { format: bundleFormat, ...after, previous }
  if (files.write === undefined)
    throw new CollectionError('The bundle cannot be written: this collection can only be read.')
  await files.write(manifestPath, new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`))
  const old = (before?.previous ?? []).filter((file) => !now.has(file) && !previous.includes(file))
  await Promise.all(old.map(async (file) => files.remove?.(`bundle/${file}`)))
}

const filesOf = (manifest: Manifest | undefined): ReadonlySet<string> =>
  new Set(Object.values(manifest?.parts ?? {}).map(({ file }) => file))

/** Each part with what makes its bytes. */
async function partsOf(contents: BundleContents, precision: Precision): Promise<[string, () => Uint8Array][]> {
  // Arrow is loaded when something is written: much that knows collections writes none.
  const [{ encodePieces }, { encodeClusters, encodeImprints, encodeLayout, encodeNeighbours }] = await Promise.all([
    import('./pieces.ts'),
    import('./parts.ts'),
  ])
  const { pieces, imprints, neighbours, layouts, clusters, attachments } = contents
  const removed = pieces.find((piece) => piece.removed)
  if (removed !== undefined)
    throw new CollectionError(`"${removed.path}" is removed: a bundle holds only the pieces that are there.`)
  const fits = (part: string, count: number): void => {
    if (count !== pieces.length)
      throw new CollectionError(`The ${part} are of ${count} pieces, and the collection has ${pieces.length}.`)
  }
  const parts: [string, () => Uint8Array][] = [['pieces', () => encodePieces(pieces)]]
  if (imprints !== undefined) {
    fits('imprints', imprints.count)
    parts.push(['imprints', () => encodeImprints(imprints, precision)])
  }
  if (neighbours !== undefined) {
    fits('neighbours', neighbours.count)
    parts.push(['neighbours', () => encodeNeighbours(neighbours)])
  }
  for (const layout of layouts ?? []) {
    fits(`places of the layout "${layout.kind}"`, layout.positions.length / 2)
    parts.push([`layouts/${layout.kind}`, () => encodeLayout(layout)])
  }
  if (clusters !== undefined) {
    fits('clusters', clusters.labels.length)
    parts.push(['clusters', () => encodeClusters(clusters)])
  }
  for (const [name, bytes] of Object.entries(attachments ?? {})) parts.push([`attachments/${name}`, () => bytes])
  return parts
}

async function writePart(
  files: CollectionFiles,
  part: string,
  bytes: Uint8Array,
  here: ReadonlySet<string>,
): Promise<Manifest['parts'][string]> {
  const ending = part.startsWith('attachments/') ? 'bin' : 'arrow'
  const file = `${part}-${(await sha256(bytes)).slice(0, 12)}.${ending}`
  if (!here.has(file)) await files.write?.(`bundle/${file}`, bytes)
  return { file, bytes: bytes.length }
}
