/** A palette out of a picture. */
import type { Raster } from '@reverie/image'
import { InstrumentError } from '../instrument.ts'
import { clusterColors, colorPoints } from './color-clusters.ts'
import { exactSrgb, hexOf } from './exact-oklab.ts'

/** As many colours as a palette may have. */
const most = 64

/**
 * The colours that stand for a picture, from dark to light, each of them one that is in it. Small vivid things count for
 * more than their area. The same picture gives the same colours in every engine.
 * @param count 1 to 64; fewer come back where the picture has fewer
 * @returns `#rrggbb` each, all different
 * @throws InstrumentError when the count is out of range or the picture is wholly transparent
 */
export function extractPalette(raster: Raster, count: number): string[] {
  if (!Number.isInteger(count) || count < 1 || count > most)
    throw new InstrumentError(`A palette has 1 to ${most} colours, ${count} were asked for.`)
  const points = colorPoints(raster, true)
  if (points.weights.length === 0)
    throw new InstrumentError(
      'The picture for the palette is wholly transparent, so it has no colours: give another one.',
    )
  return [...new Set(clusterColors(points, count).map(({ nearest }) => hexOf(exactSrgb(nearest))))]
}
