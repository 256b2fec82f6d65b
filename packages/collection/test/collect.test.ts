import {
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { unzipSync } from 'fflate'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  collect,
  editMetadata,
  folderFiles,
  openCollection,
  packFolder,
  writeBundle,
  type CollectOptions,
  type CollectReport,
  type Piece,
} from '@reverie/collection/node'
import { openDesk, shape, type Desk } from './pictures.ts'

let desk: Desk
beforeEach(() => {
  desk = openDesk()
})
afterEach(() => desk.clear())

const run = async (options: Partial<CollectOptions> = {}): Promise<CollectReport> =>
  collect({ sources: [desk.pictures], collection: desk.collection, model: 'mobilenet', threads: 0, ...options })

async function fill(from: number, to: number, folder = ''): Promise<void> {
  for (let number = from; number < to; number++) desk.write(`${folder}shape_${number}.png`, await shape(number))
}

async function pieces(): Promise<readonly Piece[]> {
  return (await openCollection(desk.collection)).pieces()
}

const byPath = async (path: string): Promise<Piece> => (await pieces()).find((piece) => piece.paths.includes(path))!

/** Sets words as whoever edits a collection does: in its bundle. */
async function edit(path: string, changes: Parameters<typeof editMetadata>[1]): Promise<void> {
  const bundle = await openCollection(desk.collection)
  const layouts = await Promise.all(bundle.layouts.map(async (kind) => bundle.layout(kind)))
  await writeBundle(folderFiles(desk.collection), {
    name: bundle.name,
    pieces: (await bundle.pieces()).map((piece) => (piece.path === path ? editMetadata(piece, changes) : piece)),
    imprints: await bundle.imprints(),
    neighbours: await bundle.neighbours(),
    layouts: layouts.filter((layout) => layout !== undefined),
    attachments: { whitening: (await bundle.attachment('whitening'))! },
  })
}

