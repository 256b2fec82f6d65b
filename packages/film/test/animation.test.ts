import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { psnr } from '@reverie/image'
import { extractRecipe } from '@reverie/recipe'
import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { decodeFilm, encodeFilm } from '../src/node.ts'
import { clip, collect, frameAt, recipe } from './clip.ts'

let folder = ''
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'reverie-film-'))))
afterEach(() => rm(folder, { recursive: true }))

describe.each(['webp', 'gif'] as const)('an animated %s', (format) => {
  test('has all frames in order, at the rate asked for, and loops', async () => {
    const path = join(folder, `film.${format}`)
    const size = await encodeFilm(clip(7), { format, fps: 12, quality: 95, path })
    expect(size).toEqual({ width: 48, height: 32, frames: 7 })
    // An independent reader: libwebp's and libnsgif's demuxers in sharp.
    const metadata = await sharp(path).metadata()
    expect(metadata).toMatchObject({ pages: 7, loop: 0, width: 48, height: 32 })
    const seconds = metadata.delay!.reduce((sum, delay) => sum + delay, 0) / 1000
    expect(Math.abs(seconds - 7 / 12)).toBeLessThanOrEqual(0.005)
    const frames = await collect(await decodeFilm(path))
    for (const [index, frame] of frames.entries()) {
      expect(psnr({ ...frameAt(index) }, withoutAlpha(frame))).toBeGreaterThan(25)
    }
  })

  test('keeps transparency', async () => {
    const path = join(folder, `film.${format}`)
    await encodeFilm(clip(3, { channels: 4 }), { format, fps: 10, path })
    const frames = await collect(await decodeFilm(path))
    for (const frame of frames) {
      expect(frame.channels).toBe(4)
      expect([frame.data[3], frame.data[47 * 4 + 3]]).toEqual([255, 0])
    }
  })

  test('holds its recipe, made after the last frame', async () => {
    const path = join(folder, `film.${format}`)
    await encodeFilm(clip(4), { format, fps: 12, path, recipe: made })
    const film = await decodeFilm(path)
    expect(film.recipe).toEqual(made({ frames: 4 }))
    expect(extractRecipe(await readFile(path))).toEqual(film.recipe)
    expect(await collect(film)).toHaveLength(4)
  })

  test('that fails in the middle leaves nothing', async () => {
    const path = join(folder, `film.${format}`)
    await expect(encodeFilm(broken(), { format, fps: 12, path })).rejects.toThrow('Frame 2 is 20 × 20')
    expect(await readdir(folder)).toEqual([])
  })

  test('of no frames is refused', async () => {
    await expect(encodeFilm(clip(0), { format, fps: 12, path: join(folder, 'film') })).rejects.toThrow('no frame')
  })
})

test('a film that is too large for one batch of decoded frames comes in order from several', async () => {
  const path = join(folder, 'long.webp')
  await encodeFilm(wide(), { format: 'webp', fps: 10, path })
  const frames = await collect(await decodeFilm(path))
  expect(frames.map(({ data }) => Math.round(data[0]! / 20))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
})

/** The recipe of a film, which tells how many frames there were. */
const made = (size: { frames: number }) => ({ ...recipe, output: { ...recipe.output, frames: size.frames } })

/** A film whose second frame is of another size. */
async function* broken() {
  yield frameAt(0)
  yield frameAt(1, { width: 20, height: 20 })
}

/** Ten frames, each lighter than the one before. 4096 × 1024 × 4 bytes is 16 MiB a frame, 8 frames a batch. */
async function* wide() {
  for (let index = 0; index < 10; index++) {
    const data = new Uint8Array(4096 * 1024 * 3).fill(index * 20)
    yield { width: 4096, height: 1024, channels: 3 as const, depth: 8 as const, data }
  }
}

function withoutAlpha(frame: Awaited<ReturnType<typeof collect>>[number]) {
  if (frame.channels === 3) return frame
  const data = new Uint8Array(frame.width * frame.height * 3)
  for (let pixel = 0; pixel < frame.width * frame.height; pixel++)
    data.set(frame.data.subarray(pixel * 4, pixel * 4 + 3), pixel * 3)
  return { ...frame, channels: 3 as const, data }
}
