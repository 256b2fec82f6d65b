import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cleanWorks } from '@reverie/gallery/node'
import { writeFormats } from '@reverie/image'
import { readImage, writeImage } from '@reverie/image/node'
import type { Recipe } from '@reverie/recipe'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { markdown, openDesk } from './fixtures/desk.ts'
import { picture } from './fixtures/pictures.ts'

const cache = mkdtempSync(join(tmpdir(), 'reverie-gallery-cache-'))
vi.stubEnv('XDG_CACHE_HOME', cache)
afterAll(() => rmSync(cache, { recursive: true, force: true }))

let desk = openDesk()
afterEach(() => {
  desk.clear()
  desk = openDesk()
})

const recipe: Recipe = {
  reverie: 1,
  instrument: { name: 'dream', version: 1 },
  parameters: { octaves: 2 },
  seed: 7,
  inputs: { image: [{ sha256: 'ab'.repeat(32), name: 'sun.png' }] },
  models: [{ id: 'inception', sha256: 'cd'.repeat(32) }],
  output: { kind: 'raster', format: 'png', width: 64, height: 64 },
  digitalSourceType: 'compositeWithTrainedAlgorithmicMedia',
  environment: { provider: 'cpu' },
}

test('what Reverie made can be submitted: its recipe and where it comes from tell nothing of a person', async () => {
  for (const format of writeFormats.filter((name) => name !== 'tiff')) {
    const { raster } = await readImage(await picture(`made ${format}`))
    const uid = `made-${format}`
    const ending = format === 'jpeg' ? 'jpg' : format
    desk.write(`works/2026/${uid}.md`, markdown(uid, { image: `${uid}.${ending}` }))
    desk.write(`works/2026/${uid}.${ending}`, await writeImage(raster, { format, recipe }))
  }
  expect(await desk.check()).toEqual([])
})

test('cleaning keeps both', async () => {
  for (const format of ['png', 'jpeg', 'webp', 'gif'] as const) {
    const { raster } = await readImage(await picture(`clean ${format}`))
    const file = `works/2026/clean-${format}.${format}`
    const bytes = await writeImage(raster, { format, recipe })
    desk.write(file, Buffer.concat([bytes, Buffer.from('something after the end')]))
    expect((await cleanWorks({ folder: desk.folder })).map((cleaned) => cleaned.file)).toEqual([file])
    expect(readFileSync(desk.path(file)).equals(bytes)).toBe(true)
  }
})
