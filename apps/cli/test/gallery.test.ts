import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import sharp from 'sharp'
import { afterAll, expect, test } from 'vitest'
import { openDesk } from './run.ts'

const desk = openDesk()
afterAll(() => desk.clear())

const write = (path: string, content: string | Uint8Array): void => {
  mkdirSync(dirname(desk.path(path)), { recursive: true })
  writeFileSync(desk.path(path), content)
}

const frontMatter = (changes = ''): string => `---
title: Sun
author: Ada Lovelace
date: 2026-03-21
tags: [sun]
categories: [work]
image: ada-sun.jpg
license: CC-BY-4.0
remix: true
alt: A low sun over the sea
${changes}---
A text.
`

const photo = (): Promise<Buffer> =>
  sharp({ create: { width: 80, height: 60, channels: 3, background: 'teal' } })
    .withExif({ IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' } })
    .jpeg()
    .toBuffer()

test('check: problems one by one, as one JSON object, as annotations; cleaned by --fix; exit codes', async () => {
  write('art/gallery.yaml', 'version: 1\ntitle: Our Art\n')
  write('art/works/2026/ada-sun.md', frontMatter('price: 12\n'))
  write('art/works/2026/ada-sun.jpg', await photo())
  const [plain, json, annotated] = await Promise.all([
    desk.reverie('gallery', 'check', 'art'),
    desk.reverie('gallery', 'check', 'art', '--json'),
    desk.reverie('gallery', 'check', 'art', '--annotations', 'github'),
  ])
  expect(plain).toMatchObject({ code: 1, err: '  Our Art: 1 works checked, 2 problems\n' })
  expect(plain.out).toContain('works/2026/ada-sun.md:11: There is no key "price". [unknown-key]\n    Remove it')
  expect(plain.out).toContain('works/2026/ada-sun.jpg:1: The picture tells where it was taken. [private-metadata]')
  expect({ code: json.code, answer: JSON.parse(json.out) }).toEqual({
    code: 1,
    answer: {
      problems: [
        {
          file: 'works/2026/ada-sun.jpg',
          line: 1,
          code: 'private-metadata',
          message: expect.any(String),
          fix: expect.any(String),
        },
        {
          file: 'works/2026/ada-sun.md',
          line: 11,
          code: 'unknown-key',
          message: expect.any(String),
          fix: expect.any(String),
        },
      ],
    },
  })
  expect(annotated.out).toContain(
    '::error file=art/works/2026/ada-sun.md,line=11,title=unknown-key::There is no key "price".%0A',
  )

  write('art/works/2026/ada-sun.md', frontMatter())
  const before = readFileSync(desk.path('art/works/2026/ada-sun.jpg'))
  const fixed = await desk.reverie('gallery', 'check', 'art', '--fix', '--json')
  expect({ code: fixed.code, out: fixed.out }).toEqual({ code: 0, out: '{"problems":[]}\n' })
  expect(fixed.err).toContain('works/2026/ada-sun.jpg: cleaned')
  expect(readFileSync(desk.path('art/works/2026/ada-sun.jpg')).length).toBeLessThan(before.length)
})

test('init makes a gallery, and import fills one', async () => {
  const program = `https://example.org/reverie.git#${'0123456789'.repeat(4)}`
  const made = await desk.reverie('gallery', 'init', 'made', '--title', 'Made', '--reverie', program, '--json')
  expect(made.code).toBe(0)
  expect(JSON.parse(made.out)).toMatchObject({
    folder: 'made',
    written: expect.arrayContaining(['gallery.yaml']),
    kept: [],
  })

  write(
    'seed/docs/_works/2018/sun.md',
    '---\nlayout: work\ntitle: Sun\ntags: a, b\ncategories: work\ndate: 2018-01-01 4:35\nauthor: Ada\nimage: 2018/sun.jpg\n--- \n',
  )
  write('seed/docs/assets/images/2018/sun.jpg', await photo())
  const words = ['--license', 'CC-BY-4.0', '--remix', 'yes', '--reverie', program]
  const brought = await desk.reverie('gallery', 'import', 'seed', '-o', 'brought', ...words)
  expect(brought).toMatchObject({ code: 0, out: 'brought/works/2018/sun.md\n' })
  expect(brought.err).toContain('docs/_works/2018/sun.md:9: The line "--- " ends with spaces')
  expect(await desk.reverie('gallery', 'check', 'brought')).toMatchObject({ code: 0 })
})

test('wrong calls', async () => {
  const [call, none, others] = await Promise.all([
    desk.reverie('gallery', 'check', '.', 'x', '--annotations', 'gitlab', '--fix', '--base', 'main'),
    desk.reverie('gallery', 'check', '.'),
    desk.reverie('gallery', 'import', '--remix', 'perhaps'),
  ])
  expect(call.code).toBe(2)
  expect(call.err.trimEnd().split('\n')).toHaveLength(3)
  expect({ code: others.code, lines: others.err.trimEnd().split('\n').length }).toEqual({ code: 2, lines: 2 })
  expect(none.code).toBe(1)
  expect(none.err).toMatch(/^reverie: ".*" is no gallery: it has no gallery\.yaml\./)
})
