/** Small WebP pictures of a master, made by the browser's canvas; by libvips where it writes no WebP. */
import type { Raster } from '@reverie/image'
import { writeImage } from '@reverie/image/web'
import { thumbnailSides } from '../thumbnail-path.ts'

const type = 'image/webp'
const quality = 0.82

/**
 * Encodes all sizes of a master.
 * @returns the bytes by size, the same where the picture is no larger
 */
export async function thumbnailsInBrowser(master: Raster): Promise<Uint8Array[]> {
  const { width, height } = master
  const longer = Math.max(width, height)
  const source = new OffscreenCanvas(width, height)
  source.getContext('2d')!.putImageData(imageDataOf(master), 0, 0)
  const encoded = new Map<number, Promise<Uint8Array>>()
  return Promise.all(
    thumbnailSides.map((side) => {
      const target = Math.min(side, longer)
      const bytes = encoded.get(target) ?? encode(source, target / longer)
      encoded.set(target, bytes)
      return bytes
    }),
  )
}

async function encode(source: OffscreenCanvas, scale: number): Promise<Uint8Array> {
  const canvas = scale === 1 ? source : scaled(source, scale)
  const blob = await canvas.convertToBlob({ type, quality })
  if (blob.type === type) return new Uint8Array(await blob.arrayBuffer())
  const { width, height } = canvas
  const { data } = canvas.getContext('2d')!.getImageData(0, 0, width, height)
  return writeImage({ width, height, channels: 4, depth: 8, data }, { format: 'webp', quality: 100 * quality })
}

function scaled(source: OffscreenCanvas, scale: number): OffscreenCanvas {
  const size = (length: number) => Math.max(1, Math.round(length * scale))
  const canvas = new OffscreenCanvas(size(source.width), size(source.height))
  const context = canvas.getContext('2d')!
  context.imageSmoothingQuality = 'high'
  context.drawImage(source, 0, 0, canvas.width, canvas.height)
  return canvas
}

function imageDataOf({ width, height, channels, data }: Raster): ImageData {
  const pixels = new Uint8ClampedArray(width * height * 4)
  for (let from = 0, to = 0; to < pixels.length; from += channels, to += 4) {
    pixels[to] = data[from] as number
    pixels[to + 1] = data[from + 1] as number
    pixels[to + 2] = data[from + 2] as number
    pixels[to + 3] = channels === 4 ? (data[from + 3] as number) : 255
  }
  return new ImageData(pixels, width, height)
}
