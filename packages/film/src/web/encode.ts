import type { Raster } from '@reverie/image'
import { checkFilmOptions, type FilmFormat, type FilmOptions, type FilmSize } from '../film.ts'
import { encodeWebp } from './animation.ts'

/** What a film is written with when nothing is said. */
const defaultQuality = 80

/** A finished film in a browser. */
export interface EncodedFilm {
  readonly blob: Blob
  readonly size: FilmSize
}

/**
 * Makes a film in a browser: animated WebP by the canvas, MP4 or WebM by WebCodecs. The frames are taken one by one.
 *
 * @throws Error when the format is not one of these or this browser cannot encode it.
 */
export async function encodeFilm(frames: AsyncIterable<Raster>, options: FilmOptions): Promise<EncodedFilm> {
  checkFilmOptions(options)
  const { format } = options
  const quality = options.quality ?? defaultQuality
  if (format === 'webp') return encodeWebp(frames, { ...options, quality })
  if (format === 'mp4' || format === 'webm') {
    // A large library that only this branch needs.
    const { encodeVideo } = await import('./video.ts')
    return encodeVideo(frames, { ...options, format, quality })
  }
  throw new Error(
    `A browser writes webp, mp4 and webm films, not ${format}. The terminal's "reverie" writes ${format}.`,
  )
}

/** The film formats that this browser can encode at a size. */
export async function writableFormats(size: { width: number; height: number }): Promise<FilmFormat[]> {
  const formats: FilmFormat[] = []
  const canvas = new OffscreenCanvas(1, 1)
  // A canvas that was never drawn on cannot be encoded.
  canvas.getContext('2d')
  const probe = await canvas.convertToBlob({ type: 'image/webp' }).catch(() => undefined)
  if (probe?.type === 'image/webp') formats.push('webp')
  if (!('VideoEncoder' in globalThis)) return formats
  const { Mp4OutputFormat, WebMOutputFormat, getFirstEncodableVideoCodec } = await import('mediabunny')
  const mp4 = await getFirstEncodableVideoCodec(new Mp4OutputFormat().getSupportedVideoCodecs(), size)
  const webm = await getFirstEncodableVideoCodec(new WebMOutputFormat().getSupportedVideoCodecs(), size)
  return [...formats, ...(mp4 === null ? [] : (['mp4'] as const)), ...(webm === null ? [] : (['webm'] as const))]
}
