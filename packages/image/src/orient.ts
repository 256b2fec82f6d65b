import { emptyData, type Raster } from './raster.ts'

/**
 * The raster upright.
 * @param orientation EXIF's: 1 as is, 2 mirrored, 3 half a turn, 4 flipped, 5 transposed, 6 a quarter clockwise, 7
 *   transposed over the other diagonal, 8 a quarter counter-clockwise
 */
export function orient(raster: Raster, orientation: number): Raster {
  if (orientation <= 1 || orientation > 8) return raster
  const { width, height, channels, depth } = raster
  const turned = orientation >= 5
  const [outWidth, outHeight] = turned ? [height, width] : [width, height]
  const fromRight = orientation === 2 || orientation === 3 || orientation === 7 || orientation === 8
  const fromBottom = orientation === 3 || orientation === 4 || orientation === 6 || orientation === 7
  const data = emptyData(depth, raster.data.length)
  let at = 0
  for (let y = 0; y < outHeight; y++)
    for (let x = 0; x < outWidth; x++) {
      const column = turned ? y : x
      const row = turned ? x : y
      const sourceX = fromRight ? width - 1 - column : column
      const sourceY = fromBottom ? height - 1 - row : row
      const from = (sourceY * width + sourceX) * channels
      for (let channel = 0; channel < channels; channel++) data[at++] = raster.data[from + channel] as number
    }
  return { width: outWidth, height: outHeight, channels, depth, data }
}
