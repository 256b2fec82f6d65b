import { execFileSync } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDesk } from './run.ts'

const desk = openDesk()
afterAll(() => desk.clear())

const write = (path: string, content: string | Uint8Array): void => {
  mkdirSync(dirname(desk.path(path)), { recursive: true })
  writeFileSync(desk.path(path), content)
}
const git = (...words: string[]): string =>
  execFileSync('git', ['-C', desk.path('art'), ...words], { encoding: 'utf8' }).trim()

async function work(uid: string, day: string, color: { r: number; g: number; b: number }): Promise<void> {
  const noise = { type: 'gaussian', mean: color.r, sigma: 60 } as const
  const picture = await sharp({ create: { width: 80, height: 60, channels: 3, background: color, noise } })
    .png()
    .toBuffer()
  write(`art/works/2026/${uid}.png`, picture)
  write(
    `art/works/2026/${uid}.md`,
    `---\ntitle: The ${uid}\nauthor: Ada Lovelace\ndate: ${day}\ntags: [sky]\ncategories: [work]\nimage: ${uid}.png\nlicense: CC-BY-4.0\nremix: true\nalt: Something in the sky, far away\n---\nA text.\n`,
  )
}

beforeAll(async () => {
  write(
    'art/gallery.yaml',
    'version: 1\ntitle: Our Art\ngenerators: []\nsite: { address: "https://example.org/art/" }\n',
  )
  await work('sun', '2026-03-21', { r: 200, g: 40, b: 10 })
  await work('moon', '2026-03-22', { r: 40, g: 60, b: 120 })
  git('init', '--quiet', '--initial-branch', 'main')
  git('config', 'user.name', 'Grace Hopper')
  git('config', 'user.email', 'grace@example.org')
  git('add', '--all')
  git('commit', '--quiet', '--message', 'Works')
})

test('approve, publish; one byte more, and nothing is published', async () => {
  const listed = await desk.reverie('gallery', 'review', 'art', '--list')
  expect(listed.out).toBe('pending    sun  The sun, Ada Lovelace\npending    moon  The moon, Ada Lovelace\n')
  const approved = await desk.reverie('gallery', 'review', 'art', '--approve', 'sun', '--json')
  expect(JSON.parse(approved.out)).toMatchObject({
    decided: [{ uid: 'sun', decision: { decision: 'approve', by: 'Grace Hopper <grace@example.org>' } }],
    failed: [],
  })
  const published = await desk.reverie('gallery', 'publish', 'art', '-o', 'site')
  expect(published).toMatchObject({ code: 0, out: 'site\n' })
  expect(published.err).toContain('moon: left out, it is pending')
  expect(published.err).toContain('1 works published')
  expect(readFileSync(desk.path('site/gallery/sun/sun.png'))).toEqual(
    readFileSync(desk.path('art/works/2026/sun.png')),
  )
  expect(readFileSync(desk.path('site/gallery/sun/index.html'), 'utf8')).toContain('The sun')
  expect(existsSync(desk.path('site/gallery/moon'))).toBe(false)

  appendFileSync(desk.path('art/works/2026/sun.md'), 'x')
  const [refused, json] = await Promise.all([
    desk.reverie('gallery', 'publish', 'art', '-o', 'site'),
    desk.reverie('gallery', 'publish', 'art', '-o', 'site', '--json'),
  ])
  expect(refused.code).toBe(1)
  expect(refused.err).toMatch(
    /works\/2026\/sun\.md is not what was approved\.\nreverie: {5}approved: [0-9a-f]{64}\nreverie: {5}found: {4}[0-9a-f]{64}\n/,
  )
  expect(refused.err).toContain('Nothing was published.')
  expect(JSON.parse(json.out)).toMatchObject({ refused: [{ file: 'works/2026/sun.md' }], published: [] })
  expect(await desk.reverie('gallery', 'publish', 'art', '-o', 'site', '--keep-published')).toMatchObject({
    code: 0,
  })
})

test('all that wait are approved and listed; a branch of a bare repository gets them', async () => {
  await desk.reverie('gallery', 'review', 'art', '--hold', 'moon')
  const approved = await desk.reverie('gallery', 'review', 'art', '--approve-all', '--by', 'Ada <ada@example.org>')
  expect(approved.out).toMatch(/^sun: \S+ approve by Ada <ada@example\.org> \(2 files, [0-9a-f]{12}…\)\n$/)
  execFileSync('git', ['init', '--quiet', '--bare', desk.path('pages.git')])
  const published = await desk.reverie(
    'gallery',
    'publish',
    'art',
    '--branch',
    'gh-pages',
    '--repository',
    'pages.git',
  )
  const commit = execFileSync('git', ['-C', desk.path('pages.git'), 'rev-parse', 'gh-pages'], { encoding: 'utf8' })
  expect(published).toMatchObject({ code: 0, out: `gh-pages ${commit}` })
  expect(published.err).toContain('moon: left out, it is held')
  const again = await desk.reverie('gallery', 'publish', 'art', '--branch', 'gh-pages', '--repository', 'pages.git')
  expect(again.err).toContain('nothing has changed')
})

test('the page is served until the call is interrupted', async () => {
  const { child, ended } = desk.start('gallery', 'review', 'art', '--no-open', '--port', '0')
  const url = await new Promise<string>((resolve) => {
    child.stdout!.once('data', (text: string) => resolve(text.trim()))
  })
  expect(await (await fetch(url)).text()).toContain('The moon')
  expect((await fetch(new URL('/', url))).status).toBe(404)
  child.kill('SIGINT')
  expect((await ended).code).toBe(130)
})

test('wrong calls', async () => {
  const [publish, review, unknown, nobody] = await Promise.all([
    desk.reverie('gallery', 'publish', 'art', 'x', '--repository', 'y'),
    desk.reverie('gallery', 'review', 'art', '--list', '--reject', 'sun', '--port', 'x'),
    desk.reverie('gallery', 'review', 'art', '--approve', 'sun', 'mars'),
    desk.reverie('gallery', 'review', 'art', '--hold', 'sun', '--by', 'Nobody'),
  ])
  expect({ code: publish.code, lines: publish.err.trimEnd().split('\n').length }).toEqual({ code: 2, lines: 3 })
  expect({ code: review.code, lines: review.err.trimEnd().split('\n').length }).toEqual({ code: 2, lines: 3 })
  expect(unknown).toMatchObject({ code: 1, out: expect.stringMatching(/^sun: /) })
  expect(unknown.err).toContain('There is no work "mars"')
  expect(nobody).toMatchObject({ code: 1, err: expect.stringContaining('it is no name with an address') })
})
