import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openGallery, plainSite, type Gallery } from './fixtures/site.ts'

let gallery: Gallery
beforeEach(async () => {
  gallery = openGallery()
  await gallery.work('moth', { title: 'Moth', date: '2026-01-02' })
  await gallery.build('moth', { dreamy: {} })
  await gallery.say('moth', 'approve')
  gallery.commit('The gallery')
})
afterEach(() => gallery.clear())

const bare = (): string => {
  gallery.git('init', '--quiet', '--bare', 'pages.git')
  gallery.git('-C', 'pages.git', 'config', 'core.autocrlf', 'true')
  return gallery.path('pages.git')
}
const files = (folder = '.', branch = 'gh-pages'): string[] =>
  gallery.git('-C', folder, 'ls-tree', '-r', '--name-only', branch).split('\n')
const content = (path: string, folder = '.'): Buffer =>
  execFileSync('git', ['-C', gallery.path(folder), 'cat-file', 'blob', `gh-pages:${path}`])

/** Commits a file of somebody else to the branch of a bare repository. */
const byHand = (folder: string, path: string, text: string): void => {
  gallery.git('clone', '--quiet', '--branch', 'gh-pages', folder, 'clone')
  gallery.git('-C', 'clone', 'config', 'core.autocrlf', 'false')
  gallery.write(`clone/${path}`, text)
  gallery.git('-C', 'clone', 'add', '--all')
  gallery.git(
    '-C',
    'clone',
    '-c',
    'user.name=B',
    '-c',
    'user.email=b@example.org',
    'commit',
    '--quiet',
    '--message',
    'By hand',
  )
  gallery.git('-C', 'clone', 'push', '--quiet')
  rmSync(gallery.path('clone'), { recursive: true })
}

test('a branch gets one commit that names its source; working tree and index are as they were', async () => {
  writeFileSync(gallery.path('staged.txt'), 'x')
  gallery.git('add', 'staged.txt')
  const [status, source] = [gallery.git('status', '--porcelain'), gallery.git('rev-parse', 'HEAD')]
  const report = await gallery.publish({ branch: 'gh-pages', by: 'Grace Hopper <grace@example.org>' })
  expect(report).toMatchObject({
    refused: [],
    unchanged: false,
    source,
    uncommitted: false,
    commit: gallery.git('rev-parse', 'gh-pages'),
  })
  expect(gallery.git('log', '--format=%an <%ae>, %cn%n%B', 'gh-pages')).toBe(
    `Grace Hopper <grace@example.org>, Grace Hopper\nPublish the gallery\n\nSource: ${source}`,
  )
  expect(gallery.git('status', '--porcelain')).toBe(status)
  expect(files()).toEqual([
    '.nojekyll',
    'gallery/moth/build.json',
    'gallery/moth/dreamy-moth.jpg',
    'gallery/moth/moth.md',
    'gallery/moth/moth.png',
    'index.html',
    'reverie-site.json',
  ])
  expect(content('gallery/moth/moth.png')).toEqual(gallery.read('works/2026/moth.png'))
})

test('nothing is committed when nothing changed; what is not committed is told', async () => {
  const { commit } = await gallery.publish({ branch: 'gh-pages' })
  expect(await gallery.publish({ branch: 'gh-pages' })).toMatchObject({ unchanged: true, commit })
  await gallery.work('sun', { date: '2026-01-03' })
  await gallery.say('sun', 'approve')
  expect(await gallery.publish({ branch: 'gh-pages' })).toMatchObject({ unchanged: false, uncommitted: true })
  expect(gallery.git('log', '-1', '--format=%B', 'gh-pages')).toContain('Uncommitted changes: yes')
  expect(gallery.git('rev-list', '--count', 'gh-pages')).toBe('2')
})

test('a bare repository: bytes as they were approved, whatever its line ends; files of others stay', async () => {
  const repository = bare()
  await gallery.publish({ branch: 'gh-pages', repository })
  byHand(repository, 'CNAME', 'art.example.org\n')
  byHand(repository, '.gitattributes', '* text eol=crlf\n')
  await gallery.say('moth', 'revoke')
  await gallery.work('sun', { date: '2026-01-03' })
  await gallery.say('sun', 'approve')
  expect(await gallery.publish({ branch: 'gh-pages', repository })).toMatchObject({ kept: 2, published: ['sun'] })
  expect(files('pages.git')).toEqual([
    '.gitattributes',
    '.nojekyll',
    'CNAME',
    'gallery/sun/sun.md',
    'gallery/sun/sun.png',
    'index.html',
    'reverie-site.json',
  ])
  expect(content('gallery/sun/sun.md', 'pages.git')).toEqual(gallery.read('works/2026/sun.md'))
  expect(gallery.git('-C', 'pages.git', 'rev-list', '--count', 'gh-pages')).toBe('4')
  // A clone of it publishes again from the branch alone, though attributes would turn line ends.
  rmSync(gallery.path('generated'), { recursive: true })
  writeFileSync(gallery.path('works/2026/sun.md'), 'gone astray')
  expect(await gallery.publish({ branch: 'gh-pages', repository, keepPublished: true })).toMatchObject({
    unchanged: true,
    published: ['sun'],
  })
})

