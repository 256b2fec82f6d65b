import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDesk, type Desk } from './fixtures/desk.ts'
import { picture } from './fixtures/pictures.ts'

const config = 'version: 1\ntitle: A Gallery\nplugins: [plugins/no-cats.mjs]\n'
const rule = `import { word } from './word.mjs'
export function check({ title }) {
  return title.includes(word) ? [{ key: 'title', message: 'It is about a ' + word + '.', fix: 'Choose another subject.' }] : []
}
`
const main = 'works/2026/main.md'

let desk: Desk
const git = (...words: string[]): string =>
  execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...words], {
    cwd: desk.folder,
    encoding: 'utf8',
  }).trim()
const commit = (message: string): string => {
  git('add', '--all', '--force')
  git('commit', '--quiet', '--message', message)
  return git('rev-parse', 'HEAD')
}

let base: string
beforeEach(async () => {
  desk = openDesk(config)
  git('init', '--quiet', '--initial-branch', 'main')
  desk.write('plugins/no-cats.mjs', rule)
  desk.write('plugins/word.mjs', "export const word = 'cat'\n")
  await desk.work('main', { date: '2026-01-02' })
  await desk.work('old-sin', { title: 'A cat', date: '2026-01-03' })
  base = commit('The gallery')
  git('checkout', '--quiet', '-b', 'submission')
})
afterEach(() => desk.clear())

test('judges what a submission changes, and nothing else', async () => {
  await desk.work('new', { price: '1' })
  commit('A work')
  expect(await desk.check({ base })).toMatchObject([{ file: 'works/2026/new.md', code: 'unknown-key' }])
  expect((await desk.check()).map(({ file }) => file)).toEqual(['works/2026/new.md', 'works/2026/old-sin.md'])
})

test('the configuration that a submission brings along does not judge it', async () => {
  await desk.work('new', { license: 'MIT', categories: '[spam]' })
  desk.write('gallery.yaml', `${config}licenses: [MIT]\ncategories: [work, spam]\n`)
  commit('A work, and leave to do it')
  expect(await desk.check({ only: ['works/2026/new.md'] })).toEqual([])
  expect((await desk.check({ base })).map(({ code }) => code)).toEqual(['category', 'license'])
})

test('the plug-ins that a submission brings along do not judge it, and do not run', async () => {
  await desk.work('new', { title: 'My cat' })
  desk.write('plugins/no-cats.mjs', "throw new Error('ran')\n")
  desk.write('plugins/word.mjs', "throw new Error('ran')\n")
  commit('A cat, and leave to be one')
  expect(await desk.check({ base })).toMatchObject([
    { file: 'works/2026/new.md', line: 2, code: 'rule', message: 'It is about a cat. (plugins/no-cats.mjs)' },
  ])
  await expect(desk.check()).rejects.toThrow('The plug-in "plugins/no-cats.mjs" cannot be loaded (ran)')
})

test('a configuration that a submission breaks is told, though it does not judge', async () => {
  desk.write('gallery.yaml', 'version: 1\ntitle: A Gallery\nlicenses: [WTF]\nbananas: 2\n')
  commit('Breaks it')
  expect(await desk.check({ base })).toMatchObject([
    { file: 'gallery.yaml', line: 3, code: 'license' },
    { file: 'gallery.yaml', line: 4, code: 'unknown-key', message: 'There is no key "bananas".' },
  ])
})

test('what is removed, ignored or not committed is judged too', async () => {
  desk.write('.gitignore', 'works/2026/hidden.*\n')
  commit('Hides')
  desk.write('works/2026/hidden.png', await picture('hidden'))
  rmSync(desk.path(main))
  expect(await desk.check({ base })).toMatchObject([
    { file: 'works/2026/hidden.png', code: 'missing-text' },
    { file: 'works/2026/main.png', code: 'missing-text' },
  ])
})

test('what the gallery got meanwhile is not the submission’s', async () => {
  await desk.work('new')
  commit('A work')
  git('checkout', '--quiet', 'main')
  await desk.work('later', { price: '1' })
  base = commit('Something else')
  git('checkout', '--quiet', 'submission')
  expect(await desk.check({ base })).toEqual([])
})

test('a gallery in a folder of its repository', async () => {
  git('checkout', '--quiet', 'main')
  git('rm', '--quiet', '-r', '.')
  desk.write('art/gallery.yaml', 'version: 1\ntitle: Art\nplugins: [plugins/a.mjs]\n')
  desk.write('art/plugins/a.mjs', "export const check = () => [{ message: 'No.', fix: 'Go.' }]\n")
  base = commit('Elsewhere')
  desk.write('art/works/2026/new.png', await picture('new'))
  desk.write('works/2026/else.png', 'not the gallery’s')
  expect(await desk.check({ folder: desk.path('art'), base })).toMatchObject([{ file: 'works/2026/new.png' }])
})

test.each(['nowhere', '--output=x', 'main:gallery.yaml'])('no commit %s', async (name) => {
  await expect(desk.check({ base: name })).rejects.toThrow(`There is no commit "${name}"`)
})

test('without a repository, or a gallery in the base', async () => {
  git('rm', '--quiet', 'gallery.yaml')
  const empty = commit('No gallery')
  await expect(desk.check({ base: empty })).rejects.toThrow('has no gallery.yaml')
  rmSync(desk.path('.git'), { recursive: true })
  await expect(desk.check({ base })).rejects.toThrow('is in no Git repository')
})
