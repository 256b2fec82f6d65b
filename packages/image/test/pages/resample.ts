/** Resamples in the page. */
import { resample, toDepth, type Method, type Raster } from '@reverie/image'

/** A raster's target size and method. */
export interface ResampleRequest {
  readonly raster: Raster
  readonly width: number
  readonly height: number
  readonly method: Method
}

export default function run(requests: ResampleRequest[]): Raster[] {
  return requests.map(({ raster, width, height, method }) =>
    resample(toDepth(raster, 'float'), width, height, method),
  )
}
