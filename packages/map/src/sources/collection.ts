/** A map from a collection that is open in the page; its atlases are drawn here. */
import type { Collection, MapLayout } from '@reverie/collection'
import { catalogueOf, type Catalogue } from '../format/catalogue.ts'
import { detailOf } from '../format/detail.ts'
import { atlasShape } from '../format/manifest.ts'
import { layoutKinds } from '../layout-kinds.ts'
import type { MapSource } from './source.ts'

/** Thumbnails that are decoded at once while an atlas is drawn. */
const atOnce = 32

/**
 * Opens a collection for the map. It stays the caller's, who closes it after the map is destroyed.
 * @throws Error when it has no layout
 */
export async function openCollectionSource(collection: Collection): Promise<MapSource> {
  const pieces = await collection.pieces()
  const layouts = new Map<string, MapLayout>()
  for (const kind of layoutKinds) {
    const layout = await collection.layout(kind)
    if (layout !== undefined) layouts.set(kind, layout)
  }
  if (layouts.size === 0)
    throw new Error(`The collection "${collection.name}" has no map yet. Finish collecting it first.`)
  const clusters = await collection.clusters()
  const lists = await collection.neighbours().catch(() => undefined)
  const shape = atlasShape(pieces.length)
  const perRow = shape.side / shape.cell
  let catalogue: Catalogue | undefined

  const drawSprite = async (
    context: OffscreenCanvasRenderingContext2D,
    row: number,
    inAtlas: number,
  ): Promise<void> => {
    const piece = pieces[row]!
    const longer = Math.max(piece.width, piece.height, 1)
    const blob = new Blob([(await collection.thumbnail(piece.id, 64)) as Uint8Array<ArrayBuffer>])
    const bitmap = await createImageBitmap(blob)
    const x = (inAtlas % perRow) * shape.cell
    const y = Math.floor(inAtlas / perRow) * shape.cell
    const width = Math.max(1, (shape.cell * piece.width) / longer)
    const height = Math.max(1, (shape.cell * piece.height) / longer)
    context.drawImage(bitmap, x, y, width, height)
    bitmap.close()
  }
  return {
    name: collection.name,
    layouts: [...layouts.keys()],
    atlas: shape,
    catalogue: async () => (catalogue ??= catalogueOf(pieces, clusters)),
    layout: async (kind) => layouts.get(kind)!,
    sprites: async (index, signal) => {
      const canvas = new OffscreenCanvas(shape.side, shape.side)
      const context = canvas.getContext('2d')!
      context.imageSmoothingQuality = 'high'
      const first = index * perRow ** 2
      const last = Math.min(pieces.length, first + perRow ** 2)
      for (let from = first; from < last; from += atOnce) {
        signal.throwIfAborted()
        const rows = Array.from({ length: Math.min(atOnce, last - from) }, (_, at) => from + at)
        // A thumbnail that cannot be read leaves its cell empty.
        await Promise.all(rows.map((row) => drawSprite(context, row, row - first).catch(() => undefined)))
      }
      return canvas
    },
    picture: async (row, side) =>
      new Blob([(await collection.thumbnail(pieces[row]!.id, side)) as Uint8Array<ArrayBuffer>], {
        type: 'image/webp',
      }),
    detail: async (row) => detailOf(pieces[row]!, row, lists),
    original: async (row) => {
      const bytes = await collection.original(pieces[row]!.id)
      if (bytes === undefined) return undefined
      const { format } = pieces[row]!
      return { kind: 'bytes', blob: new Blob([bytes as Uint8Array<ArrayBuffer>]), format }
    },
  }
}
