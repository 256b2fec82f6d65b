import type { Raster } from '@reverie/image'
import { recipeToXmp } from '@reverie/recipe'
import { frameDelay, recipeOf, type FilmOptions, type FilmSize } from '../film.ts'
import { evenFrames, toRgba, type Frame } from '../frames.ts'
import { webpFrame, webpHead, webpHeadBytes, webpXmp } from '../webp.ts'

/**
 * An animated WebP of frames that a canvas encodes. The encoded frames are kept as blobs, which a browser may hold on
 * the disk; of the frames themselves one stands in memory at a time.
 *
 * @throws Error when this browser's canvas cannot encode WebP (Safari's cannot).
 */
export async function encodeWebp(
  frames: AsyncIterable<Raster>,
  options: FilmOptions & { readonly quality: number },
): Promise<{ blob: Blob; size: FilmSize }> {
  const parts: Blob[] = []
  let size: FilmSize = { width: 0, height: 0, frames: 0 }
  let length = webpHeadBytes
  let alpha = false
  const add = (bytes: Uint8Array): void => {
    parts.push(new Blob([bytes as Uint8Array<ArrayBuffer>]))
    length += bytes.length
  }
  for await (const frame of evenFrames(frames, options.signal)) {
    const still = await encodeStill(frame, options.quality)
    const milliseconds = frameDelay(size.frames, options.fps, 1000)
    const made = webpFrame(still, { width: frame.width, height: frame.height, milliseconds })
    add(made.chunk)
    alpha ||= made.alpha
    size = { width: frame.width, height: frame.height, frames: size.frames + 1 }
  }
  const recipe = recipeOf(options, size)
  if (recipe !== undefined) add(webpXmp(recipeToXmp(recipe)))
  const head = webpHead({ width: size.width, height: size.height, alpha, xmp: recipe !== undefined, size: length })
  return { blob: new Blob([head as Uint8Array<ArrayBuffer>, ...parts], { type: 'image/webp' }), size }
}

async function encodeStill(frame: Frame, quality: number): Promise<Uint8Array> {
  const canvas = new OffscreenCanvas(frame.width, frame.height)
  const context = canvas.getContext('2d')!
  context.putImageData(new ImageData(Uint8ClampedArray.from(toRgba(frame).data), frame.width, frame.height), 0, 0)
  const blob = await canvas.convertToBlob({ type: 'image/webp', quality: quality / 100 })
  // A browser that lacks an encoder answers with PNG instead of an error.
  if (blob.type !== 'image/webp') {
    throw new Error('This browser cannot write WebP films. Choose mp4, or use Chrome, Edge or Firefox.')
  }
  return new Uint8Array(await blob.arrayBuffer())
}
