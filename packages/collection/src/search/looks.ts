import { resample, type Raster } from '@reverie/image'
import type { Runtime } from '@reverie/runtime'
import { whiten, type Imprinter, type Whitening } from '../imprint/index.ts'
import { colorsOf } from '../measure/colors.ts'
import { silhouetteOf } from '../measure/silhouette.ts'
import type { Looks } from './query.ts'

/** Longer side at which colours are counted. */
const COLORS = 64

/** What a collection's imprints are made with. */
export interface LooksOptions {
  readonly runtime: Runtime
  /** Over the collection's model. */
  readonly imprinter: Imprinter
  /** The collection's own. */
  readonly whitening: Whitening
}

/**
 * What a picture from elsewhere looks like, so that a collection can be searched for more like it.
 * @param raster upright, sRGB, 8 bits, 3 or 4 channels; 512 pixels of the longer side are plenty
 */
export async function looksOfPicture(raster: Raster, options: LooksOptions): Promise<Looks> {
  const { runtime, imprinter, whitening } = options
  const features = await imprinter.imprint([raster], [silhouetteOf(raster)])
  const scale = Math.min(1, COLORS / Math.max(raster.width, raster.height))
  const [width, height] = [raster.width, raster.height].map((size) => Math.max(1, Math.round(size * scale)))
  const { colors, palette } = colorsOf(resample(raster, width!, height!, 'area'))
  return { imprint: await whiten(runtime, whitening, features), palette, colors }
}
