import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { psnr, type Raster } from '@reverie/image'
import { withBrowser } from '@reverie/testing'
import { describe, expect, test } from 'vitest'
import { decodeFilm } from '../src/node.ts'
import { collect, frameAt, recipe } from './clip.ts'
import type films from './pages/films.ts'

type Report = Awaited<ReturnType<typeof films>>

const inPage = (argument: Parameters<typeof films>[0]): Promise<Report> =>
  withBrowser({}, ({ run }) => run<Report>(new URL('./pages/films.ts', import.meta.url), argument))

const opaque = ({ width, height, channels, data }: Raster): Raster => {
  if (channels === 3) return { width, height, channels, depth: 8, data }
  const colours = new Uint8Array(width * height * 3)
  for (let pixel = 0; pixel < width * height; pixel++)
    colours.set(data.subarray(pixel * 4, pixel * 4 + 3), pixel * 3)
  return { width, height, channels: 3, depth: 8, data: colours }
}

describe('in a browser', () => {
  test('an animated WebP comes back, there and in Node', async () => {
    const report = await inPage({ format: 'webp', count: 4, channels: 3 })
    expect(report).toMatchObject({ size: { width: 48, height: 32, frames: 4 }, width: 48, height: 32, fps: 10 })
    expect(report.formats).toContain('webp')
    expect(report.recipe).toEqual({ ...recipe, output: { ...recipe.output, frames: 4 } })
    expect(report.frames).toHaveLength(4)
    for (const [index, frame] of report.frames.entries())
      expect(psnr(frameAt(index), opaque(frame))).toBeGreaterThan(20)
    const folder = await mkdtemp(join(tmpdir(), 'reverie-film-'))
    try {
      await writeFile(join(folder, 'film.webp'), report.bytes)
      const film = await decodeFilm(join(folder, 'film.webp'))
      expect(film).toMatchObject({ frames: 4, recipe: report.recipe })
      expect(await collect(film)).toHaveLength(4)
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  test('transparency stays in WebP', async () => {
    const { frames } = await inPage({ format: 'webp', count: 2, channels: 4 })
    for (const { data } of frames) expect([data[3], data[47 * 4 + 3]]).toEqual([255, 0])
  })

  test.each(['webm', 'mp4'] as const)('%s comes back where WebCodecs can encode it', async (format) => {
    const report = await withBrowser({}, async ({ run }) => {
      const page = new URL('./pages/films.ts', import.meta.url)
      const { formats } = await run<Report>(page, { format: 'webp', count: 1, channels: 3 })
      const film = run<Report>(page, { format, count: 6, channels: 3 })
      if (formats.includes(format)) return film
      // Chromium without the codecs: then the sentence is what has to be right.
      await expect(film).rejects.toThrow(`no encoder for ${format} films of 48 × 32`)
      return undefined
    })
    if (report === undefined) return
    expect(report).toMatchObject({ width: 48, height: 32, recipe: { output: { frames: 6 } } })
    expect(report.fps).toBeCloseTo(10, 0)
    expect(report.frames).toHaveLength(6)
    for (const [index, frame] of report.frames.entries())
      expect(psnr(frameAt(index), opaque(frame))).toBeGreaterThan(20)
  })

  test('a format that browsers do not write is refused with what they do', async () => {
    await expect(inPage({ format: 'gif', count: 2, channels: 3 })).rejects.toThrow(
      'A browser writes webp, mp4 and webm films, not gif',
    )
  })
})
