import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openReview, OutOfDate, whoIs, type State } from '@reverie/gallery/node'
import { markdown } from './fixtures/desk.ts'
import { by, openGallery, type Gallery } from './fixtures/site.ts'

let gallery: Gallery
beforeEach(async () => {
  gallery = openGallery()
  await gallery.work('sun', { title: 'Sun', date: '2026-01-03' })
  await gallery.build('sun', { dreamy: {} })
})
afterEach(() => gallery.clear())

const now = Date.UTC(2026, 5, 1)
const sun = async () => (await openReview({ folder: gallery.folder, now })).works[0]!
const state = async (): Promise<State> => (await sun()).standing.state
const decisions = (): string => gallery.read('decisions/sun.yaml').toString()

test('a decision names who, when, why, and every file with its hash; the file only grows', async () => {
  expect(await state()).toBe('pending')
  await gallery.say('sun', 'hold', { reason: 'Whose is the boat?' })
  const first = decisions()
  await gallery.say('sun', 'approve')
  expect(decisions().startsWith(first)).toBe(true)
  const { standing, files } = await sun()
  expect(Object.keys(files)).toEqual([
    'works/2026/sun.md',
    'works/2026/sun.png',
    'generated/sun/build.json',
    'generated/sun/dreamy-sun.jpg',
  ])
  expect(standing).toMatchObject({
    state: 'approved',
    last: { decision: 'approve', by, at: '2026-06-01T00:00:00Z', files },
  })
  expect((await sun()).decisions[0]).toMatchObject({ decision: 'hold', reason: 'Whose is the boat?' })
})

test('an approval is about bytes: what was changed, added or taken away is told', async () => {
  await gallery.say('sun', 'approve')
  const before = await sun()
  gallery.write('works/2026/sun.md', markdown('sun', { title: 'Another sun', date: '2026-01-03' }))
  await gallery.build('sun', { dreamy: {}, extra: {} })
  const { standing, files } = await sun()
  expect(standing.state).toBe('changed')
  expect(standing.differences).toEqual(
    ['generated/sun/build.json', 'generated/sun/extra-sun.jpg', 'works/2026/sun.md'].map((path) => ({
      path,
      was: before.files[path],
      is: files[path],
    })),
  )
  rmSync(gallery.path('generated/sun'), { recursive: true })
  expect((await sun()).standing.differences).toContainEqual({
    path: 'generated/sun/dreamy-sun.jpg',
    was: before.files['generated/sun/dreamy-sun.jpg'],
    is: undefined,
  })
})

test('how each decision stands, and what it takes to make it', async () => {
  await expect(gallery.say('sun', 'reject')).rejects.toThrow('"reject" needs a reason')
  await expect(gallery.say('sun', 'takedown', { reason: ' \n ' })).rejects.toThrow('"takedown" needs a reason')
  await expect(gallery.say('sun', 'revoke')).rejects.toThrow('no approval to take back')
  await expect(gallery.say('moon', 'approve')).rejects.toThrow('There is no work "moon"')
  await expect(gallery.say('../sun', 'approve')).rejects.toThrow('There is no work')
  await expect(gallery.say('sun', 'hold', { reason: 'a\u{202e}b' })).rejects.toThrow('right-to-left override')
  await gallery.say('sun', 'reject', { reason: 'It is\nblurred' })
  expect(await state()).toBe('rejected')
  expect((await sun()).standing.last?.reason).toBe('It is blurred')
  // Mended, it waits again.
  gallery.write('works/2026/sun.md', markdown('sun', { title: 'Sharp sun', date: '2026-01-03' }))
  expect(await state()).toBe('pending')
  await gallery.say('sun', 'approve')
  await gallery.say('sun', 'revoke')
  expect(await state()).toBe('revoked')
  await gallery.say('sun', 'hold')
  gallery.write('works/2026/sun.md', markdown('sun', { title: 'Other sun', date: '2026-01-03' }))
  expect(await state()).toBe('held')
  rmSync(gallery.path('works/2026/sun.md'))
  rmSync(gallery.path('works/2026/sun.png'))
  await expect(gallery.say('sun', 'approve')).rejects.toThrow('gone from "works"')
  await gallery.say('sun', 'takedown', { reason: 'The author asked for it' })
  expect(await state()).toBe('taken-down')
})

