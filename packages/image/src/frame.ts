import { crop, emptyData, fullScale, hasAlphaChannel, type Raster } from './raster.ts'

/** A part of a picture, in pixels. */
export interface Frame {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/**
 * The first frame on a transparent canvas of the picture's size. Decoders differ in what they leave around a frame that
 * does not fill the picture (libvips black, browsers nothing), and some reckon with later frames' extents.
 * @param frame where the frame lies; undefined when it fills the picture
 */
export function onCanvas(raster: Raster, width: number, height: number, frame: Frame | undefined): Raster {
  const larger =
    raster.width >= width && raster.height >= height && (raster.width > width || raster.height > height)
  const sized = larger ? crop(raster, 0, 0, width, height) : raster
  if (frame === undefined) return sized
  const { channels, depth, data: source } = sized
  const alpha = hasAlphaChannel(sized)
  const colors = alpha ? channels - 1 : channels
  const data = emptyData(depth, sized.width * sized.height * (colors + 1))
  for (let y = frame.top; y < Math.min(frame.top + frame.height, sized.height); y++)
    for (let x = frame.left; x < Math.min(frame.left + frame.width, sized.width); x++) {
      const pixel = y * sized.width + x
      for (let channel = 0; channel < colors; channel++)
        data[pixel * (colors + 1) + channel] = source[pixel * channels + channel] as number
      data[pixel * (colors + 1) + colors] = alpha ? (source[pixel * channels + colors] as number) : fullScale(depth)
    }
  return { width: sized.width, height: sized.height, channels: (colors + 1) as Raster['channels'], depth, data }
}
