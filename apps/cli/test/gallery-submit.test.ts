import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { issueBody } from '../../../packages/gallery/test/fixtures/issue.ts'
import { openDesk } from './run.ts'

const desk = openDesk()
const git = (...words: string[]): string =>
  execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...words], {
    cwd: desk.folder,
    encoding: 'utf8',
  })
beforeAll(async () => {
  git('init', '--quiet', '--initial-branch', 'main', 'art')
  writeFileSync(desk.path('art/gallery.yaml'), 'version: 1\ntitle: Our Art\n')
  git('-C', 'art', 'add', '--all')
  git('-C', 'art', 'commit', '--quiet', '--message', 'A gallery')
  const picture = await sharp({ create: { width: 80, height: 60, channels: 3, background: 'teal' } })
    .png()
    .toBuffer()
  writeFileSync(desk.path('sun.png'), picture)
  writeFileSync(desk.path('issue.json'), JSON.stringify({ number: 7, body: issueBody() }))
  writeFileSync(
    desk.path('bad.json'),
    JSON.stringify({ number: 8, body: issueBody({ Title: undefined, Licence: 'MIT' }) }),
  )
})
afterAll(() => desk.clear())

test('what was taken in, what was there, and what is wrong with the rest', async () => {
  const image = ['--image', 'sun.png', '--repository', 'art']
  const first = await desk.reverie('gallery', 'submit', 'issue.json', ...image)
  expect(first).toMatchObject({ code: 0, out: 'submissions/ada-lovelace-sun-over-the-sea\n' })
  const second = await desk.reverie('gallery', 'submit', 'issue.json', ...image, '--json')
  expect({ code: second.code, answer: JSON.parse(second.out) }).toEqual({
    code: 0,
    answer: {
      submissions: [
        { from: 'issue.json', state: 'there', branch: 'submissions/ada-lovelace-sun-over-the-sea', notes: [] },
      ],
    },
  })
  const third = await desk.reverie('gallery', 'submit', 'bad.json', 'issue.json', '--repository', 'art')
  expect(third.code).toBe(1)
  expect(third.out).toBe(`bad.json: title: The key "title" is missing. [missing-key]
    Add, for example: title: Avocado Love
bad.json: license: The gallery does not take works under MIT. [license]
    Choose one of: CC0-1.0, CC-BY-4.0, CC-BY-SA-4.0, CC-BY-NC-4.0, CC-BY-NC-SA-4.0.
bad.json: picture: The picture is an address, and nothing is fetched. [missing-image]
    Give its file with --image, or allow it with --fetch.
`)
  expect(third.err).toContain('issue.json: was submitted before (submissions/ada-lovelace-sun-over-the-sea)')
  expect(git('-C', 'art', 'status', '--porcelain')).toBe('')
})

test('wrong calls: all at once', async () => {
  const [none, wrong] = await Promise.all([
    desk.reverie('gallery', 'submit'),
    desk.reverie(
      'gallery',
      'submit',
      'a.json',
      'b.json',
      '--image',
      'x.png',
      '--most',
      '0',
      '--set',
      'title=x',
      'license=',
    ),
  ])
  expect({ code: none.code, lines: none.err.trimEnd().split('\n').length }).toEqual({ code: 2, lines: 1 })
  expect(wrong.code).toBe(2)
  expect(wrong.err.trimEnd().split('\n')).toEqual([
    expect.stringContaining('--image is the picture of one file, found 2'),
    expect.stringContaining('--most takes a whole number from 1 to 1000, not "0"'),
    expect.stringContaining('not "title"'),
    expect.stringContaining('not "license"'),
  ])
})