describe('a folder that is collected', () => {
  test('becomes pieces with imprints, neighbours, maps and thumbnails', async () => {
    await fill(0, 20)
    desk.write('kinds/a_jpeg.jpg', await shape(100, 'jpeg'))
    desk.write('kinds/a_webp.webp', await shape(101, 'webp'))
    desk.write('notes.txt', 'no picture, and none that it should be')
    const report = await run()
    expect(report).toMatchObject({ pieces: 22, added: 22, files: 23, others: 1, problems: [], notes: [] })
    const collection = await openCollection(desk.collection)
    const all = await collection.pieces()
    expect(all).toHaveLength(22)
    expect(all[0]).toMatchObject({
      path: 'kinds/a_jpeg.jpg',
      format: 'jpeg',
      title: 'A jpeg',
      tags: ['kinds'],
      width: 48,
    })
    expect((await collection.imprints()).count).toBe(22)
    expect((await collection.neighbours()).count).toBe(22)
    for (const kind of ['umap', 'tsne', 'grid', 'color'])
      expect((await collection.layout(kind))?.positions).toHaveLength(44)
    const thumbnail = await collection.thumbnail(all[3]!.id, 128)
    expect(String.fromCharCode(...thumbnail.subarray(8, 12))).toBe('WEBP')
    expect(await collection.original(all[0]!.id)).toEqual(new Uint8Array(await shape(100, 'jpeg')))
  })

  test('is not read again while it stays', async () => {
    await fill(0, 10)
    await run()
    const before = readFileSync(`${desk.collection}/bundle/bundle.json`)
    const again = await run()
    expect(again).toMatchObject({ pieces: 10, added: 0, removed: 0, figures: { measuring: 0 } })
    expect(readFileSync(`${desk.collection}/bundle/bundle.json`)).toEqual(before)
  })

  test('takes what is new; what is old stays where it was on the maps, with the imprints that it had', async () => {
    await fill(0, 60)
    await run()
    const before = await openCollection(desk.collection)
    const [old, map, imprints] = [await before.pieces(), await before.layout('umap'), await before.imprints()]
    await fill(60, 70, 'a/')
    expect(await run()).toMatchObject({ pieces: 70, added: 10 })
    const after = await openCollection(desk.collection)
    const now = await after.pieces()
    expect(now.slice(0, 60).map(({ id }) => id)).toEqual(old.map(({ id }) => id))
    expect((await after.layout('umap'))!.positions.slice(0, 120)).toEqual(map!.positions)
    expect((await after.imprints()).vectors.slice(0, imprints.vectors.length)).toEqual(imprints.vectors)
  })

  test('loses what is removed, which comes back without being measured again', async () => {
    await fill(0, 8)
    await run()
    const ids = (await pieces()).map(({ id }) => id)
    renameSync(`${desk.pictures}/shape_3.png`, desk.path('away.png'))
    expect(await run()).toMatchObject({ pieces: 7, removed: 1, added: 0 })
    expect((await pieces()).map(({ path }) => path)).not.toContain('shape_3.png')
    renameSync(desk.path('away.png'), `${desk.pictures}/shape_3.png`)
    expect(await run()).toMatchObject({ pieces: 8, returned: 1, added: 0, figures: { picturesPerSecond: 0 } })
    expect((await pieces()).map(({ id }) => id)).toEqual(ids)
  })

  test('knows contents: copies, links and files that were moved are paths of one piece', async () => {
    await fill(0, 5)
    desk.write('copies/again.png', await shape(2))
    symlinkSync('../shape_1.png', `${desk.pictures}/copies/link.png`)
    linkSync(`${desk.pictures}/shape_4.png`, `${desk.pictures}/hard.png`)
    const report = await run()
    expect(report).toMatchObject({ pieces: 5, links: 1, problems: [] })
    expect(report.notes.map(({ path, code }) => [path, code])).toEqual([
      ['shape_2.png', 'duplicate'],
      ['shape_4.png', 'duplicate'],
    ])
    expect((await byPath('shape_2.png')).paths).toEqual(['copies/again.png', 'shape_2.png'])
    expect((await byPath('shape_1.png')).paths).toEqual(['copies/link.png', 'shape_1.png'])
    renameSync(`${desk.pictures}/shape_0.png`, `${desk.pictures}/moved.png`)
    expect(await run()).toMatchObject({ pieces: 5, added: 0, removed: 0 })
    expect(await byPath('moved.png')).toMatchObject({ path: 'moved.png', title: 'Moved' })
  })

  test('takes a content that changes for another piece', async () => {
    await fill(0, 4)
    await run()
    desk.write('shape_2.png', await shape(50))
    expect(await run()).toMatchObject({ pieces: 4, added: 1, removed: 1 })
  })

  test('is read again when asked, which finds what hides behind its old stamp', async () => {
    await fill(0, 4)
    const file = `${desk.pictures}/shape_2.png`
    const [one, other] = [await shape(60), await shape(61)]
    const long = Math.max(one.length, other.length)
    const padded = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc(long - bytes.length)])
    const time = new Date(2020, 1, 1)
    writeFileSync(file, padded(one))
    utimesSync(file, time, time)
    await run()
    writeFileSync(file, padded(other))
    utimesSync(file, time, time)
    expect(await run()).toMatchObject({ added: 0 })
    expect(await run({ rehash: true })).toMatchObject({ added: 1, removed: 1, pieces: 4 })
    rmSync(`${desk.collection}/thumbnails`, { recursive: true })
    expect(await run({ rehash: true })).toMatchObject({ added: 0, pieces: 4 })
    const collection = await openCollection(desk.collection)
    for (const { id } of await collection.pieces())
      expect((await collection.thumbnail(id, 64)).length).toBeGreaterThan(20)
  })
})

