import type { Raster } from '@reverie/image'

/** The raster on a grey ground, opaque; the same raster when it has no alpha. 8 bits, 3 or 4 channels. */
export function onGround(raster: Raster, gray: number): Raster {
  if (raster.channels !== 4) return raster
  const { width, height, data: source } = raster
  const data = new Uint8Array(width * height * 3)
  for (let from = 0, to = 0; to < data.length; from += 4, to += 3) {
    const share = (source[from + 3] as number) / 255
    for (let channel = 0; channel < 3; channel++)
      data[to + channel] = Math.floor(gray + ((source[from + channel] as number) - gray) * share + 0.5)
  }
  return { width, height, channels: 3, depth: 8, data }
}
