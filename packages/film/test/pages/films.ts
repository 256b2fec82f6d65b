/** Runs in a page: writes a film and reads it again. */
import { decodeFilm, encodeFilm, writableFormats } from '../../src/web.ts'
import type { FilmFormat } from '../../src/index.ts'
import { clip, collect, recipe } from '../clip.ts'

export default async function films({
  format,
  count,
  channels,
}: {
  format: FilmFormat
  count: number
  channels: 3 | 4
}) {
  const formats = await writableFormats({ width: 48, height: 32 })
  const film = await encodeFilm(clip(count, { channels }), {
    format,
    fps: 10,
    quality: 90,
    recipe: (size) => ({ ...recipe, output: { ...recipe.output, frames: size.frames } }),
  })
  const bytes = new Uint8Array(await film.blob.arrayBuffer())
  const decoded = await decodeFilm(new File([film.blob], `film.${format}`, { type: film.blob.type }))
  const frames = await collect(decoded)
  const { width, height, fps, recipe: found } = decoded
  return {
    formats,
    size: film.size,
    bytes,
    width,
    height,
    fps,
    recipe: found,
    frames: frames.map((frame) => ({ ...frame })),
  }
}