test('what a build did not finish, or somebody changed in it, cannot be approved', async () => {
  writeFileSync(gallery.path('generated/sun/dreamy-sun.jpg'), 'Other bytes')
  await expect(gallery.say('sun', 'approve')).rejects.toThrow(
    'generated/sun/dreamy-sun.jpg): run "reverie gallery build" again',
  )
  rmSync(gallery.path('generated/sun/dreamy-sun.jpg'))
  await expect(gallery.say('sun', 'approve')).rejects.toThrow('is not what its build wrote')
})

test('what was seen is what is decided about: other bytes are refused', async () => {
  const { files } = await sun()
  gallery.write('works/2026/sun.md', markdown('sun', { title: 'Other', date: '2026-01-03' }))
  const late = gallery.say('sun', 'approve', { seen: { files, decisions: 0 } })
  await expect(late).rejects.toThrow(OutOfDate)
  await expect(late).rejects.toThrow(
    /works\/2026\/sun\.md is [0-9a-f]{12}, and [0-9a-f]{12} was seen\. Look at it again\./,
  )
  expect((await sun()).decisions).toEqual([])
})

test('two reviewers at once: the second hears of the first', async () => {
  const { files } = await sun()
  const seen = { files, decisions: 0 }
  const both = await Promise.allSettled([
    gallery.say('sun', 'approve', { seen, by: 'Grace Hopper <grace@example.org>' }),
    gallery.say('sun', 'reject', { seen, reason: 'Not ours', by }),
  ])
  const lost = both.find(({ status }) => status === 'rejected') as PromiseRejectedResult
  expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(String(lost.reason)).toMatch(
    /Meanwhile (?:Grace Hopper <grace@example\.org>|Ada Lovelace <ada@example\.org>) decided about "sun"/,
  )
  expect((await sun()).decisions).toHaveLength(1)
})

test('of many who write at once none is half-written, and what a killed process locked is free after a while', async () => {
  const all = await Promise.allSettled(Array.from({ length: 12 }, () => gallery.say('sun', 'hold')))
  const { decisions: list } = await sun()
  expect(list).toHaveLength(all.filter(({ status }) => status === 'fulfilled').length)
  expect(list.length).toBeGreaterThan(0)
  writeFileSync(gallery.path('decisions/.sun.lock'), '')
  utimesSync(gallery.path('decisions/.sun.lock'), 0, 0)
  await gallery.say('sun', 'approve')
  expect((await sun()).decisions).toHaveLength(list.length + 1)
})

const approval = (more = '', file = 'works/2026/sun.md'): string =>
  `- decision: approve\n  by: ${by}\n  at: 2026-03-21T14:05:00Z\n  files:\n    ${file}: ${'a'.repeat(64)}\n${more}`

for (const [name, text, message] of [
  ['an alias', approval('  reason: *a\n'), 'alias'],
  ['a tag', approval('  reason: !!js/function x\n'), 'tag'],
  ['an unknown key', approval('  price: 1\n'), 'There is no key "price"'],
  ['a key twice', approval('  at: 2026-03-21T14:05:00Z\n'), 'second time'],
  ['no list', 'decision: approve\n', 'no list of decisions'],
  ['an unknown decision', approval().replace('approve', 'aprove'), 'decision'],
  ['nobody', approval().replace(by, 'Eve'), 'no name with an address'],
  ['HTML in a name', approval().replace(by, '"Ada <b>x <ada@example.org>"'), 'HTML'],
  ['a hidden character', approval(`  reason: "a\\u202Eb"\n`), 'right-to-left override'],
  ['a time that is none', approval().replace('2026-03-21T14:05:00Z', 'yesterday'), 'time in UTC'],
  ['a hash that is none', approval().replace('a'.repeat(64), 'abc'), 'SHA-256'],
  ['a path that leads out', approval('', '../../etc/passwd'), 'no file of the work'],
  ['a path into another folder', approval('', 'works/2026/../../sun.md'), 'no file of the work'],
  ['a file of another work', approval('', 'works/2026/moon.md'), 'no file of the work "sun"'],
  ['a generated file of another work', approval('', 'generated/moon/dreamy-sun.jpg'), 'no file of the work "sun"'],
  ['a megabyte', `# ${'x'.repeat(1_000_001)}`, 'at most 1000000'],
  ['a prototype', '- __proto__: {}\n', 'There is no key'],
  ['too many brackets', '['.repeat(5000), 'nested'],
  ['another encoding', Buffer.from([0x2d, 0x20, 0xff]), 'UTF-8'],
] as const)
  test(`a file of decisions with ${name} decides nothing, and is told`, async () => {
    gallery.write('decisions/sun.yaml', text)
    expect((await sun()).decisions).toEqual([])
    const problems = await gallery.check({ now })
    expect(problems.map(({ file }) => file)).toEqual(problems.map(() => 'decisions/sun.yaml'))
    expect(problems.map((problem) => problem.message).join(' ')).toContain(message)
    await expect(gallery.say('sun', 'approve')).rejects.toThrow('Nothing can be decided')
    expect(readFileSync(gallery.path('decisions/sun.yaml'))).toEqual(Buffer.from(text))
  })

