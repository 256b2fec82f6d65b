/**
 * MP4 and WebM by ffmpeg: raw frames go into its standard input, so one frame at a time stands in memory.
 *
 * Colours are converted to BT.709 and marked so; without the mark players guess by the size of the picture. The recipe
 * is kept in the `comment` field. It is known only after the last frame, so the finished stream is copied once more, without being encoded again.
 */
import { recipeToText, type Recipe } from '@reverie/recipe'
import { atomically } from '@reverie/recipe/node'
import { recipeOf, type FilmOptions, type FilmSize } from '../film.ts'
import { evenFrames, type Frame } from '../frames.ts'
import type { Raster } from '@reverie/image'
import { requireFfmpeg, runFfmpeg, type FfmpegRun } from './ffmpeg.ts'

const pixelFormats = { 1: 'gray', 2: 'ya8', 3: 'rgb24', 4: 'rgba' } as const

/** Constant rate factors: x264 goes from 0 (best) to 51, libvpx from 0 to 63. Quality 80 gives 19 and 27. */
const codecs = {
  mp4: (quality: number) => ['-c:v', 'libx264', '-preset', 'medium', '-crf', `${Math.round(51 - 0.4 * quality)}`],
  webm: (quality: number) => [
    '-c:v',
    'libvpx-vp9',
    '-b:v',
    '0',
    '-crf',
    `${Math.round(63 - 0.45 * quality)}`,
    '-row-mt',
    '1',
  ],
}

/**
 * Writes an MP4 or a WebM. MP4 has no transparency (it is laid on black) and needs even sides (an odd last row or
 * column is left out); WebM keeps both.
 *
 * @param path the file to write; it is written as frames come.
 * @throws Error when there is no ffmpeg or it fails.
 */
export async function encodeVideo(
  frames: AsyncIterable<Raster>,
  path: string,
  options: FilmOptions & { format: 'mp4' | 'webm'; quality: number },
): Promise<FilmSize> {
  await requireFfmpeg(
    `Writing ${options.format}`,
    'choose webp, gif or a folder of PNG frames, which need nothing else.',
  )
  let run: FfmpegRun | undefined
  let count = 0
  let first: Frame | undefined
  try {
    for await (const frame of evenFrames(frames, options.signal)) {
      first ??= frame
      if (options.format === 'mp4' && Math.min(frame.width, frame.height) < 2)
        throw new Error(
          `An MP4 needs two pixels on a side, found ${frame.width} × ${frame.height}. Choose webm, webp, gif or a folder of PNG frames.`,
        )
      run ??= start(frame, path, options)
      await feed(run, frame)
      count++
    }
    run!.child.stdin!.end()
    await run!.finished
  } catch (error) {
    run?.child.kill('SIGKILL')
    await run?.finished.catch(() => undefined)
    throw error
  }
  const { width, height } = first!
  const recipe = recipeOf(options, { width, height, frames: count })
  if (recipe !== undefined) await addRecipe(path, options.format, recipe, options.signal)
  return options.format === 'mp4'
    ? { width: even(width), height: even(height), frames: count }
    : { width, height, frames: count }
}

/** The greatest even number that is not above a side. */
function even(side: number): number {
  return side - (side % 2)
}

function start(
  { width, height, channels }: Frame,
  path: string,
  { format, fps, quality, signal }: FilmOptions & { format: 'mp4' | 'webm'; quality: number },
): FfmpegRun {
  const alpha = channels === 2 || channels === 4
  const filters = [
    // Straight alpha times colour is the picture on black.
    ...(alpha && format === 'mp4' ? ['premultiply=inplace=1'] : []),
    ...(format === 'mp4' ? ['crop=trunc(iw/2)*2:trunc(ih/2)*2:0:0'] : []),
    'scale=out_color_matrix=bt709:out_range=tv',
    `format=${alpha && format === 'webm' ? 'yuva420p' : 'yuv420p'}`,
  ]
  const input = [
    '-f',
    'rawvideo',
    '-pix_fmt',
    pixelFormats[channels],
    '-s',
    `${width}x${height}`,
    '-r',
    `${fps}`,
    '-i',
    'pipe:0',
  ]
  const colours = [
    '-colorspace',
    'bt709',
    '-color_primaries',
    'bt709',
    '-color_trc',
    'iec61966-2-1',
    '-color_range',
    'tv',
  ]
  const args = [
    ...input,
    '-vf',
    filters.join(','),
    ...codecs[format](quality),
    ...colours,
    ...container(format),
    '-y',
    path,
  ]
  const run = runFfmpeg(`writing ${format}`, args, { input: 'pipe', output: 'ignore', signal })
  // A broken pipe only says that ffmpeg has ended; `finished` says why.
  run.child.stdin!.on('error', () => undefined)
  return run
}

/** Bit-exact: no dates and no encoder version, so that the same frames give the same file. */
function container(format: 'mp4' | 'webm'): string[] {
  return [
    '-fflags',
    '+bitexact',
    '-flags:v',
    '+bitexact',
    ...(format === 'mp4' ? ['-movflags', '+faststart'] : []),
    '-f',
    format,
  ]
}

async function feed({ child, finished }: FfmpegRun, { data }: Frame): Promise<void> {
  // The generator may reuse its buffer for the next frame, and a pipe may still be reading this one: wait for the write.
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  const written = new Promise<void>((resolve, reject) =>
    child.stdin!.write(bytes, (error) => (error ? reject(error) : resolve())),
  )
  await written.catch(async (error: unknown) => {
    await finished
    throw error
  })
}

async function addRecipe(
  path: string,
  format: 'mp4' | 'webm',
  recipe: Recipe,
  signal?: AbortSignal,
): Promise<void> {
  // The ffmetadata format: these five characters need a backslash.
  const comment = recipeToText(recipe).replace(/[=;#\\\n]/g, (character) => `\\${character}`)
  await atomically(path, async (copy) => {
    const args = [
      '-i',
      path,
      '-f',
      'ffmetadata',
      '-i',
      'pipe:0',
      '-map',
      '0',
      '-map_metadata',
      '1',
      '-c',
      'copy',
      ...container(format),
      '-y',
      copy,
    ]
    const run = runFfmpeg(`adding the recipe to ${format}`, args, { input: 'pipe', output: 'ignore', signal })
    // As in `start`: `finished` says why a pipe broke.
    run.child.stdin!.on('error', () => undefined)
    run.child.stdin!.end(`;FFMETADATA1\ncomment=${comment}\n`)
    await run.finished
  })
}
