import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { extractRecipe } from '@reverie/recipe'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { filmFormatOf } from '../src/index.ts'
import { frameDelay } from '../src/film.ts'
import { decodeFilm, encodeFilm, picturesIn } from '../src/node.ts'
import { clip, collect, frameAt, recipe } from './clip.ts'

let folder = ''
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'reverie-film-'))))
afterEach(() => rm(folder, { recursive: true }))

describe('a folder of frames', () => {
  test('comes back without loss, each frame with the recipe', async () => {
    const path = join(folder, 'frames')
    await encodeFilm(clip(3), { format: 'png-sequence', fps: 12, path, recipe })
    expect(await readdir(path)).toEqual(['frame-000001.png', 'frame-000002.png', 'frame-000003.png'])
    const film = await decodeFilm(path)
    expect(film).toMatchObject({ frames: 3, fps: undefined, recipe })
    const frames = await collect(film)
    for (const [index, frame] of frames.entries())
      expect(Buffer.from(frame.data)).toEqual(Buffer.from(frameAt(index).data))
    expect(extractRecipe(await readFile(join(path, 'frame-000003.png')))).toEqual(recipe)
  })

  test('takes the place of an earlier one, but never of other files', async () => {
    const path = join(folder, 'frames')
    await encodeFilm(clip(3), { format: 'png-sequence', fps: 12, path })
    await encodeFilm(clip(2), { format: 'png-sequence', fps: 12, path })
    expect(await readdir(path)).toHaveLength(2)
    await writeFile(join(path, 'diary.txt'), 'mine')
    await expect(encodeFilm(clip(2), { format: 'png-sequence', fps: 12, path })).rejects.toThrow('"diary.txt"')
    expect(await readFile(join(path, 'diary.txt'), 'utf8')).toBe('mine')
    expect(await readdir(folder)).toEqual(['frames'])
  })

  test('is read in the order of its numbers', async () => {
    for (const name of ['f10.png', 'f2.png', 'f1.png', 'notes.txt']) await writeFile(join(folder, name), '')
    expect((await picturesIn(folder)).map((path) => basename(path))).toEqual(['f1.png', 'f2.png', 'f10.png'])
  })

  test('with nothing in it is refused', async () => {
    await expect(decodeFilm(folder)).rejects.toThrow('holds no picture')
  })
})

test('a still is a film of one frame', async () => {
  const path = join(folder, 'frames')
  await encodeFilm(clip(1), { format: 'png-sequence', fps: 12, path })
  const film = await decodeFilm(join(path, 'frame-000001.png'))
  expect(film).toMatchObject({ frames: 1, fps: undefined })
  expect(await collect(film)).toHaveLength(1)
})

test('the extension tells the format', () => {
  expect(['a.webp', 'a.GIF', 'a.mp4', 'a.webm', 'frames', 'frames/', 'a.txt'].map(filmFormatOf)).toEqual([
    'webp',
    'gif',
    'mp4',
    'webm',
    'png-sequence',
    'png-sequence',
    undefined,
  ])
})

test('rounded delays never drift: 30 frames a second last a second in hundredths', () => {
  const delays = Array.from({ length: 30 }, (_, index) => frameDelay(index, 30, 100))
  expect(new Set(delays)).toEqual(new Set([3, 4]))
  expect(delays.reduce((sum, delay) => sum + delay, 0)).toBe(100)
})