test('decisions stay readable: what would make their file too long is not written', async () => {
  await gallery.say('sun', 'approve')
  const written = gallery.read('decisions/sun.yaml').toString()
  gallery.write('decisions/sun.yaml', `${written}# ${'x'.repeat(999_900 - written.length)}\n`)
  await expect(gallery.say('sun', 'approve')).rejects.toThrow('no more than 1000000 are read')
  expect(await gallery.check({ now })).toEqual([])
})

test('links, folders and other files among the decisions', async () => {
  gallery.write('elsewhere.yaml', approval())
  mkdirSync(gallery.path('decisions'))
  symlinkSync(gallery.path('elsewhere.yaml'), gallery.path('decisions/sun.yaml'))
  mkdirSync(gallery.path('decisions/moon.yaml'))
  gallery.write('decisions/readme.txt', '')
  gallery.write('decisions/.gitkeep', '')
  expect((await gallery.check({ now })).map(({ file, code }) => [file, code])).toEqual([
    ['decisions/moon.yaml', 'stray-file'],
    ['decisions/readme.txt', 'stray-file'],
    ['decisions/sun.yaml', 'symlink'],
  ])
  await expect(gallery.say('sun', 'approve')).rejects.toThrow('symbolic link')
  expect(gallery.read('elsewhere.yaml').toString()).toBe(approval())
  rmSync(gallery.path('decisions'), { recursive: true })
  symlinkSync(gallery.path('works'), gallery.path('decisions'))
  expect(await gallery.check({ now })).toMatchObject([{ file: 'decisions', code: 'symlink' }])
  await expect(gallery.say('sun', 'approve')).rejects.toThrow('is no folder of the gallery')
})

test('a submission does not decide about itself', async () => {
  const base = gallery.commit()
  gallery.git('checkout', '--quiet', '-b', 'submission')
  await gallery.work('star', { title: 'Star', date: '2026-01-04' })
  await gallery.say('star', 'approve')
  gallery.commit()
  expect(await gallery.check({ base, now })).toMatchObject([
    {
      file: 'decisions/star.yaml',
      code: 'decision',
      message: 'A submission does not decide about works, and this one changes a decision.',
    },
  ])
  // Where a disk takes both for one, this is the same folder.
  renameSync(gallery.path('decisions'), gallery.path('Decisions'))
  gallery.commit()
  expect(await gallery.check({ base, now })).toMatchObject([{ file: 'Decisions/star.yaml', code: 'decision' }])
  gallery.git('checkout', '--quiet', 'main')
  await gallery.say('sun', 'reject', { reason: 'Blurred' })
  const judged = gallery.commit()
  gallery.git('checkout', '--quiet', '-b', 'other')
  rmSync(gallery.path('decisions'), { recursive: true })
  expect(await gallery.check({ base: judged, now })).toMatchObject([
    { file: 'decisions/sun.yaml', code: 'decision' },
  ])
})

test('who decides is who Git says, or who is named', async () => {
  expect(await whoIs(gallery.folder)).toEqual({ name: 'Ada Lovelace', address: 'ada@example.org' })
  expect(await whoIs(gallery.folder, 'Grace <g@example.org>')).toEqual({ name: 'Grace', address: 'g@example.org' })
  for (const wrong of ['Grace', '<g@example.org>', 'Grace <g>', 'a <b> <c@d>', 'a\u{202e} <c@d>'])
    await expect(whoIs(gallery.folder, wrong)).rejects.toThrow(`--by "${wrong}"`)
})
