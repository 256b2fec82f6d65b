/**
 * Animated WebP and GIF in Node: sharp encodes each frame as a still, `webp.ts` and `gif.ts` string the stills
 * together, and the file grows on the disk. One frame stands in memory at a time: 30 and 300 frames of 512 × 512 both took
 * 151 MB at their peak, Node included. sharp's own way (`join`) takes an array of all of them.
 */
import { open, type FileHandle } from 'node:fs/promises'
import { longestSides, type Raster } from '@reverie/image'
import { recipeToXmp } from '@reverie/recipe'
import sharp, { type Sharp } from 'sharp'
import { frameDelay, recipeOf, type FilmOptions, type FilmSize } from '../film.ts'
import { evenFrames, type Frame } from '../frames.ts'
import { gifFrame, gifHead, gifTail, gifXmp } from '../gif.ts'
import { webpFrame, webpHead, webpHeadBytes, webpXmp } from '../webp.ts'

type Options = FilmOptions & { readonly quality: number }

/** A picture as sharp takes it. */
function toSharp({ width, height, channels, data }: Frame): Sharp {
  return sharp(data, { raw: { width, height, channels } })
}

/** Writes an animated WebP to `path` as frames come. */
export async function encodeWebp(frames: AsyncIterable<Raster>, path: string, options: Options): Promise<FilmSize> {
  return writing(path, async (file) => {
    // The head tells the size and whether there is transparency, so it is written last, into this gap.
    await file.write(new Uint8Array(webpHeadBytes), 0, webpHeadBytes, 0)
    let size: FilmSize = { width: 0, height: 0, frames: 0 }
    let at = webpHeadBytes
    let alpha = false
    for await (const frame of evenFrames(frames, options.signal)) {
      if (Math.max(frame.width, frame.height) > longestSides.webp) {
        throw new Error(
          `A WebP is at most ${longestSides.webp} pixels on a side, not ${frame.width} × ${frame.height}. Choose mp4 or a folder of PNG frames.`,
        )
      }
      const still = await toSharp(frame).webp({ quality: options.quality }).toBuffer()
      const milliseconds = frameDelay(size.frames, options.fps, 1000)
      const made = webpFrame(still, { width: frame.width, height: frame.height, milliseconds })
      await file.write(made.chunk, 0, made.chunk.length, at)
      at += made.chunk.length
      alpha ||= made.alpha
      size = { width: frame.width, height: frame.height, frames: size.frames + 1 }
    }
    const recipe = recipeOf(options, size)
    if (recipe !== undefined) {
      const xmp = webpXmp(recipeToXmp(recipe))
      await file.write(xmp, 0, xmp.length, at)
      at += xmp.length
    }
    const head = webpHead({ width: size.width, height: size.height, alpha, xmp: recipe !== undefined, size: at })
    await file.write(head, 0, head.length, 0)
    return size
  })
}

/** Writes an animated GIF to `path` as frames come. Each frame has its own palette of at most 256 colours. */
export async function encodeGif(frames: AsyncIterable<Raster>, path: string, options: Options): Promise<FilmSize> {
  return writing(path, async (file) => {
    let size: FilmSize = { width: 0, height: 0, frames: 0 }
    for await (const frame of evenFrames(frames, options.signal)) {
      if (size.frames === 0) await file.appendFile(gifHead(frame))
      // A quarter of the time of the usual effort, for 1.5 dB (a dream of 512 × 512).
      const still = await toSharp(frame).gif({ effort: 5 }).toBuffer()
      await file.appendFile(gifFrame(still, frameDelay(size.frames, options.fps, 100)))
      size = { width: frame.width, height: frame.height, frames: size.frames + 1 }
    }
    const recipe = recipeOf(options, size)
    if (recipe !== undefined) await file.appendFile(gifXmp(recipeToXmp(recipe)))
    await file.appendFile(gifTail())
    return size
  })
}

async function writing<T>(path: string, write: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path, 'w')
  try {
    const result = await write(file)
    await file.sync()
    return result
  } finally {
    await file.close()
  }
}
