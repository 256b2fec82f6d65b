import { readdir } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Raster } from '@reverie/image'
import { atomically } from '@reverie/recipe/node'
import { checkFilmOptions, type FilmFormat, type FilmOptions, type FilmSize } from '../film.ts'
import { encodeGif, encodeWebp } from './animation.ts'
import { findFfmpeg } from './ffmpeg.ts'
import { encodeSequence } from './sequence.ts'
import { encodeVideo } from './video.ts'

/** What a film is written with when nothing is said: good enough to look at, small enough to send. */
const defaultQuality = 80

/**
 * Writes frames as a film, one frame in memory at a time. The file (or the folder, for `png-sequence`) appears when
 * the last frame is in it, under a temporary name until then.
 *
 * | format | transparency | quality | needs |
 * |---|---|---|---|
 * | webp | yes | 1–100 | nothing |
 * | gif | on or off | a palette of 256 colours a frame | nothing |
 * | mp4 | laid on black; odd sides lose a row or a column | x264's rate factor 51–11 | ffmpeg |
 * | webm | yes | VP9's rate factor 63–18 | ffmpeg |
 * | png-sequence | yes | lossless | nothing |
 *
 * @param frames rasters of one size; 16-bit and float ones are rounded to 8 bits.
 * @returns what the film measures; the recipe's function is told what the frames measured.
 * @throws Error when there is no frame, frames differ in size, an option is out of range, or ffmpeg is missing.
 */
export async function encodeFilm(
  frames: AsyncIterable<Raster>,
  options: FilmOptions & { readonly path: string },
): Promise<FilmSize> {
  checkFilmOptions(options)
  const { format } = options
  const quality = options.quality ?? defaultQuality
  if (format === 'png-sequence') await refuseOtherFiles(options.path)
  return atomically(options.path, (temporary) => {
    if (format === 'webp') return encodeWebp(frames, temporary, { ...options, quality })
    if (format === 'gif') return encodeGif(frames, temporary, { ...options, quality })
    if (format === 'png-sequence') return encodeSequence(frames, temporary, options)
    return encodeVideo(frames, temporary, { ...options, format, quality })
  })
}

/** A folder of frames takes the place of an earlier one; anything else in it would be lost. */
async function refuseOtherFiles(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  const other = names.find((name) => !/^frame-\d{6}\.png$/.test(name) && !name.endsWith('.reverie-part'))
  if (other === undefined) return
  throw new Error(
    `The folder "${basename(folder)}" holds other files ("${other}"), so frames are not written over it. Choose a new folder.`,
  )
}

/** The film formats that can be written on this machine at this moment. */
export async function writableFormats(): Promise<FilmFormat[]> {
  const always: FilmFormat[] = ['webp', 'gif', 'png-sequence']
  return (await findFfmpeg()) === undefined ? always : [...always, 'mp4', 'webm']
}
