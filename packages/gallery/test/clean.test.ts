import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cleanWorks } from '@reverie/gallery/node'
import { readImage } from '@reverie/image/node'
import { openInputStore } from '@reverie/recipe/node'
import sharp from 'sharp'
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest'
import { markdown, openDesk, type Desk } from './fixtures/desk.ts'
import { gps, picture, withExif } from './fixtures/pictures.ts'

const cache = mkdtempSync(join(tmpdir(), 'reverie-gallery-cache-'))
vi.stubEnv('XDG_CACHE_HOME', cache)
afterAll(() => rmSync(cache, { recursive: true, force: true }))

let desk: Desk
beforeEach(() => {
  desk = openDesk()
})
afterEach(() => desk.clear())

test.each([
  ['jpg', 'jpeg'],
  ['png', 'png'],
  ['webp', 'webp'],
] as const)(
  'a %s loses its position and what follows it, and neither its pixels, its profile nor its orientation',
  async (ending, format) => {
    const file = `works/2026/photo.${ending}`
    const marked = await withExif('photo', format, gps, 6)
    const profiled = await sharp(marked).keepExif().withIccProfile('p3')[format]({ lossless: true }).toBuffer()
    desk.write(file, format === 'webp' ? profiled : Buffer.concat([profiled, Buffer.from('and a film')]))
    desk.write('works/2026/photo.md', markdown('photo', { image: `photo.${ending}` }))
    expect((await desk.check()).map(({ code }) => code)).toContain('private-metadata')
    const before = readFileSync(desk.path(file))

    const [cleaned, ...others] = await cleanWorks({ folder: desk.folder })
    expect({ file: cleaned?.file, others }).toEqual({ file, others: [] })
    const after = readFileSync(desk.path(file))
    expect(await desk.check()).toEqual([])
    const [one, other] = [await readImage(before), await readImage(after)]
    expect(other.raster).toEqual(one.raster)
    expect(other.profile).toBe(one.profile)
    expect((await sharp(after).metadata()).orientation).toBe((await sharp(before).metadata()).orientation)
    const kept = await (await openInputStore()).get(cleaned!.original)
    expect(Buffer.from(kept!)).toEqual(before)
    expect(await cleanWorks({ folder: desk.folder })).toEqual([])
  },
)

test('only what is asked for, and only what can be cleaned without coding it again', async () => {
  await desk.work('sun', {}, await withExif('sun', 'png', gps))
  await desk.work('moon', {}, await withExif('moon', 'png', gps))
  await desk.work('cut', {}, (await picture('cut')).subarray(0, 100))
  expect((await cleanWorks({ folder: desk.folder, only: ['works/2026/sun.md'] })).map(({ file }) => file)).toEqual([
    'works/2026/sun.png',
  ])
  expect((await cleanWorks({ folder: desk.folder })).map(({ file }) => file)).toEqual(['works/2026/moon.png'])
})
