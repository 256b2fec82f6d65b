/** MP4 and WebM in browsers: WebCodecs encodes, mediabunny writes the container. */
import type { Raster } from '@reverie/image'
import { recipeToText, type Recipe } from '@reverie/recipe'
import {
  ALL_FORMATS,
  BufferSource,
  BufferTarget,
  Conversion,
  Input,
  Mp4OutputFormat,
  Output,
  Quality,
  VideoSample,
  VideoSampleSource,
  WebMOutputFormat,
  getFirstEncodableVideoCodec,
} from 'mediabunny'
import { recipeOf, type FilmOptions, type FilmSize } from '../film.ts'
import { evenFrames, toRgba, type Frame } from '../frames.ts'

type Options = FilmOptions & { readonly format: 'mp4' | 'webm'; readonly quality: number }

/**
 * A film as MP4 or WebM. Transparency is laid on black; an odd last row or column is left out, because the common
 * encoders take even sizes only. The encoded film stands in memory, the frames do not.
 *
 * @throws Error when this browser has no encoder for the format.
 */
export async function encodeVideo(
  frames: AsyncIterable<Raster>,
  options: Options,
): Promise<{ blob: Blob; size: FilmSize }> {
  const { format, fps, signal } = options
  const target = new BufferTarget()
  const output = new Output({ format: containerOf(format), target })
  let source: VideoSampleSource | undefined
  let size: FilmSize = { width: 0, height: 0, frames: 0 }
  try {
    for await (const frame of evenFrames(frames, signal)) {
      if (source === undefined) {
        source = await createSource(frame, output.format.getSupportedVideoCodecs(), options)
        output.addVideoTrack(source, { frameRate: fps })
        await output.start()
      }
      const sample = toSample(frame, size.frames, fps)
      await source.add(sample).finally(() => sample.close())
      size = { width: frame.width, height: frame.height, frames: size.frames + 1 }
    }
    await output.finalize()
  } catch (error) {
    if (output.state !== 'finalized' && output.state !== 'canceled') await output.cancel()
    throw error
  }
  const recipe = recipeOf(options, size)
  const film = recipe === undefined ? target.buffer! : await withRecipe(target.buffer!, format, recipe)
  return { blob: new Blob([film], { type: `video/${format}` }), size }
}

function containerOf(format: Options['format']): Mp4OutputFormat | WebMOutputFormat {
  return format === 'mp4' ? new Mp4OutputFormat() : new WebMOutputFormat()
}

/** The film copied with its recipe in the comment. Tags have to be known before the first frame, and a recipe is known after the last. */
async function withRecipe(film: ArrayBuffer, format: Options['format'], recipe: Recipe): Promise<ArrayBuffer> {
  const input = new Input({ formats: ALL_FORMATS, source: new BufferSource(film) })
  const target = new BufferTarget()
  const output = new Output({ format: containerOf(format), target })
  const copy = await Conversion.init({ input, output, tags: { comment: recipeToText(recipe) } })
  await copy.execute()
  input.dispose()
  return target.buffer!
}

async function createSource(
  frame: Frame,
  codecs: Parameters<typeof getFirstEncodableVideoCodec>[0],
  { format, fps, quality }: Options,
): Promise<VideoSampleSource> {
  const { width, height } = even(frame)
  const wanted = new Quality(quality / 100)
  const codec = await getFirstEncodableVideoCodec(codecs, { width, height, frameRate: fps, quality: wanted })
  if (codec === null) {
    throw new Error(
      `This browser has no encoder for ${format} films of ${width} × ${height}. Choose webp, or a smaller size.`,
    )
  }
  return new VideoSampleSource({ codec, quality: wanted, keyFrameInterval: 2 })
}

function even({ width, height }: { width: number; height: number }): { width: number; height: number } {
  return { width: Math.max(2, width - (width % 2)), height: Math.max(2, height - (height % 2)) }
}

function toSample(frame: Frame, index: number, fps: number): VideoSample {
  const { width, height } = even(frame)
  const { data } = toRgba(frame)
  const opaque = new Uint8Array(width * height * 4)
  for (let y = 0, to = 0; y < height; y++) {
    for (let from = y * frame.width * 4, end = from + width * 4; from < end; from += 4, to += 4) {
      const alpha = data[from + 3]! / 255
      opaque[to] = data[from]! * alpha
      opaque[to + 1] = data[from + 1]! * alpha
      opaque[to + 2] = data[from + 2]! * alpha
      opaque[to + 3] = 255
    }
  }
  const times = { timestamp: index / fps, duration: 1 / fps }
  return new VideoSample(opaque, { format: 'RGBX', codedWidth: width, codedHeight: height, ...times })
}
