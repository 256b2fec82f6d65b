/** What a dream makes, and the same dream at another size. */
import { resample } from '@reverie/image'
import type { Plan, Size } from '../instrument.ts'
import { fit } from './octaves.ts'
import { inputsOf, type DreamRequest } from './resolve.ts'
import { sheetSize } from './sheet.ts'

/** Pixels through which a step goes, times steps, above which work is called long. */
const LONG_WORK = 60e6

/** `dream`'s `plan` (instrument.ts). */
export function planDream(request: DreamRequest): Plan {
  const { frames, fps, maxSide, octaves, sheet, steps } = request.parameters
  const { image } = inputsOf(request)
  if (sheet !== undefined) return { kind: 'raster', ...sheetSize(sheet, image.raster, maxSide), long: true }
  const size = fit(image.raster, maxSide)
  const most = frames > 1 ? frames : Number.POSITIVE_INFINITY
  const count = image.film === undefined ? frames : image.film.count && Math.min(image.film.count, most)
  // The octaves of a picture have about twice its own pixels in all.
  const work = size.width * size.height * steps * Math.min(octaves, 2) * (count ?? 1)
  const long = work > LONG_WORK
  if (image.film === undefined && frames === 1) return { kind: 'raster', ...size, long }
  const known = count === undefined ? {} : { frames: count }
  return { kind: 'film', ...size, ...known, fps: image.film?.fps ?? fps, long }
}

/** `dream`'s `resize` (instrument.ts): the picture is made smaller (by area) or larger (bicubic) before anything else. */
export function resizeDream(request: DreamRequest, { width, height }: Size): DreamRequest {
  const { image } = inputsOf(request)
  const { maxSide: _, ...parameters } = request.parameters
  const smaller = width * height < image.raster.width * image.raster.height
  const raster = resample(image.raster, width, height, smaller ? 'area' : 'bicubic')
  return { ...request, parameters, inputs: { ...request.inputs, image: [{ ...image, raster }] } }
}
