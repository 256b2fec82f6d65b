import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Float32, tableFromArrays, tableFromIPC, tableToIPC, vectorFromArray, Table } from 'apache-arrow'
import { expect, test } from 'vitest'
import { CollectionError, openBundle, writeBundle, type BundleContents } from '@reverie/collection'
import { sha256 } from '@reverie/recipe'
import { folderFiles } from '@reverie/collection/node'
import { contents, memoryFiles, piece } from './samples.ts'

const everything = async (files: Parameters<typeof openBundle>[0]) => {
  const bundle = await openBundle(files)
  return {
    name: bundle.name,
    pieces: await bundle.pieces(),
    imprints: await bundle.imprints(),
    neighbours: await bundle.neighbours(),
    layouts: [await bundle.layout('umap')],
    clusters: await bundle.clusters(),
    about: bundle.about,
    attachments: { whitening: await bundle.attachment('whitening') },
  }
}

test.each([0, 1, 2, 100])('a bundle of %i pieces gives back all that went in', async (count) => {
  const files = memoryFiles()
  const given = contents(count)
  await writeBundle(files, given, { precision: 'float32' })
  const read = await everything(files)
  expect(read).toEqual(given)
  expect((await openBundle(files)).layouts).toEqual(['umap'])
})

test('in a folder of the disk, under names that say what is in them', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'reverie-bundle-'))
  try {
    const given = contents(5)
    await writeBundle(folderFiles(folder), given, { precision: 'float32' })
    expect(await everything(folderFiles(folder))).toEqual(given)
    const names = (await readdir(join(folder, 'bundle'))).map((name) => name.replace(/-[0-9a-f]{12}/, ''))
    expect(names.sort()).toEqual([
      'attachments',
      'bundle.json',
      'clusters.arrow',
      'imprints.arrow',
      'layouts',
      'neighbours.arrow',
      'pieces.arrow',
    ])
    await expect(folderFiles(folder).read('../secret')).rejects.toThrow('no path within a collection')
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('imprints in 16 bits are off by less than a thousandth and of unit length again', async () => {
  const files = memoryFiles()
  const given = contents(50, 512)
  await writeBundle(files, given)
  const { vectors } = await (await openBundle(files)).imprints()
  const worst = vectors.reduce(
    (most, value, at) => Math.max(most, Math.abs(value - given.imprints!.vectors[at]!)),
    0,
  )
  expect(worst).toBeLessThan(1e-4)
  for (let row = 0; row < 50; row++)
    expect(Math.hypot(...vectors.subarray(row * 512, (row + 1) * 512))).toBeCloseTo(1, 6)
})

test('is Arrow, which other programs read', async () => {
  const files = memoryFiles()
  await writeBundle(files, contents(3))
  const path = [...files.all.keys()].find((name) => name.startsWith('bundle/pieces-'))!
  const table = tableFromIPC(files.all.get(path))
  expect(table.numRows).toBe(3)
  expect(table.getChild('title')!.get(1)).toBe('A "bird", no. 1 🐦')
  expect([...table.getChild('tags')!.get(1)]).toEqual(['bird', 'grün'])
})

test('the manifest comes last; what stays is not written again; a reader that has begun is not disturbed', async () => {
  const files = memoryFiles()
  const first = contents(10)
  await writeBundle(files, first, { precision: 'float32' })
  expect(files.written.at(-1)).toBe('bundle/bundle.json')
  const reader = await openBundle(files)

  files.written.length = 0
  const layouts = [...first.layouts!, { kind: 'grid', positions: new Float32Array(20) }]
  await writeBundle(
    files,
    { ...first, layouts, pieces: first.pieces.map((each) => ({ ...each, title: 'new' })) },
    { precision: 'float32' },
  )
  expect(files.written.map((path) => path.replace(/-[0-9a-f]{12}/, ''))).toEqual([
    'bundle/pieces.arrow',
    'bundle/layouts/grid.arrow',
    'bundle/bundle.json',
  ])
  expect(await reader.pieces()).toEqual(first.pieces)
  expect((await (await openBundle(files)).pieces())[0]!.title).toBe('new')

  await writeBundle(files, { ...first, pieces: first.pieces.map((each) => ({ ...each, title: 'newer' })) })
  const titles = [...files.all.keys()].filter((path) => path.startsWith('bundle/pieces-'))
  expect(titles).toHaveLength(2)
})

test('an interrupt at any write leaves a whole bundle, the old or the new one', async () => {
  const total = 7
  for (let stop = 0; stop <= total; stop++) {
    const files = memoryFiles()
    // oxlint-disable-next-line no-await-in-loop
    await writeBundle(files, contents(4), { precision: 'float32' })
    let left = stop
    const failing = {
      ...files,
      write: async (path: string, bytes: Uint8Array) => {
        if (left-- === 0) throw new Error('killed')
        await files.write(path, bytes)
      },
    }
    // oxlint-disable-next-line no-await-in-loop
    const done = await writeBundle(failing, contents(6), { precision: 'float32' }).then(
      () => true,
      () => false,
    )
    // oxlint-disable-next-line no-await-in-loop
    expect(await everything(files)).toEqual(contents(done ? 6 : 4))
  }
})

test('what is not there is told', async () => {
  const files = memoryFiles()
  await expect(openBundle(files)).rejects.toThrow(
    '"bundle/bundle.json" is missing. Make one with "reverie collect"',
  )
  await writeBundle(files, { name: 'x', pieces: [piece(1)] })
  const bundle = await openBundle(files)
  await expect(bundle.imprints()).rejects.toThrow('has no imprints yet')
  const none = memoryFiles()
  await writeBundle(none, { name: 'x', pieces: [] })
  await expect((await openBundle(none)).imprints()).rejects.toThrow('is empty: collect a folder that has pictures')
  expect(await bundle.layout('umap')).toBeUndefined()
  expect(await bundle.layout('constructor')).toBeUndefined()
  expect(await bundle.clusters()).toBeUndefined()
  await expect(bundle.thumbnail('0'.repeat(16), 64)).rejects.toThrow('There is no piece "0000000000000000"')
  await expect(bundle.thumbnail(piece(1).id, 64)).rejects.toThrow('thumbnail')
  const { id } = piece(1)
  await files.write(`thumbnails/128/${id.slice(0, 2)}/${id}.webp`, Uint8Array.of(7))
  expect(await bundle.thumbnail(id, 512)).toEqual(Uint8Array.of(7))
})

const refused: [string, Partial<BundleContents>, string][] = [
  ['imprints of other pieces', { imprints: contents(4).imprints }, 'imprints are of 4 pieces'],
  ['a layout of other pieces', { layouts: contents(4).layouts }, 'layout "umap" are of 4 pieces'],
  ['a layout whose name is a path', { layouts: [{ kind: '../x', positions: new Float32Array(6) }] }, 'cannot name'],
  ['a removed piece', { pieces: [piece(0), piece(1), piece(2, { removed: true })] }, 'is removed'],
]
test.each(refused)('%s cannot be written', async (_, changes, message) => {
  const files = memoryFiles()
  await expect(writeBundle(files, { ...contents(3), ...changes })).rejects.toThrow(message)
  expect(files.all.has('bundle/bundle.json')).toBe(false)
})

test('a bundle of a newer Reverie is neither read nor overwritten', async () => {
  const files = memoryFiles()
  await files.write('bundle/bundle.json', new TextEncoder().encode('{"format": 7}'))
  await expect(openBundle(files)).rejects.toThrow(
    'of format 7, and this Reverie reads formats up to 1: update Reverie',
  )
  await expect(writeBundle(files, contents(1))).rejects.toThrow('update Reverie')
})

test.each([
  '',
  '{',
  'null',
  '[]',
  '{"format":1}',
  '{"format":1,"name":"x","count":1,"about":{},"previous":[],"parts":{"pieces":{"file":"../../etc/passwd","bytes":3}}}',
])('a manifest that says %j is met with a sentence', async (text) => {
  const files = memoryFiles()
  await files.write('bundle/bundle.json', new TextEncoder().encode(text))
  await expect(openBundle(files)).rejects.toThrow(/"bundle\/bundle.json" is damaged/)
})

test('what is cut off, altered or missing is told', async () => {
  const files = memoryFiles()
  await writeBundle(files, contents(20))
  for (const [path, bytes] of [...files.all].filter(([name]) => name.endsWith('.arrow'))) {
    const altered = bytes.slice()
    altered[Math.floor(bytes.length / 2)]! ^= 1
    files.all.set(path, altered)
    // oxlint-disable-next-line no-await-in-loop
    await expect(everything(files)).rejects.toThrow(`"${path}" is damaged: its content is not what its name says`)
    files.all.set(path, bytes.subarray(0, 100))
    // oxlint-disable-next-line no-await-in-loop
    await expect(everything(files)).rejects.toThrow(`is cut off: it has 100 of ${bytes.length} bytes`)
    files.all.delete(path)
    // oxlint-disable-next-line no-await-in-loop
    await expect(everything(files)).rejects.toThrow(`"${path}" is missing`)
    files.all.set(path, bytes)
  }
  expect((await everything(files)).name).toBe('Birds')
})

const encoded = (value: string): Uint8Array => new TextEncoder().encode(value)
const oneColumn = (name: string, values: number[]): Uint8Array =>
  tableToIPC(new Table({ [name]: vectorFromArray(values, new Float32()) }), 'file')
const crafted: [string, string, Uint8Array, RegExp][] = [
  ['a text', 'imprints', encoded('no Arrow at all, but as long as one'), /is not an Arrow file/],
  ['nothing', 'pieces', new Uint8Array(), /is damaged/],
  ['another column', 'imprints', oneColumn('x', [1, 2]), /column "imprint" is missing; it has "x"/],
  ['another type', 'imprints', oneColumn('imprint', [1, 2]), /column "imprint" holds Float32/],
  [
    'fewer rows',
    'clusters',
    tableToIPC(tableFromArrays({ cluster: Int32Array.of(0) }), 'file'),
    /1 rows, and .* 2/,
  ],
  [
    'unnamed clusters',
    'clusters',
    tableToIPC(tableFromArrays({ cluster: Int32Array.of(0, 9) }), 'file'),
    /no names/,
  ],
]
test.each(crafted)('a file of %s in place of the %s is met with a sentence', async (_, part, bytes, message) => {
  const files = memoryFiles()
  await writeBundle(files, contents(2))
  const manifest = JSON.parse(new TextDecoder().decode(files.all.get('bundle/bundle.json'))) as {
    parts: Record<string, { file: string; bytes: number }>
  }
  const file = `${part}-${(await sha256(bytes)).slice(0, 12)}.arrow`
  manifest.parts[part] = { file, bytes: bytes.length }
  await files.write(`bundle/${file}`, bytes)
  await files.write('bundle/bundle.json', encoded(JSON.stringify(manifest)))
  const found = await everything(files).catch((error: unknown) => error)
  expect(found).toBeInstanceOf(CollectionError)
  expect((found as Error).message).toMatch(message)
})
