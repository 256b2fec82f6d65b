/** The bundle of what was looked at: words, imprints, neighbours, maps, clusters. What lies on the map stays there. */
import type { Runtime } from '@reverie/runtime'
import { openBundle, type Bundle } from '../bundle/open.ts'
import { writeBundle } from '../bundle/write.ts'
import { mapsOf } from '../collect/maps.ts'
import type { CollectionFiles, Imprints } from '../collection.ts'
import { CollectionError } from '../error.ts'
import { decodeWhitening, encodeWhitening, whiteningAttachment } from '../imprint/whitening-bytes.ts'
import { fitWhitening, whiten } from '../imprint/whitening.ts'
import { clustersOf } from '../maps/index.ts'
import { describePicture } from '../metadata/describe.ts'
import { readSidecars } from '../metadata/sidecars.ts'
import { neighbourLists } from '../neighbours/exact.ts'
import type { Piece } from '../piece.ts'
import type { SourceFile } from '../source.ts'
import { originalPath, type Journal } from './journal.ts'
import { picturesTaken, sidecarsTaken } from './taken.ts'

/** Neighbours that are kept of each piece, as `reverie collect` keeps them. */
const neighbours = 32

/** How arranging goes. */
export interface ArrangeOptions {
  readonly files: Required<CollectionFiles>
  readonly journal: Journal
  readonly name: string
  readonly runtime: () => Promise<Runtime>
  readonly model: { readonly id: string; readonly sha256: string; readonly dimensions: number }
  readonly signal: AbortSignal
  /** Told what begins, and the share that is done. */
  readonly onStage: (stage: string, share: number) => void
}

const stages = 6

/** Writes the bundle. @returns its pieces @throws the signal's reason */
export async function arrange(options: ArrangeOptions): Promise<readonly Piece[]> {
  const { files, journal, name, model, signal, onStage } = options
  let done = 0
  const begin = (stage: string) => {
    signal.throwIfAborted()
    onStage(stage, done++ / stages)
  }
  const before = await openKept(files)
  const { pieces, rows } = await piecesThere(files, journal)
  if (pieces.length === 0) {
    await writeBundle(files, { name, pieces, about: { model } })
    return pieces
  }
  begin('imprints')
  const runtime = await options.runtime()
  const features = featuresOf(journal, rows, model.dimensions)
  const kept = await before?.attachment(whiteningAttachment)
  const whitening =
    kept === undefined
      ? await fitWhitening(runtime, features, rows.length, model.dimensions)
      : decodeWhitening(kept)
  const vectors = await whiten(runtime, whitening, features)
  const imprints: Imprints = { count: rows.length, dimensions: whitening.kept, vectors }
  begin('neighbours')
  const lists = await neighbourLists(runtime, imprints, neighbours, { signal })
  const layouts = await mapsOf({ pieces, lists, before, signal, begin })
  begin('clusters')
  const clusters = await clustersOf(lists, pieces, { signal })
  const attachments = { [whiteningAttachment]: encodeWhitening(whitening) }
  await writeBundle(files, {
    name,
    pieces,
    imprints,
    neighbours: lists,
    layouts,
    clusters,
    about: { model },
    attachments,
  })
  return pieces
}

async function openKept(files: CollectionFiles): Promise<Bundle | undefined> {
  try {
    const bundle = await openBundle(files)
    await bundle.pieces()
    return bundle
  } catch (error) {
    // The first time there is none, and a damaged one is made again.
    if (error instanceof CollectionError) return undefined
    throw error
  }
}

/** The pieces whose pictures are there, in the order in which they came, and where their features are. */
async function piecesThere(
  files: Required<CollectionFiles>,
  journal: Journal,
): Promise<{ readonly pieces: readonly Piece[]; readonly rows: readonly Row[] }> {
  const there = new Map(picturesTaken(journal).map((picture) => [picture.sha256, picture]))
  const paths = new Set([...there.values()].flatMap((picture) => picture.paths))
  const sidecars = sidecarsTaken(journal).map(({ path, stamp, bytes, sha256 }): SourceFile => ({
    path,
    stamp,
    bytes,
    read: async () => (await files.read(originalPath(sha256))) ?? new Uint8Array(),
  }))
  const said = await readSidecars(sidecars, paths)
  const found = journal.seen.flatMap(({ pieces }, batch) =>
    pieces.flatMap((piece, row) => {
      const picture = there.get(piece.sha256)
      if (picture === undefined) return []
      const { title, author, link, license, tags, year } = piece
      const sidecar = picture.paths.map((path) => said.about(path)).find((about) => about !== undefined)
      const words = describePicture({
        paths: picture.paths,
        embedded: { title, author, link, license, tags, year },
        sidecar,
      })
      return [{ piece: { ...piece, ...words, path: picture.path, paths: picture.paths }, row: { batch, row } }]
    }),
  )
  return { pieces: found.map(({ piece }) => piece), rows: found.map(({ row }) => row) }
}

interface Row {
  readonly batch: number
  readonly row: number
}

function featuresOf({ seen }: Journal, rows: readonly Row[], dimensions: number): Float32Array {
  const features = new Float32Array(rows.length * dimensions)
  for (const [at, { batch, row }] of rows.entries())
    features.set(seen[batch]!.features.vectors.subarray(row * dimensions, (row + 1) * dimensions), at * dimensions)
  return features
}
