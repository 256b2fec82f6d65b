import { mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { importGallery, type ImportReport } from '@reverie/gallery/node'
import { readImage } from '@reverie/image/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDesk } from './fixtures/desk.ts'
import { gps, jpeg, picture, withExif } from './fixtures/pictures.ts'

const desk = openDesk()
const checkout = openDesk()
afterAll(() => {
  desk.clear()
  checkout.clear()
})

/** A work of the seed. */
const seed = (uid: string, changes: Record<string, string | undefined> = {}, body = '', end = '---'): string => {
  const keys = {
    layout: 'work',
    title: ` "${uid}"`,
    tags: 'circles, texture, cute',
    categories: 'texture',
    date: '  2018-08-08 12:54:46',
    author: 'Tim Holman',
    image: `2018/${uid}.jpg`,
    ...changes,
  }
  return [
    '---',
    ...Object.entries(keys).flatMap(([key, value]) => (value === undefined ? [] : [`${key}: ${value}`])),
    end,
    '',
    body,
  ].join('\n')
}

const work = (uid: string, text = seed(uid)): void => checkout.write(`docs/_works/2018/${uid}.md`, text)
const image = (name: string, bytes: Uint8Array): void => checkout.write(`docs/assets/images/2018/${name}`, bytes)

let photo: Buffer
let report: ImportReport
let told: Record<string, string[]>
beforeAll(async () => {
  photo = await withExif('photo', 'jpeg', gps)
  const words = [
    'tim-circles',
    'dad-md',
    'space',
    'early',
    'bidi',
    'lost',
    'rotten',
    'spare',
    'strange',
    'Big_Name',
  ]
  for (const word of words) image(`${word}.jpg`, await jpeg(word))
  work('tim-circles', seed('tim-circles', { website: 'https://example.org/tim' }, "Hello, I'm a bunch of circles!"))
  work('dad-md')
  work('photo')
  image('photo.jpg', photo)
  work('space', seed('space', {}, '', '--- '))
  work('early', seed('early', { date: '2018-10-01 4:35' }))
  work('bidi', seed('bidi', { date: '\u{202d}2018-10-02 10:50:48\u{202c}' }))
  work('lost', seed('lost').replaceAll('---\n', ''))
  work('rotten', seed('rotten', { tags: '&a [*a, *a]' }))
  work('other-name', seed('other-name', { image: '2018/spare.jpg' }))
  work('strange', seed('strange', { camera: '"Kodak <b>"', website: 'javascript:alert(1)' }))
  work('png', seed('png', { image: '2018/png.png' }))
  image('png.png', await picture('png', 256))
  work('climbs', seed('climbs', { image: '../../../../etc/passwd' }))
  work('gone')
  work('Big_Name')
  image('alone.jpg', await jpeg('alone'))
  mkdirSync(dirname(checkout.path('docs/assets/images/2018/x')), { recursive: true })
  symlinkSync('/etc/passwd', checkout.path('docs/assets/images/2018/link.jpg'))
  report = await importGallery({
    checkout: checkout.folder,
    folder: desk.folder,
    license: 'CC-BY-4.0',
    remix: true,
  })
  told = {}
  for (const { file, code } of report.problems) (told[file] ??= []).push(code)
})

const read = (path: string): string => readFileSync(desk.path(path), 'utf8')

test('a work in our layout', () => {
  expect(read('works/2018/tim-circles.md')).toBe(`---
title: tim-circles
author: Tim Holman
date: 2018-08-08 12:54:46
tags: [circles, texture, cute]
categories: [texture]
image: tim-circles.jpg
license: CC-BY-4.0
remix: true
alt: A work called “tim-circles” (texture, circles, cute)
website: https://example.org/tim
---
Hello, I'm a bunch of circles!
`)
  expect(told['docs/_works/2018/tim-circles.md']).toEqual(['alt-text', 'wrong-type'])
})

test('what was wrong in the seed is told, and mended where it can be', () => {
  const of = (uid: string): string[] =>
    told[`docs/_works/2018/${uid}.md`]!.filter((code) => code !== 'alt-text' && code !== 'wrong-type')
  expect(of('space')).toEqual(['inexact-delimiter'])
  expect(of('early')).toEqual(['date'])
  expect(of('bidi')).toEqual(['hidden-character'])
  expect(of('lost')).toEqual(['missing-delimiter'])
  expect(of('other-name')).toEqual(['image-name'])
  expect(of('strange')).toEqual(['unknown-key', 'link'])
  expect(of('Big_Name')).toEqual(['image-name', 'uid'])
  expect(read('works/2018/early.md')).toContain('\ndate: 2018-10-01 04:35:00\n')
  expect(read('works/2018/bidi.md')).toContain('\ndate: 2018-10-02 10:50:48\n')
  expect(read('works/2018/lost.md')).toContain('\ntitle: lost\n')
  expect(read('works/2018/strange.md')).toMatch(/---\n- website: javascript:alert\(1\)\n- camera: Kodak {2}b \n$/)
})

test('uids lose the ending and no letters; pictures take the uid and the ending of their format', () => {
  const names = readdirSync(desk.path('works/2018'))
  expect(names).toEqual(
    expect.arrayContaining(['dad-md.md', 'dad-md.jpg', 'other-name.jpg', 'png.png', 'big_name.md', 'big_name.jpg']),
  )
  expect(names).not.toContain('spare.jpg')
})

test('a photograph loses its position, and none of its pixels', async () => {
  expect(told['docs/assets/images/2018/photo.jpg']).toEqual(['private-metadata'])
  const imported = readFileSync(desk.path('works/2018/photo.jpg'))
  expect(imported.includes('GPS')).toBe(false)
  expect((await readImage(imported)).raster).toEqual((await readImage(photo)).raster)
})

test('what became no work is kept, links aside', () => {
  expect([...report.left].toSorted()).toEqual([
    'imported/docs/_works/2018/climbs.md',
    'imported/docs/_works/2018/gone.md',
    'imported/docs/_works/2018/rotten.md',
    'imported/docs/assets/images/2018/alone.jpg',
    'imported/docs/assets/images/2018/rotten.jpg',
  ])
  expect(told['docs/assets/images/2018/link.jpg']).toEqual(['symlink'])
  expect(told['docs/_works/2018/rotten.md']).toContain('yaml-alias')
})

test('the gallery has nothing wrong in it then', async () => {
  expect(await desk.check()).toEqual([])
})

test('given again it changes nothing, whatever was done meanwhile', async () => {
  const mended = read('works/2018/early.md').replace(/alt: .*/, 'alt: Circles that touch')
  writeFileSync(desk.path('works/2018/early.md'), mended)
  const again = await importGallery({
    checkout: checkout.folder,
    folder: desk.folder,
    license: 'CC0-1.0',
    remix: false,
  })
  expect({ works: again.works, kept: again.kept.length }).toEqual({ works: [], kept: report.works.length })
  expect(read('works/2018/early.md')).toBe(mended)
})

test('what the seed does not say is not made up', async () => {
  const other = openDesk()
  const { problems } = await importGallery({ checkout: checkout.folder, folder: other.folder })
  expect(problems.filter(({ file }) => file.endsWith('dad-md.md')).map(({ code }) => code)).toContain('license')
  const codes = (await other.check({ only: ['works/2018/dad-md.md'] })).map(
    ({ code, message }) => `${code}: ${message}`,
  )
  expect(codes).toEqual(['missing-key: The key "license" is missing.', 'missing-key: The key "remix" is missing.'])
  other.clear()
})

test('the first layout, without docs and years', async () => {
  const [other, first] = [openDesk(), openDesk()]
  first.write('_works/avocado.md', seed('avocado', { image: 'avocado.jpg' }))
  first.write('assets/images/avocado.jpg', await jpeg('avocado'))
  const { works } = await importGallery({ checkout: first.folder, folder: other.folder })
  expect(works).toEqual([{ from: '_works/avocado.md', to: 'works/2018/avocado.md' }])
  other.clear()
  first.clear()
})

test('wrong calls', async () => {
  const to = { checkout: desk.folder, folder: desk.folder }
  await expect(importGallery(to)).rejects.toThrow('it has no folder docs/_works')
  await expect(importGallery({ ...to, license: 'CC BY 4.0' })).rejects.toThrow('is CC-BY-4.0 meant?')
})
