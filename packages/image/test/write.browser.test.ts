import { writeImage } from '@reverie/image/node'
import { withBrowser } from '@reverie/testing'
import { expect, test } from 'vitest'
import { badFiles } from './bad-files.ts'
import { checkWritten, writeCases } from './write-cases.ts'

test('Chromium writes what Node reads back: pixels, sRGB, recipe', async () => {
  const requests = writeCases.map(({ raster, options }) => ({ raster, options }))
  const files = await withBrowser({}, ({ run }) => run<Uint8Array[]>(new URL('./pages/write.ts', import.meta.url), requests))
  const wrong: string[] = []
  for (const [at, one] of writeCases.entries())
    await checkWritten(files[at] as Uint8Array, one).catch((error: unknown) => wrong.push(`${one.title}: ${String(error)}`))
  expect(wrong).toEqual([])
  // The same libvips writes these, here as there: even the bytes are Node's.
  for (const [at, { title, raster, options }] of writeCases.entries())
    if (['jpeg', 'webp', 'avif'].includes(options.format)) expect(Buffer.from(files[at] as Uint8Array).equals(await writeImage(raster, options)), title).toBe(true)
}, 180_000)

test('Chromium meets bad files with the same sentences', async () => {
  const bad = await badFiles()
  const bytes = Object.fromEntries(Object.entries(bad).map(([name, [content]]) => [name, content]))
  const answers = await withBrowser({}, ({ run }) => run<Record<string, unknown>>(new URL('./pages/read.ts', import.meta.url), bytes))
  for (const [name, [, sentence]] of Object.entries(bad)) {
    expect(answers[name], name).toEqual(expect.any(String))
    expect(String(answers[name]).replace(/^ImageError: /, ''), name).toMatch(sentence)
  }
}, 180_000)
