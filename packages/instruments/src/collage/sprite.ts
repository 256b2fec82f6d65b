/** A piece made ready for drawing: decoded once, at the size it is drawn at, with colours multiplied by alpha. */
import { resample, type Raster } from '@reverie/image'
import { InstrumentError, type Host, type InputPiece } from '../instrument.ts'

/** Pixels that can be laid on others. */
export interface Sprite {
  readonly width: number
  readonly height: number
  /** [height, width, 4], 0 to 255, colours multiplied by alpha. */
  readonly data: Uint8Array
}

/** Shrinking by more than this is by area, which then looks the same as a longer filter and is much faster. */
const BY_AREA = 2.5

/**
 * Decodes a piece at a size.
 * @throws InstrumentError when it cannot be read
 */
export async function readSprite(piece: InputPiece, width: number, height: number, host: Host): Promise<Sprite> {
  const raster = await readPiece(piece, host, Math.max(width, height))
  return premultiplied(sized(raster, Math.max(1, Math.round(width)), Math.max(1, Math.round(height))))
}

/** A piece's pixels. @param enough the longer side that is needed @throws InstrumentError when it cannot be read */
export async function readPiece(piece: InputPiece, host: Host, enough: number): Promise<Raster> {
  const bytes = await piece.read()
  try {
    return await host.readImage(bytes, piece.name, enough)
  } catch (error) {
    throw new InstrumentError(
      `The piece "${piece.name}" cannot be drawn: ${(error as Error).message} Remove it from the collage, or put another in its place.`,
      { cause: error },
    )
  }
}

/** A raster at another size, by the filter that suits it. */
export function sized(raster: Raster, width: number, height: number): Raster {
  if (raster.width === width && raster.height === height) return raster
  return resample(raster, width, height, raster.width > BY_AREA * width ? 'area' : 'bicubic')
}

function premultiplied({ width, height, channels, data: from }: Raster): Sprite {
  const data = new Uint8Array(width * height * 4)
  for (let at = 0, source = 0; at < data.length; at += 4, source += channels) {
    const alpha = channels === 4 ? (from[source + 3] as number) : 255
    data[at] = ((from[source] as number) * alpha + 127) / 255
    data[at + 1] = ((from[source + 1] as number) * alpha + 127) / 255
    data[at + 2] = ((from[source + 2] as number) * alpha + 127) / 255
    data[at + 3] = alpha
  }
  return { width, height, data }
}
