/**
 * Films as frames. What kind of film a file is, its content says, not its name: first a still or animated picture is
 * tried, then a video.
 */
import { open, readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Raster } from '@reverie/image'
import { readImage } from '@reverie/image/node'
import { extractRecipe, recipeFromText, type Recipe } from '@reverie/recipe'
import sharp from 'sharp'
import { countFrames } from '../track.ts'
import { requireFfmpeg, runFfmpeg } from './ffmpeg.ts'
import { readPpmFrames } from './ppm.ts'
import { decodeSequence, picturesIn } from './sequence.ts'

/** A film as its frames, from the first each time that it is iterated. */
export interface DecodedFilm extends AsyncIterable<Raster> {
  /** Size of the frames; a folder's is that of its first picture. */
  readonly width: number
  readonly height: number
  /** Frames a second; `undefined` for a still and a folder, which have no rate. */
  readonly fps: number | undefined
  readonly frames: number
  readonly recipe: Recipe | undefined
}

/** Decoded frames that may stand in memory at once, in bytes. */
const batchBytes = 128 * 2 ** 20

/**
 * Opens a film: an animated WebP or GIF, a video (by ffmpeg), a folder of pictures, or a still, which is a film of
 * one frame.
 *
 * @throws Error when the path holds nothing that can be read, or a video is given and there is no ffmpeg.
 */
export async function decodeFilm(
  path: string,
  options: { readonly signal?: AbortSignal } = {},
): Promise<DecodedFilm> {
  if ((await stat(path)).isDirectory()) return decodeFolder(path)
  if (await isVideo(path)) return decodeVideo(path, options.signal)
  const bytes = await readFile(path)
  const metadata = await animationOf(bytes)
  if (metadata === undefined) {
    const picture = await readImage(bytes, { name: basename(path) })
    const { width, height } = picture.raster
    return {
      width,
      height,
      fps: undefined,
      frames: 1,
      recipe: extractRecipe(bytes),
      [Symbol.asyncIterator]: () => one(picture.raster),
    }
  }
  const { frames, width, height, seconds } = metadata
  return {
    width,
    height,
    frames,
    fps: seconds > 0 ? frames / seconds : undefined,
    recipe: extractRecipe(bytes),
    [Symbol.asyncIterator]: () => decodeAnimation(bytes, { width, height, frames }),
  }
}

/**
 * Whether a file is a film: `video` (ffmpeg decodes it), `animation` (a WebP or GIF of several frames) or `still`, which
 * is said of everything else, readable or not.
 */
export async function kindOfFilm(path: string): Promise<'video' | 'animation' | 'still'> {
  if (await isVideo(path)) return 'video'
  return (await animationOf(path)) === undefined ? 'still' : 'animation'
}

/** What an animated picture is like; `undefined` for stills and for what is no picture. Documents have pages too, but no delays. */
async function animationOf(source: string | Uint8Array) {
  const metadata = await sharp(source)
    .metadata()
    .catch(() => undefined)
  if (metadata?.pages === undefined || metadata.pages < 2 || metadata.delay === undefined) return undefined
  const seconds = metadata.delay.reduce((sum, milliseconds) => sum + milliseconds, 0) / 1000
  return { frames: metadata.pages, width: metadata.width, height: metadata.pageHeight ?? metadata.height, seconds }
}

async function* one(raster: Raster): AsyncGenerator<Raster, void, void> {
  yield raster
}

/**
 * Frames of an animated picture, in batches: libvips decodes each request from the beginning, so one at a time would
 * cost the square of their number, and all at once the memory of the whole film.
 */
