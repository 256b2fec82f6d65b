import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { psnr } from '@reverie/image'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { decodeFilm, encodeFilm, findFfmpeg, writableFormats } from '../src/node.ts'
import { clip, collect, frameAt, recipe } from './clip.ts'

const path = process.env['PATH']
const ffmpeg = await findFfmpeg()
let folder = ''
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'reverie-film-'))))
afterEach(async () => {
  process.env['PATH'] = path
  await rm(folder, { recursive: true })
})

describe('without ffmpeg', () => {
  test('mp4 and webm are refused with what to do, and the rest is offered', async () => {
    process.env['PATH'] = folder
    expect(await writableFormats()).toEqual(['webp', 'gif', 'png-sequence'])
    await expect(encodeFilm(clip(2), { format: 'mp4', fps: 12, path: join(folder, 'film.mp4') })).rejects.toThrow(
      'Writing mp4 needs ffmpeg, and there is none on the PATH. Install ffmpeg, or choose webp, gif or a folder of PNG frames',
    )
    expect(await readdir(folder)).toEqual([])
  })

  test('a video cannot be read, and the sentence says so', async () => {
    process.env['PATH'] = folder
    const video = join(folder, 'in.mp4')
    await writeFile(video, Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypisom'), Buffer.alloc(100)]))
    await expect(decodeFilm(video)).rejects.toThrow('Reading the video "in.mp4" needs ffmpeg')
  })

  test('a program of that name which fails is no ffmpeg', async () => {
    const fake = join(folder, 'ffmpeg')
    await writeFile(fake, '#!/bin/sh\nexit 3\n')
    await chmod(fake, 0o755)
    process.env['PATH'] = folder
    expect(await findFfmpeg()).toBeUndefined()
  })
})

// Said aloud rather than skipped in silence: this half of the package can only be shown where there is an ffmpeg.
if (ffmpeg === undefined)
  console.warn('There is no ffmpeg here: writing and reading of mp4 and webm was NOT tested.')

describe.runIf(ffmpeg !== undefined).each(['mp4', 'webm'] as const)('with ffmpeg, %s', (format) => {
  test('comes back with its frames, rate and recipe', async () => {
    const file = join(folder, `film.${format}`)
    await encodeFilm(clip(9), { format, fps: 12, quality: 95, path: file, recipe })
    const film = await decodeFilm(file)
    expect(film).toMatchObject({ width: 48, height: 32, frames: 9 })
    expect(film.fps).toBeCloseTo(12, 1)
    expect(film.recipe).toEqual(recipe)
    const frames = await collect(film)
    expect(frames).toHaveLength(9)
    for (const [index, frame] of frames.entries()) expect(psnr(frameAt(index), frame)).toBeGreaterThan(20)
    expect(await readdir(folder)).toEqual([`film.${format}`])
  })

  test('is the same file twice', async () => {
    const files = [join(folder, `one.${format}`), join(folder, `two.${format}`)]
    for (const file of files) await encodeFilm(clip(4), { format, fps: 12, path: file, recipe })
    const [one, two] = await Promise.all(files.map((file) => collectFile(file)))
    expect(one).toEqual(two)
  })

  test('stops at once when told to and leaves nothing', async () => {
    const controller = new AbortController()
    async function* endless() {
      for (let index = 0; ; index++) {
        if (index === 5) controller.abort(new Error('enough'))
        yield frameAt(index)
      }
    }
    const file = join(folder, `film.${format}`)
    await expect(encodeFilm(endless(), { format, fps: 12, path: file, signal: controller.signal })).rejects.toThrow(
      /enough|aborted/,
    )
    expect(await readdir(folder)).toEqual([])
  })
})

describe.runIf(ffmpeg !== undefined)('with ffmpeg', () => {
  test('an mp4 of a single row is refused, since it needs even sides', async () => {
    const thin = encodeFilm(clip(2, { height: 1 }), { format: 'mp4', fps: 12, path: join(folder, 'film.mp4') })
    await expect(thin).rejects.toThrow('An MP4 needs two pixels on a side, found 48 × 1.')
    expect(await readdir(folder)).toEqual([])
  })

  test('odd sides lose a row and a column in mp4', async () => {
    const file = join(folder, 'odd.mp4')
    await encodeFilm(clip(3, { width: 49, height: 33 }), { format: 'mp4', fps: 12, path: file })
    expect(await decodeFilm(file)).toMatchObject({ width: 48, height: 32 })
  })

  test('transparency is black in mp4', async () => {
    const file = join(folder, 'alpha.mp4')
    await encodeFilm(clip(2, { channels: 4 }), { format: 'mp4', fps: 12, path: file, quality: 95 })
    const [frame] = await collect(await decodeFilm(file))
    expect(frame!.data[46 * 3]).toBeLessThan(24)
  })

  test('a video that was cut short is met with a sentence', async () => {
    const file = join(folder, 'cut.mp4')
    await writeFile(file, Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypisom'), Buffer.alloc(100)]))
    await expect(decodeFilm(file)).rejects.toThrow('"cut.mp4" looks like a video, but it cannot be read')
  })
})

async function collectFile(file: string): Promise<Buffer> {
  const { readFile } = await import('node:fs/promises')
  return readFile(file)
}
