/** The step between the frames of a zoom that is made picture by picture, each the dream of the one before seen from closer. */
import { crop, resample, type Raster } from '@reverie/image'

/**
 * A picture seen from closer, about its centre, at its own size.
 * @param share by which it comes closer, 0 to below 1
 */
export function seenFromCloser(raster: Raster, share: number): Raster {
  const { width, height } = raster
  const [w, h] = [Math.max(1, Math.round(width * (1 - share))), Math.max(1, Math.round(height * (1 - share)))]
  const part = crop(raster, Math.floor((width - w) / 2), Math.floor((height - h) / 2), w, h)
  return resample(part, width, height, 'linear')
}
