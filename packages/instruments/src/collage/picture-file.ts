/** Pieces as they go into drawings and prints: as large as they are drawn, or a little larger where the original is. */
import { flatten, type Raster } from '@reverie/image'
import type { Host, InputPiece } from '../instrument.ts'
import type { Placement } from './place.ts'
import { readPiece, sized } from './sprite.ts'

/**
 * A piece's pixels for a place.
 * @param finer how many times finer than the canvas they may be, as far as the original goes
 */
export async function rasterFor(
  { width, height }: Pick<Placement, 'width' | 'height'>,
  file: InputPiece,
  finer: number,
  host: Host,
): Promise<Raster> {
  const raster = await readPiece(file, host, finer * Math.max(width, height))
  const scale = Math.min(1, (width * finer) / raster.width)
  if (scale === 1) return raster
  return sized(
    raster,
    Math.max(1, Math.round(raster.width * scale)),
    Math.max(1, Math.round(raster.height * scale)),
  )
}

/** What is opaque as JPEG, the rest as PNG. */
export async function fileOf(
  raster: Raster,
  host: Host,
): Promise<{ readonly type: string; readonly bytes: Uint8Array }> {
  if (raster.channels === 4) return { type: 'image/png', bytes: await host.writeImage(raster, 'png') }
  return { type: 'image/jpeg', bytes: await host.writeImage(flatten(raster), 'jpeg', QUALITY) }
}

/** Of JPEGs: full colour resolution, and nothing that is seen in print. */
export const QUALITY = 92
