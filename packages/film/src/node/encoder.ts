import sharp from 'sharp'
import { findFfmpeg } from './ffmpeg.ts'

const lossless = new Set(['png', 'tiff', 'png-sequence'])
const videos = new Set(['mp4', 'webm'])

/**
 * What encodes a format of pictures or films on this machine, with its version: `sharp 0.35.5` or `ffmpeg 5.1.9`. Two
 * encoders of different versions may give different pixels, so a recipe tells which it was.
 *
 * @returns `undefined` for formats that lose nothing, where it does not matter.
 */
export async function encoderOf(format: string): Promise<string | undefined> {
  if (lossless.has(format)) return undefined
  if (!videos.has(format)) return `sharp ${sharp.versions.sharp}`
  const ffmpeg = await findFfmpeg()
  return ffmpeg === undefined ? undefined : `ffmpeg ${ffmpeg.version}`
}
