/** Decoding PNG in plain code, for what a canvas would round: 16 bits. */
import { decode } from 'fast-png'
import type { Raster } from './raster.ts'

/** Decodes a PNG without a palette, of 8 or 16 bits. A transparent colour (`tRNS`) becomes alpha. */
export function decodePng(bytes: Uint8Array): Raster {
  const { width, height, channels, depth, data, transparency } = decode(bytes)
  const raster = {
    width,
    height,
    channels: channels as Raster['channels'],
    depth: depth === 16 ? 16 : 8,
    data,
  } as const
  return transparency === undefined ? raster : withTransparentColor(raster, transparency)
}

function withTransparentColor(raster: Raster, color: Uint16Array): Raster {
  const { width, height, channels, depth, data: source } = raster
  const data =
    depth === 16
      ? new Uint16Array(width * height * (channels + 1))
      : new Uint8Array(width * height * (channels + 1))
  const opaque = depth === 16 ? 65_535 : 255
  for (let from = 0, to = 0; from < source.length; from += channels) {
    let matches = true
    for (let channel = 0; channel < channels; channel++) {
      const value = source[from + channel] as number
      if (value !== color[channel]) matches = false
      data[to++] = value
    }
    data[to++] = matches ? 0 : opaque
  }
  return { width, height, channels: (channels + 1) as Raster['channels'], depth, data }
}