test('a file of somebody else at a place of the site is not replaced', async () => {
  const repository = bare()
  await gallery.publish({ branch: 'gh-pages', repository })
  byHand(repository, 'gallery/sun', 'Mine')
  const before = gallery.git('-C', repository, 'rev-parse', 'gh-pages')
  await gallery.work('sun', { date: '2026-01-03' })
  await gallery.say('sun', 'approve')
  await expect(gallery.publish({ branch: 'gh-pages', repository })).rejects.toThrow(
    'The branch "gh-pages" has files at places of the site that publishing did not write: gallery/sun.',
  )
  expect(gallery.git('-C', repository, 'rev-parse', 'gh-pages')).toBe(before)
})

test('who publishes while another does is refused, and what the other published stays', async () => {
  const repository = bare()
  await gallery.publish({ branch: 'gh-pages', repository })
  gallery.clear()
  let other: string | undefined
  gallery = openGallery(async (publication, folder, options) => {
    if (other === undefined) {
      other = ''
      byHand('pages.git', 'CNAME', 'art.example.org\n')
      other = gallery.git('-C', 'pages.git', 'rev-parse', 'gh-pages')
    }
    return plainSite(publication, folder, options)
  })
  bare()
  await gallery.work('moth')
  await gallery.say('moth', 'approve')
  other = 'first'
  await gallery.publish({ branch: 'gh-pages', repository: gallery.path('pages.git') })
  await gallery.work('sun', { date: '2026-04-03' })
  await gallery.say('sun', 'approve')
  other = undefined
  const again = gallery.publish({ branch: 'gh-pages', repository: gallery.path('pages.git') })
  await expect(again).rejects.toThrow('was changed while the site was made')
  expect(gallery.git('-C', 'pages.git', 'rev-parse', 'gh-pages')).toBe(other)
  expect(await gallery.publish({ branch: 'gh-pages', repository: gallery.path('pages.git') })).toMatchObject({
    kept: 1,
    published: ['moth', 'sun'],
  })
})

test('two who make a branch at once: one of them does', async () => {
  const both = await Promise.allSettled([
    gallery.publish({ branch: 'pages' }),
    gallery.publish({ branch: 'pages' }),
  ])
  const lost = both.filter(({ status }) => status === 'rejected')
  expect(lost.length).toBeLessThanOrEqual(1)
  expect(gallery.git('rev-list', '--count', 'pages')).toBe('1')
})

test('a branch that was changed by hand is made right again', async () => {
  const repository = bare()
  await gallery.publish({ branch: 'gh-pages', repository })
  byHand(repository, 'gallery/moth/moth.png', 'Other bytes')
  await gallery.publish({ branch: 'gh-pages', repository })
  expect(content('gallery/moth/moth.png', 'pages.git')).toEqual(gallery.read('works/2026/moth.png'))
  byHand(repository, 'gallery/moth/dreamy-moth.jpg', 'Other bytes')
  rmSync(gallery.path('generated'), { recursive: true })
  expect((await gallery.publish({ branch: 'gh-pages', repository })).refused).toMatchObject([
    { file: 'generated/moth/dreamy-moth.jpg' },
  ])
})

test('a link on the branch leads nowhere', async () => {
  const repository = bare()
  await gallery.publish({ branch: 'gh-pages', repository })
  gallery.git('clone', '--quiet', '--branch', 'gh-pages', repository, 'clone')
  rmSync(gallery.path('clone/index.html'))
  execFileSync('ln', ['-s', gallery.path('gallery.yaml'), gallery.path('clone/index.html')])
  gallery.git('-C', 'clone', 'add', '--all')
  gallery.git(
    '-C',
    'clone',
    '-c',
    'user.name=B',
    '-c',
    'user.email=b@example.org',
    'commit',
    '--quiet',
    '--message',
    'A link',
  )
  gallery.git('-C', 'clone', 'push', '--quiet')
  const before = readFileSync(gallery.path('gallery.yaml'), 'utf8')
  await gallery.publish({ branch: 'gh-pages', repository })
  expect(gallery.git('-C', repository, 'ls-tree', 'gh-pages', 'index.html')).toMatch(/^100644 blob/)
  expect(readFileSync(gallery.path('gallery.yaml'), 'utf8')).toBe(before)
})

test('wrong names, branches that are checked out, folders without a repository', async () => {
  for (const branch of ['--force', 'a..b', 'x y', ''])
    await expect(gallery.publish({ branch })).rejects.toThrow('is no name of a branch')
  await expect(gallery.publish({ branch: 'main' })).rejects.toThrow('is checked out in')
  await expect(gallery.publish({ branch: 'gh-pages', repository: '/' })).rejects.toThrow('is no Git repository')
  gallery.git('config', '--unset', 'user.email')
  gallery.git('config', 'user.email', ' ')
  await expect(gallery.publish({ branch: 'gh-pages' })).rejects.toThrow('git config user.name')
  await expect(gallery.publish({ branch: 'gh-pages', by: 'Nobody' })).rejects.toThrow(
    'it is no name with an address',
  )
})
