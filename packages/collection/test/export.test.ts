import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tableFromIPC } from 'apache-arrow'
import { unzipSync } from 'fflate'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  collectionToArrow,
  openBundle,
  piecesToCsv,
  piecesToJson,
  writeBundle,
  type Piece,
} from '@reverie/collection'
import { editCollection, folderFiles, openCollection, packFolder } from '@reverie/collection/node'
import { parseCsv } from '../src/metadata/table.ts'
import { contents, piece } from './samples.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reverie-export-'))
  await writeBundle(folderFiles(folder), contents(6), { precision: 'float32' })
})
afterEach(() => rm(folder, { recursive: true }))

const pieces = async (): Promise<readonly Piece[]> => (await openBundle(folderFiles(folder))).pieces()
const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

test('CSV runs nothing in a spreadsheet, and reads back as it was', () => {
  const evil = ['=cmd|" /C calc"!A0', '+1', '-1', '@SUM(A1)', '\t=1', 'a, "b"\r\nc', "it's"]
  const given = evil.map((title, number) => piece(number, { title, tags: [title.replaceAll('|', ' '), 'x'] }))
  const csv = piecesToCsv(given)
  const { rows, columns } = parseCsv(encode(csv), 'x.csv')
  expect(columns.slice(0, 8)).toEqual(['id', 'filename', 'title', 'author', 'link', 'licence', 'tags', 'year'])
  expect(rows.map((row) => row.get('title'))).toEqual(evil.map((title) => title.replace('\t', '\t')))
  for (const cell of csv.matchAll(/(?:^|,)"?([=+@\t])/gm)) expect(cell).toBeUndefined()
  expect(csv).toContain(',-44,')
})

test('JSON tells all of a piece', () => {
  const {
    name,
    pieces: [first],
  } = JSON.parse(piecesToJson('Birds', [piece(1)])) as { name: string; pieces: Record<string, unknown>[] }
  expect(name).toBe('Birds')
  expect(first).toMatchObject({
    id: piece(1).id,
    title: piece(1).title,
    tags: ['bird', 'grün'],
    year: -44,
    phash: '8000000000000001',
  })
  expect((first!['colors'] as number[][])[0]).toHaveLength(4)
})

test('Arrow tells all of a collection in one table', async () => {
  const bundle = await openBundle(folderFiles(folder))
  const table = tableFromIPC(await collectionToArrow(bundle, bundle.layouts))
  expect(table.numRows).toBe(6)
  expect(table.getChild('title')!.get(2)).toBe(piece(2).title)
  expect([...table.getChild('imprint')!.get(5).toArray()]).toEqual([...contents(6).imprints!.vectors.subarray(40)])
  expect([...table.getChild('map_umap')!.get(1).toArray()]).toEqual([
    ...contents(6).layouts![0]!.positions.subarray(2, 4),
  ])
  expect(table.getChild('cluster')!.toArray()).toEqual(['', 'bird', 'tree', '', 'bird', 'tree'])
})

test('a packed collection is the collection when it is unpacked', async () => {
  const { id } = piece(1)
  await folderFiles(folder).write(`thumbnails/64/${id.slice(0, 2)}/${id}.webp`, Uint8Array.of(1, 2))
  await folderFiles(folder).write('pieces.lance/data/x.lance', Uint8Array.of(3))
  await writeFile(join(folder, '.hidden'), 'x')
  await writeFile(join(folder, 'holiday.png'), 'a picture that lies beside the collection')
  const out = join(folder, 'packed.zip')
  expect((await packFolder(folder, out)).missing).toEqual([])
  const files = unzipSync(await readFile(out))
  expect(Object.keys(files)).toContain('pieces.lance/data/x.lance')
  expect(Object.keys(files).filter((path) => /hidden|holiday|lock|packed/.test(path))).toEqual([])
  const unpacked = await openBundle({ read: async (path) => files[path] })
  expect(await unpacked.pieces()).toEqual(contents(6).pieces)
  expect(await unpacked.thumbnail(id, 64)).toEqual(Uint8Array.of(1, 2))
})

test('the samples can be packed, which takes their pictures along, and not edited', async () => {
  const out = join(folder, 'samples.zip')
  const { files, missing } = await packFolder('samples', out)
  expect([files > 552, missing]).toEqual([true, []])
  const names = Object.keys(unzipSync(await readFile(out)))
  expect(names).toContain('pictures/openclipart/food/apple_bitten_dan_gerhard_01.webp')
  expect(new Set(names).size).toBe(names.length)
  await expect(editCollection('samples', { pieces: ['x'], set: ['title=x'] })).rejects.toThrow('stay as they are')
  await expect(editCollection(join(folder, 'no'), {})).rejects.toThrow('There is no folder')
})

test('edits are kept in the collection and marked, all or nothing', async () => {
  const [first, second, third] = (await pieces()) as [Piece, Piece, Piece]
  const changed = await editCollection(folder, {
    pieces: [second.path, third.id],
    set: ['tags+=night', 'year=1900'],
  })
  expect(changed.map(({ id }) => id)).toEqual([second.id, third.id])
  const after = await pieces()
  expect(after[0]).toEqual(first)
  expect(after[1]).toEqual({ ...second, tags: ['bird', 'grün', 'night'], year: 1900, edited: ['tags', 'year'] })
  expect((await (await openCollection(folder)).imprints()).vectors).toEqual(contents(6).imprints!.vectors)

  await expect(editCollection(folder, { pieces: [first.id, 'nobody'], set: ['title=x'] })).rejects.toThrow(
    'There is no piece "nobody"',
  )
  await expect(editCollection(folder, { pieces: [first.id], set: ['title=x', 'colour=red'] })).rejects.toThrow(
    'sets no field',
  )
  await expect(editCollection(folder, { pieces: [first.id], release: ['colour'] })).rejects.toThrow(
    'is no field that can be set',
  )
  expect(await pieces()).toEqual(after)

  await editCollection(folder, { pieces: ['animals/'], release: ['year'] })
  expect((await pieces()).map(({ edited }) => edited.includes('year'))).toEqual(Array(6).fill(false))
})

test('an exported table that was edited is read back: only what differs is an edit', async () => {
  const before = await pieces()
  const csv = piecesToCsv(before).replace('A ""bird"", no. 1 🐦', '=A new title').replace('Ann, Onymous', 'Bob')
  const changed = await editCollection(folder, { table: { name: 'edited.csv', bytes: encode(csv) } })
  expect(changed.map(({ title, author, edited }) => [title, author, edited])).toEqual([
    ['=A new title', 'Bob', ['title', 'author']],
  ])
  await expect(
    editCollection(folder, { table: { name: 'x.csv', bytes: encode('id,title\nnone,T\n') } }),
  ).rejects.toThrow('is about none of the pieces')
})