describe('a collection', () => {
  test('has several sources, each visited when it is named, all when none is', async () => {
    await fill(0, 3)
    mkdirSync(desk.path('others'))
    writeFileSync(desk.path('others/extra.png'), await shape(9))
    await run()
    expect(await run({ sources: [desk.path('others')] })).toMatchObject({ pieces: 4, files: 1, removed: 0 })
    expect(await run({ sources: [] })).toMatchObject({ pieces: 4, files: 4, added: 0 })
  })

  test('can be moved with its pictures, and without', async () => {
    await fill(0, 4)
    await run()
    mkdirSync(desk.path('new'))
    cpSync(desk.collection, desk.path('new/collection'), { recursive: true })
    cpSync(desk.pictures, desk.path('new/pictures'), { recursive: true })
    rmSync(desk.collection, { recursive: true })
    const moved = await openCollection(desk.path('new/collection'))
    const [first] = await moved.pieces()
    expect(await moved.original(first!.id)).toEqual(new Uint8Array(await shape(0)))
    renameSync(desk.path('new/collection'), desk.path('far'))
    rmSync(desk.path('new'), { recursive: true })
    mkdirSync(desk.path('deep/deeper'), { recursive: true })
    renameSync(desk.path('far'), desk.path('deep/deeper/far'))
    const alone = await openCollection(desk.path('deep/deeper/far'))
    expect(await alone.original(first!.id)).toBeUndefined()
    expect((await alone.thumbnail(first!.id, 64)).length).toBeGreaterThan(20)
    // The pictures are named again: they are the same source at another place.
    const report = await run({ collection: desk.path('deep/deeper/far') })
    expect(report).toMatchObject({ pieces: 4, added: 0, removed: 0 })
  })

  test('of one network is not continued with another', async () => {
    await fill(0, 3)
    await run()
    await expect(run({ model: 'inception' })).rejects.toThrow('made with "mobilenet"')
  })

  test('lies where its pictures are without eating itself', async () => {
    await fill(0, 3)
    const inside = { collection: `${desk.pictures}/collection` }
    await run(inside)
    expect(await run(inside)).toMatchObject({ pieces: 3, added: 0, files: 3 })
    // In the very folder of the pictures, and in one where another collection lies.
    const among = { collection: desk.pictures }
    expect(await run(among)).toMatchObject({ pieces: 3, files: 3, others: 0 })
    expect(await run(among)).toMatchObject({ pieces: 3, added: 0, files: 3 })
    expect(await run()).toMatchObject({ pieces: 3, added: 3, files: 3 })
  })

  test('is not made by a slip', async () => {
    await expect(run({ sources: [desk.path('nowhere')] })).rejects.toThrow('There is no folder')
    await expect(run({ sources: [] })).rejects.toThrow('There is no collection')
    await expect(run({ model: 'inceptoin' })).rejects.toThrow('There is no model "inceptoin"')
    desk.write('list.csv', 'name,thing\na,b\n')
    await expect(run({ sources: [`${desk.pictures}/list.csv`] })).rejects.toThrow(
      'none of them says where pictures',
    )
    expect(existsSync(desk.collection)).toBe(false)
    await expect(openCollection(desk.collection)).rejects.toThrow('There is no folder')
    await expect(openCollection(`${desk.pictures}/list.csv`)).rejects.toThrow(
      'is a file, and a collection is a folder',
    )
    await expect(openCollection(desk.pictures)).rejects.toThrow(`"${desk.pictures}" is no collection: make one`)
  })
})

test('A run that is stopped keeps what it has stored, and the next one ends as if nothing had been', async () => {
  await fill(0, 40)
  const undisturbed = desk.path('undisturbed')
  await run({ collection: undisturbed })
  const stop = new AbortController()
  const onProgress = ({ stage, done }: { stage: string; done: number }): void => {
    if (stage === 'collecting' && done >= 16) stop.abort(new Error('enough'))
  }
  await expect(run({ signal: stop.signal, onProgress })).rejects.toThrow('enough')
  await expect(openCollection(desk.collection)).rejects.toThrow('is not finished')
  const report = await run()
  expect(report.pieces).toBe(40)
  expect(report.added).toBeLessThanOrEqual(24)
  const [one, other] = [await openCollection(desk.collection), await openCollection(undisturbed)]
  expect(await one.pieces()).toEqual(await other.pieces())
  expect(await one.imprints()).toEqual(await other.imprints())
  expect(await one.layout('umap')).toEqual(await other.layout('umap'))
})

