/** Films as frames in browsers: videos by WebCodecs, animated pictures by `ImageDecoder`, stills as one frame. */
import type { Raster } from '@reverie/image'
import { readImage } from '@reverie/image/web'
import { extractRecipe, recipeFromText, type Recipe } from '@reverie/recipe'
import { countFrames } from '../track.ts'

/** A film as its frames, from the first each time that it is iterated; animations and videos can be iterated once. */
export interface DecodedFilm extends AsyncIterable<Raster> {
  readonly width: number
  readonly height: number
  /** Frames a second; `undefined` for a still. */
  readonly fps: number | undefined
  readonly frames: number
  readonly recipe: Recipe | undefined
}

/**
 * Opens a film that a person chose: a video, an animated WebP or GIF, or a still, which is a film of one frame.
 *
 * @throws Error when this browser cannot decode it.
 */
export async function decodeFilm(file: File): Promise<DecodedFilm> {
  if (await isVideo(file)) return decodeVideo(file)
  const bytes = new Uint8Array(await file.arrayBuffer())
  const animation = await openAnimation(bytes, file.type)
  if (animation !== undefined) return animation
  const { raster } = await readImage(bytes, { name: file.name })
  const { width, height } = raster
  return {
    width,
    height,
    fps: undefined,
    frames: 1,
    recipe: extractRecipe(bytes),
    [Symbol.asyncIterator]: async function* () {
      yield raster
    },
  }
}

async function isVideo(file: File): Promise<boolean> {
  if (file.type !== '') return file.type.startsWith('video/')
  return /\.(mp4|m4v|mov|webm|mkv)$/i.test(file.name)
}

function toRaster(source: CanvasImageSource, width: number, height: number): Raster {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!
  context.drawImage(source, 0, 0, width, height)
  return { width, height, channels: 4, depth: 8, data: context.getImageData(0, 0, width, height).data }
}

/** `undefined` when it is a still, or this browser has no `ImageDecoder` and so can show only the first frame. */
async function openAnimation(bytes: Uint8Array, type: string): Promise<DecodedFilm | undefined> {
  if (!('ImageDecoder' in globalThis) || !/^image\/(webp|gif|apng|png|avif)$/.test(type)) return undefined
  if (!(await ImageDecoder.isTypeSupported(type))) return undefined
  const decoder = new ImageDecoder({ data: bytes as Uint8Array<ArrayBuffer>, type })
  await decoder.tracks.ready
  const frames = decoder.tracks.selectedTrack?.frameCount ?? 1
  if (frames < 2) {
    decoder.close()
    return undefined
  }
  const first = (await decoder.decode({ frameIndex: 0 })).image
  const { displayWidth: width, displayHeight: height, duration } = first
  first.close()
  return {
    width,
    height,
    frames,
    fps: duration !== null && duration > 0 ? 1e6 / duration : undefined,
    recipe: extractRecipe(bytes),
    [Symbol.asyncIterator]: async function* () {
      try {
        for (let frameIndex = 0; frameIndex < frames; frameIndex++) {
          const { image } = await decoder.decode({ frameIndex })
          yield toRaster(image, width, height)
          image.close()
        }
      } finally {
        decoder.close()
      }
    },
  }
}

async function decodeVideo(file: File): Promise<DecodedFilm> {
  const { ALL_FORMATS, BlobSource, CanvasSink, Input } = await import('mediabunny')
  const input = new Input({ formats: ALL_FORMATS, source: new BlobSource(file) })
  const track = await input.getPrimaryVideoTrack().catch((cause: unknown) => {
    throw new Error(`"${file.name}" looks like a video, but it cannot be read: it may be cut short or damaged.`, {
      cause,
    })
  })
  if (track === null || !(await track.canDecode())) {
    throw new Error(`This browser cannot decode "${file.name}". Try an mp4 (H.264), a webm, or an animated WebP.`)
  }
  const { comment } = await input.getMetadataTags()
  const told = comment?.startsWith('{"reverie"') === true ? recipeFromText(comment) : undefined
  const { displayWidth: width, displayHeight: height } = track
  return {
    width,
    height,
    ...(await countFrames(track)),
    // Other places of a recipe are found in the whole file only.
    recipe: told ?? extractRecipe(new Uint8Array(await file.arrayBuffer())),
    [Symbol.asyncIterator]: async function* () {
      try {
        for await (const { canvas } of new CanvasSink(track, { poolSize: 2 }).canvases())
          yield toRaster(canvas, width, height)
      } finally {
        input.dispose()
      }
    },
  }
}