async function* decodeAnimation(
  bytes: Uint8Array,
  { width, height, frames }: { width: number; height: number; frames: number },
): AsyncGenerator<Raster, void, void> {
  const batch = Math.max(1, Math.floor(batchBytes / (width * height * 4)))
  for (let page = 0; page < frames; page += batch) {
    const pages = Math.min(batch, frames - page)
    const strip = await sharp(bytes, { page, pages, limitInputPixels: false })
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true })
    const channels = strip.info.channels as 3 | 4
    const length = width * height * channels
    for (let index = 0; index < pages; index++) {
      yield {
        width,
        height,
        channels,
        depth: 8,
        data: new Uint8Array(strip.data.subarray(index * length, (index + 1) * length)),
      }
    }
  }
}

async function decodeFolder(folder: string): Promise<DecodedFilm> {
  const paths = await picturesIn(folder)
  const first = paths[0]
  if (first === undefined)
    throw new Error(`"${basename(folder)}" holds no picture (png, jpeg, webp, avif or tiff) to use as a frame.`)
  const bytes = await readFile(first)
  const { raster } = await readImage(bytes, { name: basename(first) })
  const { width, height } = raster
  return {
    width,
    height,
    frames: paths.length,
    fps: undefined,
    recipe: extractRecipe(bytes),
    [Symbol.asyncIterator]: () => decodeSequence(paths),
  }
}

/** MP4 and its kin (but not the pictures that share its container), WebM and Matroska, AVI, MPEG. */
async function isVideo(path: string): Promise<boolean> {
  const buffer = Buffer.alloc(16)
  const file = await open(path)
  try {
    await file.read(buffer, 0, buffer.length, 0)
  } finally {
    await file.close()
  }
  const text = buffer.toString('latin1')
  if (text.slice(4, 8) === 'ftyp') return !/^(avif|avis|heic|heix|heim|heis|hevc|mif1|msf1)/.test(text.slice(8, 12))
  const matroska = buffer.readUInt32BE(0) === 0x1a45dfa3
  const mpeg = buffer.readUInt32BE(0) === 0x000001ba
  return matroska || mpeg || (text.startsWith('RIFF') && text.slice(8, 11) === 'AVI') || text.startsWith('OggS')
}

async function decodeVideo(path: string, signal?: AbortSignal): Promise<DecodedFilm> {
  const name = basename(path)
  await requireFfmpeg(`Reading the video "${name}"`, 'give an animated WebP or GIF, or a folder of pictures.')
  const described = await describeVideo(path).catch((cause: unknown) => {
    throw new Error(`"${name}" looks like a video, but it cannot be read: it may be cut short or damaged.`, {
      cause,
    })
  })
  return {
    ...described,
    [Symbol.asyncIterator]: async function* () {
      // Rotation marks are obeyed by ffmpeg; PPM tells each frame's size.
      const args = [
        '-i',
        path,
        '-map',
        '0:v:0',
        '-f',
        'image2pipe',
        '-c:v',
        'ppm',
        '-fps_mode',
        'passthrough',
        'pipe:1',
      ]
      const run = runFfmpeg(`reading "${name}"`, args, { input: 'ignore', output: 'pipe', signal })
      try {
        yield* readPpmFrames(run.child.stdout!)
        await run.finished
      } finally {
        run.child.kill('SIGKILL')
      }
    },
  }
}

/** Size, rate and recipe from the container, without decoding. Films of Reverie keep the recipe in `comment`. */
async function describeVideo(path: string): Promise<Omit<DecodedFilm, typeof Symbol.asyncIterator>> {
  const { ALL_FORMATS, FilePathSource, Input } = await import('mediabunny')
  const input = new Input({ formats: ALL_FORMATS, source: new FilePathSource(path) })
  try {
    const track = await input.getPrimaryVideoTrack()
    if (track === null) throw new Error('There is no picture track.')
    const { comment } = await input.getMetadataTags()
    const told = comment?.startsWith('{"reverie"') === true ? recipeFromText(comment) : undefined
    return {
      width: track.displayWidth,
      height: track.displayHeight,
      ...(await countFrames(track)),
      // Other places of a recipe are found in the whole file only.
      recipe: told ?? extractRecipe(await readFile(path)),
    }
  } finally {
    input.dispose()
  }
}
