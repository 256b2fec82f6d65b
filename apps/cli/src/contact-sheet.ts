/** A contact sheet: what each layer of a network dreams into a picture, labelled. */
import { readImageFile, writeFileAtomic, writeImage } from '@reverie/image/node'
import { dreamLayers, layerSheet, type Host, type LayerThumbnail } from '@reverie/instruments'
import type { Model } from '@reverie/models'
import { refuse, type Call } from './call.ts'
import { destinationsOf, type Destination } from './destination.ts'
import { startProgress } from './progress.ts'
import type { Terminal } from './terminal.ts'

interface SheetRequest {
  readonly picture: string
  readonly out: string | undefined
  readonly model: Model
  readonly layers: readonly string[]
}

/** Makes the sheet and writes it. */
export async function makeContactSheet(
  { picture, out, model, layers }: SheetRequest,
  host: Host,
  call: Call,
  terminal: Terminal,
): Promise<{ out: string; width: number; height: number; milliseconds: number }> {
  const sources = [{ path: picture, kind: 'raster' as const }]
  const { destinations, problems } = destinationsOf({ out, format: undefined, sources, suffix: 'layers' })
  refuse(problems)
  const { path, format } = destinations[0] as Extract<Destination, { kind: 'raster' }>
  const { raster } = await readImageFile(picture)
  const progress = startProgress(terminal, picture, call.now)
  const thumbnails: LayerThumbnail[] = []
  try {
    for await (const thumbnail of dreamLayers(raster, model, host, { layers, signal: call.signal })) {
      thumbnails.push(thumbnail)
      progress.update({ stage: thumbnail.layer, done: thumbnails.length, total: layers.length })
    }
  } finally {
    progress.end()
  }
  const sheet = layerSheet(thumbnails)
  const bytes = await writeImage(sheet, { format })
  await writeFileAtomic(path, bytes)
  return { out: path, width: sheet.width, height: sheet.height, milliseconds: call.now() }
}
