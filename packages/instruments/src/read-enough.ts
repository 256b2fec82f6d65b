/** Pictures that are read for a size: those of very many pixels are shrunk while they are read, so that memory holds. */
import { readHeader, type Picture, type Raster, type ReadOptions } from '@reverie/image'

/** Pixels above which a picture is not held as a whole where it need not be. */
const largePixels = 16e6

/**
 * Reads a picture.
 * @param read of the platform
 * @param enough the longer side that is needed, pixels; of a large picture twice that comes, where it is less than half
 */
export async function readEnough(
  read: (bytes: Uint8Array, options: ReadOptions) => Promise<Picture>,
  bytes: Uint8Array,
  name: string,
  enough: number | undefined,
): Promise<Raster> {
  const { width, height } = readHeader(bytes, { name })
  const side = Math.ceil(2 * (enough ?? Infinity))
  const shrinks = width * height > largePixels && Math.max(width, height) > 2 * side
  return (await read(bytes, shrinks ? { name, maxSide: side } : { name })).raster
}
