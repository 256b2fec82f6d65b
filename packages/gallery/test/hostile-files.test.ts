/**
 * Hostile and broken submissions: paths, links and names. Each is refused by its own code and in its own words, at the line where it
 * is wrong, and nothing else is told of it.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import { describe, test } from 'vitest'
import { markdown } from './fixtures/desk.ts'
import * as made from './fixtures/pictures.ts'
import { expectRefusal, keys, md, png, type Row } from './fixtures/rows.ts'

const files: Row[] = [
  [
    'a path that climbs',
    keys({ image: '../../gallery.yaml' }),
    { code: 'path-traversal', message: /leads out/, line: 7 },
  ],
  [
    'a path from the root',
    keys({ image: '/etc/passwd' }),
    { code: 'path-traversal', message: /"\/etc\/passwd"/, line: 7 },
  ],
  [
    'a path of another system',
    keys({ image: '..\\..\\windows\\win.ini' }),
    { code: 'path-traversal', message: /leads out/, line: 7 },
  ],
  [
    'a path in disguise',
    keys({ image: '"%2e%2e/x.png"' }),
    { code: 'path-traversal', message: /leads out/, line: 7 },
  ],
  [
    'a picture from elsewhere',
    keys({ image: 'https://example.org/x.png' }),
    { code: 'image-name', message: /nothing is fetched/, line: 7 },
  ],
  [
    'the picture of another work',
    keys({ image: 'good.png' }),
    { code: 'image-name', message: /"good\.png"/, line: 7 },
  ],
  [
    'a picture that is a link',
    (desk) => {
      desk.write(md, markdown('bad'))
      symlinkSync('/etc/passwd', desk.path(png))
    },
    { code: 'missing-image', message: /no picture/ },
    { file: png, code: 'symlink', message: /symbolic link/ },
  ],
  [
    'a picture that links to another work',
    (desk) => {
      desk.write(md, markdown('bad'))
      symlinkSync('good.png', desk.path(png))
    },
    { code: 'missing-image', message: /no picture/ },
    { file: png, code: 'symlink', message: /symbolic link/ },
  ],
  [
    'Markdown that is a link',
    async (desk) => {
      await desk.work('else')
      symlinkSync('good.md', desk.path(md))
    },
    { file: md, code: 'symlink', message: /symbolic link/ },
  ],
  [
    'a year that is a link',
    (desk) => symlinkSync('/etc', desk.path('works/2025')),
    { file: 'works/2025', code: 'symlink', message: /symbolic link/ },
  ],
  [
    'a pipe',
    (desk) => {
      desk.write(md, markdown('bad'))
      execFileSync('mkfifo', [desk.path(png)])
    },
    { code: 'missing-image', message: /no picture/ },
    { file: png, code: 'special-file', message: /pipe/ },
  ],
  [
    'a folder as picture',
    (desk) => {
      desk.write(md, markdown('bad'))
      mkdirSync(desk.path(png))
    },
    { code: 'missing-image', message: /no picture/ },
    { file: png, code: 'stray-file', message: /no part of a work/ },
  ],
  [
    'a picture without Markdown',
    async (desk) => desk.write(png, await made.picture('bad')),
    { file: png, code: 'missing-text', message: /has no Markdown/ },
  ],
  [
    'Markdown without a picture',
    (desk) => desk.write(md, markdown('bad')),
    { code: 'missing-image', message: /no picture "bad"/, line: 7 },
  ],
  [
    'two pictures',
    async (desk) => {
      await desk.work('bad')
      desk.write('works/2026/bad.webp', await made.webp('other'))
    },
    { file: 'works/2026/bad.webp', code: 'stray-file', message: /2 pictures/ },
  ],
  [
    'a program beside the works',
    (desk) => desk.write('works/2026/run.sh', '#!/bin/sh\n'),
    { file: 'works/2026/run.sh', code: 'stray-file', message: /no part of a work/ },
  ],
  [
    'a hidden file',
    (desk) => desk.write('works/2026/.htaccess', 'x'),
    { file: 'works/2026/.htaccess', code: 'stray-file', message: /no part/ },
  ],
  [
    'a folder that is no year',
    (desk) => desk.write('works/drafts/a.md', ''),
    { file: 'works/drafts', code: 'stray-file', message: /no part/ },
  ],
  [
    'a name in capitals and spaces',
    async (desk) => {
      desk.write('works/2026/My Sun.md', markdown('x', { image: 'My Sun.png' }))
      desk.write('works/2026/My Sun.png', await made.picture('sun'))
    },
    { file: 'works/2026/My Sun.md', code: 'uid', message: /"My Sun" is no uid/ },
    { file: 'works/2026/My Sun.png', code: 'uid', message: /"My Sun"/ },
  ],
  [
    'a name that steers a log',
    (desk) => desk.write('works/2026/a\n::set-env name=x::y.sh', 'x'),
    { file: 'works/2026/a\\u{a}::set-env name=x::y.sh', code: 'stray-file', message: /\\u\{a\}/ },
  ],
  [
    'a device’s name',
    (desk) => desk.work('con'),
    { file: 'works/2026/con.md', code: 'uid', message: /device/ },
    { file: 'works/2026/con.png', code: 'uid', message: /device/ },
  ],
  [
    'a uid that is taken in another year',
    async (desk) => {
      desk.write('works/2025/good.md', markdown('good', { date: '2025-01-01' }))
      desk.write('works/2025/good.png', await made.picture('new'))
    },
    { file: 'works/2026/good.md', code: 'uid-taken', message: /works\/2025\/good\.md/ },
  ],
]

describe('files', () => {
  test.each(files.map((row) => [row[0], row] as const))('%s', (_, row) => expectRefusal(md, row))
})
