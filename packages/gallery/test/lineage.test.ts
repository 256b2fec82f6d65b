import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { markdown, openDesk, type Desk } from './fixtures/desk.ts'
import { jpeg } from './fixtures/pictures.ts'

const licenses = [
  'CC0-1.0',
  'MIT',
  ...['', '-NC', '-SA', '-NC-SA', '-ND'].map((terms) => `CC-BY${terms}-4.0`),
  'CC-BY-SA-3.0',
]
let desk: Desk
beforeEach(() => {
  desk = openDesk(`version: 1\ntitle: A Gallery\nlicenses: [${licenses.join(', ')}]\n`)
})
afterEach(() => desk.clear())

const codes = async (): Promise<string[]> => (await desk.check()).map(({ code }) => code)

describe('licences of parents', () => {
  test.each([
    ['CC0-1.0', 'CC-BY-4.0', []],
    ['CC-BY-4.0', 'CC-BY-NC-SA-4.0', []],
    ['CC-BY-4.0', 'CC0-1.0', ['license-parent']],
    ['CC-BY-SA-4.0', 'CC-BY-SA-4.0', []],
    ['CC-BY-SA-3.0', 'CC-BY-SA-4.0', []],
    ['CC-BY-SA-4.0', 'CC-BY-SA-3.0', ['license-parent']],
    ['CC-BY-SA-4.0', 'CC-BY-4.0', ['license-parent']],
    ['CC-BY-SA-4.0', 'CC-BY-NC-SA-4.0', ['license-parent']],
    ['CC-BY-NC-4.0', 'CC-BY-NC-SA-4.0', []],
    ['CC-BY-NC-4.0', 'CC-BY-4.0', ['license-parent']],
    ['MIT', 'MIT', []],
    ['MIT', 'CC-BY-4.0', ['license-parent']],
    ['CC-BY-4.0', 'MIT', ['license-parent']],
  ])('of %s, under %s: %j', async (parent, made, expected) => {
    await desk.work('parent', { date: '2026-01-02', license: parent })
    await desk.work('made', { license: made, guide: 'parent' })
    expect(await codes()).toEqual(expected)
  })

  test('NoDerivatives, and no consent', async () => {
    await desk.work('parent', { date: '2026-01-02', license: 'CC-BY-ND-4.0', remix: 'false' })
    await desk.work('made', { parents: '[parent]' })
    expect(await codes()).toEqual(['parent-no-derivatives', 'parent-no-remix'])
  })

  test('NoDerivatives and consent contradict each other', async () => {
    await desk.work('parent', { license: 'CC-BY-ND-4.0' })
    expect(await desk.check()).toMatchObject([{ line: 9, code: 'license-remix' }])
  })
})

test('a guide that came later, and works that were made from each other', async () => {
  await desk.work('one', { date: '2026-03-01', guide: 'two' })
  await desk.work('two', { date: '2026-03-02' })
  expect(await desk.check()).toMatchObject([{ file: 'works/2026/one.md', line: 11, code: 'parent' }])
  await desk.work('two', { date: '2026-03-02', parents: '[one]' })
  expect(await codes()).toEqual(['parent', 'parent'])
})

test('who changes a parent is told what it does to the works made from it', async () => {
  await desk.work('parent', { date: '2026-01-02', license: 'CC-BY-SA-4.0' })
  await desk.work('made', { guide: 'parent' })
  await desk.work('other')
  expect(await desk.check({ only: ['works/2026/parent.md'] })).toMatchObject([
    { file: 'works/2026/made.md', line: 11, code: 'license-parent' },
  ])
  expect(await desk.check({ only: ['works/2026/other.png'] })).toEqual([])
})

test('a work may look like its parents', async () => {
  await desk.work('parent', { date: '2026-01-02' })
  desk.write('works/2026/made.jpg', await jpeg('parent'))
  desk.write('works/2026/made.md', markdown('made', { image: 'made.jpg' }))
  expect(await codes()).toEqual(['near-duplicate'])
  desk.write('works/2026/made.md', markdown('made', { image: 'made.jpg', parents: '[parent]' }))
  expect(await codes()).toEqual([])
})
