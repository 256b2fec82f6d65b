/** What a collage makes, and where on its canvas the pieces have room. */
import { InstrumentError, type Plan, type RenderRequest, type Size } from '../instrument.ts'
import type { Mask } from './layout/index.ts'
import type { CollageParameters, collageParameters } from './params.ts'
import { pictureMask, shapeMask } from './shapes.ts'

/** A request of a collage. */
export type CollageRequest = RenderRequest<typeof collageParameters>

/** Pixels an inch where paper is meant and nothing is said. */
const USUAL_DPI = 300
const INCH = 25.4
/** Pixels and pieces above which work is called long: some seconds of two cores. */
const LONG_PIXELS = 12e6
const LONG_PIECES = 400

/** Where things are, in pixels of the whole picture, bleed included. */
export interface Geometry extends Size {
  /** Of the cut from each side. */
  readonly bleed: number
  /** Where pieces have their places. */
  readonly room: Size & { readonly left: number; readonly top: number }
}

/** The whole picture and the room in it. */
export function geometryOf({ width, height, bleed, dpi, margin }: CollageParameters): Geometry {
  const beyond = Math.round((bleed / INCH) * (dpi ?? USUAL_DPI))
  const free = margin * Math.min(width, height)
  return {
    width: width + 2 * beyond,
    height: height + 2 * beyond,
    bleed: beyond,
    room: { left: beyond + free, top: beyond + free, width: width - 2 * free, height: height - 2 * free },
  }
}

/** Pixels an inch of what is printed. */
export function resolutionOf({ dpi }: CollageParameters): number {
  return dpi ?? USUAL_DPI
}

/** The shape that the pieces fill; undefined for all the room. @throws InstrumentError when a mask is of no use */
export function maskOf({ parameters, inputs }: CollageRequest): Mask | undefined {
  const { room } = geometryOf(parameters)
  const [picture] = inputs['mask'] ?? []
  if (picture !== undefined) return pictureMask(picture.raster, room, picture.name)
  return shapeMask(parameters.shape, room)
}

/** `collage`'s `plan` (instrument.ts). */
export function planCollage({ parameters }: CollageRequest): Plan {
  const { width, height } = geometryOf(parameters)
  const { frames, fps, count, dpi, bleed } = parameters
  const long = width * height * frames > LONG_PIXELS || count > LONG_PIECES
  if (frames > 1) return { kind: 'film', width, height, frames, fps, long }
  const paper = dpi ?? (bleed > 0 ? USUAL_DPI : undefined)
  return { kind: 'raster', width, height, long, ...(paper === undefined ? {} : { dpi: paper }) }
}

/** `collage`'s `resize` (instrument.ts): paper keeps its size, so that bleed and resolution grow with the pixels. */
export function resizeCollage(request: CollageRequest, size: Size): CollageRequest {
  const { parameters } = request
  const now = geometryOf(parameters)
  const { bleed } = parameters
  const scaled =
    bleed === 0 ? {} : { dpi: Math.max(10, Math.round(resolutionOf(parameters) * (size.width / now.width))) }
  const beyond = geometryOf({ ...parameters, ...scaled }).bleed
  const width = size.width - 2 * beyond
  const height = size.height - 2 * beyond
  if (width < 16 || height < 16) {
    throw new InstrumentError(
      `A collage has sides of 16 pixels or more, bleed aside, found ${size.width} × ${size.height}.`,
    )
  }
  return { ...request, parameters: { ...parameters, ...scaled, width, height } }
}
