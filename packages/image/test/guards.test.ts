import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { compare, crop, flatten, ImageError, sniff, type Picture } from '@reverie/image'
import { readImage, readImageFile } from '@reverie/image/node'
import { badFiles } from './bad-files.ts'
import { fixtures, rgb } from './fixtures.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reverie-image-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test.each(Object.entries(await badFiles()))('%s is met with a sentence', async (name, [bytes, sentence]) => {
  const error = await readImage(bytes, { name }).catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(ImageError)
  expect((error as Error).message).toMatch(sentence)
})

test('a missing file, a folder and a file under a file are named', async () => {
  await writeFile(join(folder, 'notes.txt'), 'words')
  await expect(readImageFile(join(folder, 'no.png'))).rejects.toThrow(
    /^There is no file ".*no.png": check the name.$/,
  )
  await expect(readImageFile(folder)).rejects.toThrow(
    /is a folder: give the pictures in it, for example ".*\/\*.jpg".$/,
  )
  await expect(readImageFile(join(folder, 'notes.txt', 'a.png'))).rejects.toThrow(/^There is no file/)
  await expect(readImageFile(join(folder, 'notes.txt'))).rejects.toThrow(/^"notes.txt" is text and not a picture/)
})

const same = (one: Picture, other: Picture) =>
  compare(one.raster, other.raster).same && one.profile === other.profile

test('no prefix of a picture brings anything but a picture or a sentence', async () => {
  const wrong: string[] = []
  for (const [name, { bytes }] of Object.entries(await fixtures())) {
    if (/rotated|16|cmyk-profile/.test(name)) continue
    for (const share of [0.001, 0.02, 0.1, 0.5, 0.9, 0.999]) {
      const prefix = bytes.subarray(0, Math.floor(bytes.length * share))
      const result = await readImage(prefix, { name }).catch((error: unknown) => error)
      if (result instanceof ImageError) continue
      // Whoever accepts a prefix has all the pixels: what was missing came after them.
      const right = !(result instanceof Error) && same(result as Picture, await readImage(bytes))
      if (!right) wrong.push(`${name} to ${share}: ${String(result)}`)
    }
  }
  expect(wrong).toEqual([])
}, 120_000)

test('a smaller cap is kept to, before decoding', async () => {
  const bytes = new Uint8Array(await rgb().png().toBuffer())
  await expect(readImage(bytes, { maxPixels: 10_000 })).rejects.toThrow(
    'The picture says it is 151 × 99, 0.01 million pixels, and at most 0.01 million are read',
  )
})

test('a GIF’s frame stands on a transparent canvas', async () => {
  const { 'frame-inside.gif': gif, 'plain.gif': plain } = await fixtures()
  const { raster, hasAlpha } = await readImage(gif?.bytes ?? new Uint8Array())
  expect([raster.width, raster.height, hasAlpha]).toEqual([300, 200, true])
  const inside = flatten(crop(raster, 20, 10, 151, 99))
  expect(compare(inside, (await readImage(plain?.bytes ?? new Uint8Array())).raster).same).toBe(true)
  expect(new Set(crop(raster, 0, 0, 300, 10).data)).toEqual(new Set([0]))
})

test('kinds are told by content', async () => {
  const formats: Readonly<Record<string, string>> = { jpg: 'jpeg', tif: 'tiff' }
  for (const [name, { bytes }] of Object.entries(await fixtures())) {
    const end = name.split('.').at(-1) ?? ''
    expect([name, sniff(bytes)]).toEqual([name, formats[end] ?? end])
  }
})