describe('two runs at once', () => {
  test('are refused with a sentence', async () => {
    await fill(0, 3)
    // Which of them comes first is not said.
    const outcomes = await Promise.allSettled([run(), run()])
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
    expect(refused.map(({ reason }) => String(reason))).toEqual([
      expect.stringContaining('Another run is writing this collection'),
    ])
    expect(outcomes.find((outcome) => outcome.status === 'fulfilled')?.value).toMatchObject({ pieces: 3 })
    expect(existsSync(`${desk.collection}/lock`)).toBe(false)
  })

  test('are not seen where one was killed', async () => {
    await fill(0, 3)
    mkdirSync(desk.collection)
    const dead = { token: 'x', host: (await import('node:os')).hostname(), pid: 2 ** 22 - 3, began: '' }
    writeFileSync(`${desk.collection}/lock`, JSON.stringify(dead))
    expect(await run()).toMatchObject({ pieces: 3 })
    // Our own number, but another life: numbers are given again.
    writeFileSync(`${desk.collection}/lock`, JSON.stringify({ ...dead, pid: process.pid, began: 'long:ago' }))
    expect(await run()).toMatchObject({ pieces: 3 })
    writeFileSync(`${desk.collection}/lock`, '{ "tok')
    expect(await run()).toMatchObject({ pieces: 3 })
  })
})

describe('words', () => {
  test('come from names, folders and tables, and follow them', async () => {
    await fill(0, 4, 'birds/')
    await run()
    expect(await byPath('birds/shape_1.png')).toMatchObject({ title: 'Shape', tags: ['birds'], author: '' })
    desk.write('birds/table.csv', 'filename,title,author,tags,year\nshape_1.png,Two,Ann,red|blue,1889\n')
    expect(await run()).toMatchObject({ added: 0, pieces: 4 })
    expect(await byPath('birds/shape_1.png')).toMatchObject({ title: 'Two', author: 'Ann', year: 1889 })
    rmSync(`${desk.pictures}/birds/table.csv`)
    await run()
    expect(await byPath('birds/shape_1.png')).toMatchObject({ author: '', year: null })
  })

  test('go with the pictures into an archive, and stay when that is collected into', async () => {
    await fill(0, 3)
    desk.write('about.csv', 'filename,author,licence,tags\nshape_1.png,Ada,CC0,"round|=red"\n')
    await run()
    const before = (await pieces()).map(({ id, title, author, license, tags }) => ({
      id,
      title,
      author,
      license,
      tags,
    }))
    expect(before[1]).toMatchObject({ author: 'Ada', license: 'CC0-1.0' })
    await packFolder(desk.collection, desk.path('packed.zip'), { originals: true })
    for (const [path, bytes] of Object.entries(unzipSync(readFileSync(desk.path('packed.zip'))))) {
      mkdirSync(dirname(desk.path('elsewhere', path)), { recursive: true })
      writeFileSync(desk.path('elsewhere', path), bytes)
    }
    rmSync(desk.pictures, { recursive: true })
    expect(await run({ sources: [], collection: desk.path('elsewhere') })).toMatchObject({
      pieces: 3,
      problems: [],
    })
    expect(await (await openCollection(desk.path('elsewhere'))).pieces()).toMatchObject(before)
  })

  test('that are set by hand stay, even while their piece is gone', async () => {
    await fill(0, 3)
    await run()
    await edit('shape_1.png', { title: 'By hand', tags: ['mine'] })
    desk.write('table.csv', 'filename,title,author\nshape_1.png,By table,Ann\n')
    await fill(3, 4)
    await run()
    const held = { title: 'By hand', tags: ['mine'], author: 'Ann', edited: ['title', 'tags'] }
    expect(await byPath('shape_1.png')).toMatchObject(held)
    renameSync(`${desk.pictures}/shape_1.png`, desk.path('away.png'))
    expect(await run()).toMatchObject({ pieces: 3 })
    renameSync(desk.path('away.png'), `${desk.pictures}/shape_1.png`)
    await run()
    expect(await byPath('shape_1.png')).toMatchObject(held)
  })
})
