/** From Reverie's rasters to what a canvas draws. */
import type { Raster } from '@reverie/image'

/** A bitmap of an 8-bit raster with 1, 3 or 4 channels (2: grey and alpha). */
export async function bitmapFrom(raster: Raster): Promise<ImageBitmap> {
  const { width, height, channels, data } = raster
  if (raster.depth !== 8) throw new Error(`The canvas shows rasters of 8 bits; this one has depth ${raster.depth}.`)
  const pixels = new Uint8ClampedArray(4 * width * height)
  const isGrey = channels < 3
  const alpha = channels === 4 ? 3 : channels === 2 ? 1 : undefined
  for (let at = 0, from = 0; at < pixels.length; at += 4, from += channels) {
    pixels[at] = data[from]!
    pixels[at + 1] = data[from + (isGrey ? 0 : 1)]!
    pixels[at + 2] = data[from + (isGrey ? 0 : 2)]!
    pixels[at + 3] = alpha === undefined ? 255 : data[from + alpha]!
  }
  return createImageBitmap(new ImageData(pixels, width, height))
}
