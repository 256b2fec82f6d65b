import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeBundle } from '@reverie/collection'
import { folderFiles, openCollection } from '@reverie/collection/node'
import { contents } from '../../../packages/collection/test/samples.ts'
import { openDesk } from './run.ts'

const desk = openDesk()
beforeAll(async () => writeBundle(folderFiles(desk.path('birds')), contents(4)))
afterAll(() => desk.clear())

test('reverie edit sets what is said of pieces', async () => {
  const { code, out, err } = await desk.reverie(
    'edit',
    'birds',
    'animals/1.png',
    '--set',
    'title=Two birds',
    '--set',
    'tags-=grün',
    '--json',
  )
  expect(code, err).toBe(0)
  expect(JSON.parse(out)).toMatchObject({
    changed: [{ path: 'animals/1.png', title: 'Two birds', tags: ['bird'], edited: ['title', 'tags'] }],
  })
  const [, piece] = await (await openCollection(desk.path('birds'))).pieces()
  expect(piece).toMatchObject({ title: 'Two birds', edited: ['title', 'tags'] })
})

test('a table that was exported and edited is read back', async () => {
  const { code, err } = await desk.reverie('export', 'birds', '-o', 'birds.csv')
  expect(code, err).toBe(0)
  const csv = readFileSync(desk.path('birds.csv'), 'utf8')
  writeFileSync(desk.path('edited.csv'), csv.replace('no. 2', 'no. two'))
  const { out } = await desk.reverie('edit', 'birds', '--from', 'edited.csv')
  expect(out).toContain('1 piece changed')
})

test('calls that cannot be carried out are met with all that is wrong', async () => {
  const edit = await desk.reverie('edit', 'birds')
  expect([edit.code, edit.err]).toEqual([2, expect.stringContaining('Say what to change')])
  const written = await desk.reverie('export', 'birds', '-o', 'birds.xls')
  expect([written.code, written.err]).toEqual([
    2,
    expect.stringContaining('ends in none of .zip, .csv, .json, .arrow'),
  ])
})
