/** What a build does not do, whatever is in the gallery: write elsewhere, make of what is refused, remove what is not its own. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildGallery, GalleryError } from '@reverie/gallery/node'
import sharp from 'sharp'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { configOf, filesOf, quickDream, quickPattern, recordOf } from './fixtures/building.ts'
import { markdown, openDesk, type Desk } from './fixtures/desk.ts'
import { gps, picture, pngBomb, withExif } from './fixtures/pictures.ts'

const weave = `name: weave, ${quickPattern}`
const dreamy = `name: dreamy, ${quickDream}`
let desk: Desk
let elsewhere: string
beforeEach(() => {
  desk = openDesk(configOf(weave, dreamy))
  elsewhere = mkdtempSync(join(tmpdir(), 'reverie-elsewhere-'))
})
afterEach(() => {
  desk.clear()
  rmSync(elsewhere, { recursive: true, force: true })
})
const build = (options = {}) => buildGallery({ folder: desk.folder, ...options })

test('it writes through no link', async () => {
  await desk.work('one')
  symlinkSync(elsewhere, desk.path('generated'))
  await expect(build()).rejects.toThrow(GalleryError)
  rmSync(desk.path('generated'))
  mkdirSync(desk.path('generated'))
  symlinkSync(elsewhere, desk.path('generated/one'))
  await expect(build()).rejects.toThrow('"generated/one" is a symbolic link')
  rmSync(desk.path('generated/one'))
  mkdirSync(desk.path('generated/one'))
  const target = join(elsewhere, 'target')
  writeFileSync(target, 'mine')
  symlinkSync(target, desk.path('generated/one/weave-one.png'))
  symlinkSync(target, desk.path('generated/one/build.json'))
  expect(filesOf(await build())).toEqual(['weave-one.png', 'dreamy-one.jpg'])
  expect(readdirSync(elsewhere)).toEqual(['target'])
  expect(execFileSync('cat', [target], { encoding: 'utf8' })).toBe('mine')
})

test.each([
  ['a bomb', () => pngBomb(60_000, 60_000), 'picture-size'],
  ['half a picture', async () => (await picture('bad')).subarray(0, 300), 'damaged-picture'],
  ['a photograph with its position', async () => withExif('bad', 'png', gps), 'private-metadata'],
])('of %s nothing is made', async (_, make, code) => {
  await desk.work('bad', {}, await make())
  await desk.work('good', { date: '2026-04-01' })
  const report = await build({ only: ['bad'] })
  expect(report.problems.map((problem) => [problem.file, problem.code])).toContainEqual([
    'works/2026/bad.png',
    code,
  ])
  expect(filesOf(report)).toEqual([])
  expect(existsSync(desk.path('generated'))).toBe(false)
})

test('of works whose text or parents are wrong nothing is made; the others are built', async () => {
  await desk.work('shy', { date: '2026-01-01', remix: 'false' })
  await desk.work('wrong', { price: '12' })
  await desk.work('thief', { parents: '[shy]' })
  await desk.work('good')
  const report = await build()
  expect(report.problems.map(({ file, code }) => `${file} ${code}`)).toEqual([
    'works/2026/thief.md parent-no-remix',
    'works/2026/wrong.md unknown-key',
  ])
  expect(filesOf(report)).toEqual(['weave-good.png', 'dreamy-good.jpg'])
})

test('what is not asked for any more goes, what somebody else put there stays', async () => {
  await desk.work('one')
  await desk.work('two')
  await build()
  desk.write('generated/one/note.txt', 'mine')
  desk.write('generated/other/note.txt', 'mine')
  desk.write('gallery.yaml', configOf(weave))
  desk.remove('works/2026/two.md', 'works/2026/two.png')
  expect((await build()).removed).toEqual([
    'generated/one/dreamy-one.jpg',
    'generated/two/weave-two.png',
    'generated/two/dreamy-two.jpg',
  ])
  expect(readdirSync(desk.path('generated')).toSorted()).toEqual(['one', 'other'])
  expect(readdirSync(desk.path('generated/one')).toSorted()).toEqual(['build.json', 'note.txt', 'weave-one.png'])
  await desk.work('one', { remix: 'false' })
  expect((await build()).removed).toEqual(['generated/one/weave-one.png'])
  expect(readdirSync(desk.path('generated/one'))).toEqual(['note.txt'])
})

test('a work that cannot be read keeps what was made of it', async () => {
  await desk.work('one')
  await build()
  desk.write('works/2026/one.md', 'no front matter')
  expect((await build()).removed).toEqual([])
  expect(existsSync(desk.path('generated/one/weave-one.png'))).toBe(true)
})

test('a record that leads elsewhere is none', async () => {
  await desk.work('one')
  desk.write('outside.txt', 'mine')
  const entry = { file: '../../outside.txt', generator: 'x', key: '0'.repeat(64), sha256: '0'.repeat(64) }
  const record = { version: 1, uid: 'one', generated: [{ ...entry, bytes: 4, width: 1, height: 1, parents: [] }] }
  desk.write('generated/one/build.json', JSON.stringify(record))
  expect((await build()).removed).toEqual([])
  expect(existsSync(desk.path('outside.txt'))).toBe(true)
  expect(recordOf(desk.folder, 'one').map(({ file }) => file)).toEqual(['weave-one.png', 'dreamy-one.jpg'])
})

test('a picture that moves is dreamed by its first frame, or as it moves', async () => {
  const frames = await Promise.all(['a', 'b'].map((word) => picture(word)))
  const film = await sharp(frames, { join: { animated: true } })
    .gif()
    .toBuffer()
  desk.write('gallery.yaml', configOf(dreamy, `name: moving, format: webp, ${quickDream}`))
  desk.write('works/2026/film.gif', film)
  desk.write('works/2026/film.md', markdown('film', { image: 'film.gif' }))
  expect(filesOf(await build())).toEqual(['dreamy-film.jpg', 'moving-film.webp'])
  const { pages } = await sharp(desk.path('generated/film/moving-film.webp'), { pages: -1 }).metadata()
  expect(pages).toBe(2)
})

test('a build that is stopped goes on where it was', async () => {
  await desk.work('one')
  await desk.work('two')
  const stop = new AbortController()
  const stopped = build({ signal: stop.signal, onMade: () => stop.abort(new Error('stopped')) })
  await expect(stopped).rejects.toThrow('stopped')
  expect(await build()).toMatchObject({ kept: 1, made: { length: 3 } })
})

test('a pull request is built with the generators of its base, and brings nothing along as made', async () => {
  const git = (...words: string[]): string => execFileSync('git', words, { cwd: desk.folder, encoding: 'utf8' })
  const commit = (): void => {
    git('add', '-A', '-f')
    git('-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', 'commit', '-qm', 'x')
  }
  desk.write('gallery.yaml', configOf(weave, 'name: own, plugin: plugins/own.mjs, format: png'))
  const make = (side: number): string =>
    `export const generate = (work, tools) => tools.make('pattern', { parameters: { width: ${side}, height: ${side} } })\n`
  desk.write('plugins/own.mjs', make(32))
  await desk.work('old', { date: '2026-01-01' })
  git('init', '-q', '-b', 'main')
  commit()
  await desk.work('new')
  desk.write('plugins/own.mjs', `throw new Error('ran')\n`)
  desk.write('gallery.yaml', configOf(dreamy))
  commit()
  const report = await build({ base: 'HEAD~1' })
  expect({ problems: report.problems, files: filesOf(report) }).toEqual({
    problems: [],
    files: ['weave-new.png', 'own-new.png'],
  })
  commit()
  await expect(build({ base: 'HEAD~2' })).rejects.toThrow(/3 files of "generated" are in the repository/)
})
