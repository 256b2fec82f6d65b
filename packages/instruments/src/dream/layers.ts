/** What each layer of a network dreams, in small: for choosing layers by looking. */
import type { Raster } from '@reverie/image'
import type { Model } from '@reverie/models'
import { createRandom } from '@reverie/recipe'
import { contactSheet } from '../contact-sheet.ts'
import type { Host } from '../instrument.ts'
import { createDreamer } from './dreamer.ts'
import { channelsOf } from './objective.ts'
import { dreamParameters } from './params.ts'
import { dreamPicture } from './picture.ts'
import { planesOf, rasterOf, shrinkTo } from './raster.ts'
import { columnsFor } from './sheet.ts'

/** A layer's dream. */
export interface LayerThumbnail {
  readonly layer: string
  readonly channels: number
  readonly raster: Raster
}

/** What thumbnails are made with. */
export interface LayerOptions {
  /** Default: the layers that the model's card calls telling. */
  readonly layers?: readonly string[]
  /** Longest side of a thumbnail in pixels. Default 192. */
  readonly side?: number
  /** Default 8. */
  readonly steps?: number
  readonly seed?: number
  readonly signal?: AbortSignal
}

/**
 * Dreams a picture with one layer at a time: one octave, a few large steps.
 * @throws InstrumentError when a layer is not in the model, and the signal's reason when it is aborted.
 */
export async function* dreamLayers(
  picture: Raster,
  model: Model,
  host: Host,
  options: LayerOptions = {},
): AsyncGenerator<LayerThumbnail, void, void> {
  const layers = options.layers ?? model.card.telling.map(({ name }) => name)
  const channels = channelsOf(model, layers)
  const runtime = await host.runtime()
  const planes = planesOf(shrinkTo(picture, options.side ?? 192))
  const parameters = dreamParameters.parse({ octaves: 1, steps: options.steps ?? 8, stepSize: 5, jitter: 16 })
  for (const layer of layers) {
    options.signal?.throwIfAborted()
    const dreamer = await createDreamer(runtime, model, { layers: { [layer]: 1 }, channels: {} }, host.now)
    try {
      const dreaming = dreamPicture(dreamer, planes, parameters, createRandom(options.seed ?? 1), options)
      let step = await dreaming.next()
      while (!step.done) {
        step = await dreaming.next()
        await host.breathe?.()
      }
      yield { layer, channels: channels.get(layer)!, raster: rasterOf(step.value) }
    } finally {
      await dreamer.release()
    }
  }
}

/** Thumbnails as one labelled sheet. */
export function layerSheet(thumbnails: readonly LayerThumbnail[]): Raster {
  const cells = thumbnails.map(({ layer, channels, raster }) => ({
    label: [layer, `${channels} channels`],
    raster,
  }))
  const width = Math.max(...thumbnails.map(({ raster }) => raster.width))
  const height = Math.max(...thumbnails.map(({ raster }) => raster.height))
  return contactSheet(cells, columnsFor(cells.length), { width, height })
}
