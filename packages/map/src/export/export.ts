/**
 * Writes a map as files that any web server hosts. Data lie in a folder that is named for its content and the manifest is
 * written last, so that an interrupted export leaves the map that was there before.
 */
import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { CollectionError, type Collection, type CollectionFiles, type MapLayout } from '@reverie/collection'
import { catalogueOf, encodeCatalogue } from '../format/catalogue.ts'
import { detailOf } from '../format/detail.ts'
import { atlasShape, mapFormat, type MapManifest } from '../format/manifest.ts'
import {
  atlasFile,
  catalogueFile,
  detailsFile,
  detailsShard,
  encodePositions,
  manifestFile,
  originalFile,
  positionsFile,
  thumbnailFile,
  thumbnailSides,
  type OriginalFile,
} from '../format/paths.ts'
import { layoutKinds } from '../layout-kinds.ts'
import { drawAtlas } from './atlases.ts'
import { originalFiles } from './originals.ts'

/** How a map is exported. */
export interface MapExportOptions {
  /** Whether originals go along, for the closest look. */
  readonly originals?: boolean
  readonly signal?: AbortSignal
  readonly onProgress?: (step: { readonly stage: string; readonly done: number; readonly total: number }) => void
}

/** What was exported. */
export interface MapExport {
  readonly pieces: number
  readonly layouts: readonly string[]
  /** Of what was written, without the viewer. */
  readonly files: number
  readonly bytes: number
  /** Originals that could not be had, by their paths. */
  readonly missing: readonly string[]
}

type Write = (path: string, bytes: Uint8Array) => Promise<void>

/** Pictures whose files are written at once. */
const atOnce = 8

/**
 * Exports the data of a map; the viewer's own files are beside it (`copyViewer`).
 * @throws CollectionError when the collection has no layout; the signal's reason
 */
export async function exportMap(
  collection: Collection,
  files: Required<Pick<CollectionFiles, 'read' | 'write'>>,
  { originals = false, signal = new AbortController().signal, onProgress }: MapExportOptions = {},
): Promise<MapExport> {
  const pieces = await collection.pieces()
  const layouts = await layoutsOf(collection)
  const counted = { files: 0, bytes: 0 }
  const write: Write = async (path, bytes) => {
    signal.throwIfAborted()
    await files.write(path, bytes)
    counted.files++
    counted.bytes += bytes.length
  }
  const atlas = atlasShape(pieces.length)
  const total = pieces.length * (originals ? 3 : 2)
  let done = 0
  const step = (stage: string): void => onProgress?.({ stage, done: ++done, total })

  const parts = await dataParts(collection, layouts)
  for (let index = 0; index < atlas.count; index++)
    parts.set(atlasFile(index), await drawAtlas(collection, pieces, atlas, index, signal, () => step('sprites')))
  const data = `data/${stampOf(parts)}`
  for (const [path, bytes] of parts) await write(`${data}/${path}`, bytes)

  const missing: string[] = []
  const found: (OriginalFile | null)[] = pieces.map(() => null)
  for (let from = 0; from < pieces.length; from += atOnce) {
    await Promise.all(
      pieces.slice(from, from + atOnce).map(async (piece, at) => {
        for (const side of thumbnailSides) {
          const path = thumbnailFile(piece.id, side)
          await write(path, await collection.thumbnail(piece.id, side))
        }
        step('thumbnails')
        if (!originals) return
        const bytes = await collection.original(piece.id)
        const made = bytes && (await originalFiles(piece, bytes, originalFile(piece.id)).catch(() => undefined))
        if (made === undefined) missing.push(piece.path)
        for (const file of made?.files ?? []) await write(file.path, file.bytes)
        found[from + at] = made?.about ?? null
        step('originals')
      }),
    )
  }
  const manifest: MapManifest = {
    format: mapFormat,
    name: collection.name,
    count: pieces.length,
    layouts: layouts.map(({ kind, cell, labels }) => ({
      kind,
      ...(cell !== undefined && { cell }),
      ...(labels !== undefined && { labels }),
    })),
    atlas,
    data,
    ...(originals && { originals: found }),
  }
  await write(manifestFile, json(manifest))
  return { pieces: pieces.length, layouts: layouts.map(({ kind }) => kind), ...counted, missing }
}

async function layoutsOf(collection: Collection): Promise<readonly MapLayout[]> {
  const found: MapLayout[] = []
  for (const kind of layoutKinds) {
    const layout = await collection.layout(kind)
    if (layout !== undefined) found.push(layout)
  }
  if (found.length > 0) return found
  if ((await collection.pieces()).length === 0)
    throw new CollectionError(
      `The collection "${collection.name}" is empty: collect a folder that has pictures into it.`,
    )
  throw new CollectionError(
    `The collection "${collection.name}" has no map yet. Run "reverie collect" again to finish it.`,
  )
}

/** Files of the data folder but for the atlases. */
async function dataParts(collection: Collection, layouts: readonly MapLayout[]): Promise<Map<string, Uint8Array>> {
  const pieces = await collection.pieces()
  const lists = pieces.length > 1 ? await collection.neighbours() : undefined
  const catalogue = catalogueOf(pieces, await collection.clusters())
  const parts = new Map([[catalogueFile, gzipSync(json(encodeCatalogue(catalogue)))]]) as Map<string, Uint8Array>
  for (const { kind, positions } of layouts) parts.set(positionsFile(kind), gzipSync(encodePositions(positions)))
  for (let from = 0; from < pieces.length; from += detailsShard) {
    const details = pieces.slice(from, from + detailsShard).map((piece, at) => detailOf(piece, from + at, lists))
    parts.set(detailsFile(from), gzipSync(json(details)))
  }
  return parts
}

const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value))

function stampOf(parts: ReadonlyMap<string, Uint8Array>): string {
  const hash = createHash('sha256')
  for (const [path, bytes] of parts) hash.update(`${path}\0${bytes.length}\0`).update(bytes)
  return hash.digest('hex').slice(0, 12)
}
