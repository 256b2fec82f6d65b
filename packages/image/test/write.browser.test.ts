import { writeImage } from '@reverie/image/node'
import { withBrowser } from '@reverie/testing'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { badFiles } from './bad-files.ts'
import { faultsOf, writeCases } from './write-cases.ts'

test('Chromium writes what Node reads back: pixels, sRGB, recipe', async () => {
  const requests = writeCases.map(({ raster, options }) => ({ raster, options }))
  const files = await withBrowser({}, ({ run }) =>
    run<Uint8Array[]>(new URL('./pages/write.ts', import.meta.url), requests),
  )
  const wrong: string[] = []
  for (const [at, one] of writeCases.entries())
    for (const fault of await faultsOf(files[at] as Uint8Array, one)) wrong.push(`${one.title}: ${fault}`)
  // The same libvips writes these, here as there: even the bytes are Node's.
  for (const [at, { title, raster, options }] of writeCases.entries()) {
    const same = Buffer.from(files[at] as Uint8Array).equals(await writeImage(raster, options))
    if (['jpeg', 'webp', 'avif'].includes(options.format) && !same) wrong.push(`${title}: other bytes than Node's`)
  }
  expect(wrong).toEqual([])
}, 180_000)

test('Chromium writes a PNG from bands, in which Node finds the pixels, the recipe and the resolution', async () => {
  const [one] = writeCases
  const { raster, options } = one!
  const answer = await withBrowser({}, ({ run }) =>
    run<{ file: Uint8Array; type: string; sentence: string }>(new URL('./pages/png.ts', import.meta.url), {
      raster,
      recipe: options.recipe,
    }),
  )
  expect(await faultsOf(answer.file, one!)).toEqual([])
  expect((await sharp(answer.file).metadata()).density).toBe(300)
  expect(answer.type).toBe('image/png')
  expect(answer.sentence).toBe(
    'The next band of the PNG begins at row 10, found one at row 20: give bands from top to bottom, without gaps.',
  )
}, 180_000)

test('Chromium meets bad files with the same sentences', async () => {
  const bad = await badFiles()
  const bytes = Object.fromEntries(Object.entries(bad).map(([name, [content]]) => [name, content]))
  const answers = await withBrowser({}, ({ run }) =>
    run<Record<string, unknown>>(new URL('./pages/read.ts', import.meta.url), bytes),
  )
  for (const [name, [, sentence]] of Object.entries(bad)) {
    expect(`${name}: ${JSON.stringify(answers[name])}`).toMatch(/: "ImageError: /)
    expect(String(answers[name]).replace(/^ImageError: /, '')).toMatch(sentence)
  }
}, 180_000)
