import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Collection } from '@reverie/collection'
import { syntheticCollection } from '@reverie/testing'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { MapManifest } from '../src/format/manifest.ts'
import { decodePositions } from '../src/format/paths.ts'
import { exportMap, exportMapFolder } from '../src/node.ts'

const collection = syntheticCollection({ count: 90, side: 80 })
let folder: string

const filesOf = async (from: string): Promise<string[]> =>
  (await readdir(from, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(from.length + 1))

const manifestOf = async (): Promise<MapManifest> =>
  JSON.parse(await readFile(join(folder, 'map.json'), 'utf8')) as MapManifest

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reverie-map-'))
  await exportMapFolder(collection, folder)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('no address of the page is absolute', async () => {
  const page = await readFile(join(folder, 'index.html'), 'utf8')
  expect([...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address)).not.toEqual([])
  for (const [, address] of page.matchAll(/(?:src|href)="([^"]*)"/g))
    expect(address).toMatch(/^(\.\/assets\/|data:)/)
  for (const name of (await filesOf(folder)).filter((path) => path.endsWith('.css')))
    for (const [, address] of (await readFile(join(folder, name), 'utf8')).matchAll(/url\(([^)]*)\)/g))
      expect(address).not.toMatch(/^["']?\//)
})

test('each sprite stands in its cell, with its alpha and its shape', async () => {
  const { atlas, data } = await manifestOf()
  const { data: pixels, info } = await sharp(join(folder, data, 'atlases/0.webp'))
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  expect([info.width, info.height]).toEqual([atlas.side, atlas.side])
  const perRow = atlas.side / atlas.cell
  const pieces = await collection.pieces()
  const alphaAt = (x: number, y: number): number => pixels[4 * (y * atlas.side + x) + 3]!
  for (const [row, { width, height, path }] of pieces.entries()) {
    const x = (row % perRow) * atlas.cell
    const y = Math.floor(row / perRow) * atlas.cell
    const longer = Math.max(width, height)
    const [right, bottom] = [(atlas.cell * width) / longer, (atlas.cell * height) / longer]
    expect(alphaAt(x + 1, y + 1), path).toBeLessThan(128)
    if (right < atlas.cell - 2) expect(alphaAt(x + Math.ceil(right) + 1, y + (bottom >> 1)), path).toBe(0)
    if (/^(disc|square|diamond|star|flower|cross)/.test(path))
      expect(alphaAt(x + Math.floor(right / 2), y + Math.floor(bottom / 2)), path).toBeGreaterThan(250)
  }
})

test('positions come back within a quarter of a thousandth of a cell', async () => {
  const { data, layouts } = await manifestOf()
  expect(layouts.map(({ kind }) => kind)).toEqual(['umap', 'tsne', 'grid', 'color', 'time', 'tags'])
  const read = decodePositions(gunzipSync(await readFile(join(folder, data, 'layouts/tsne.u16.gz'))))
  const { positions } = (await collection.layout('tsne'))!
  expect(read).toHaveLength(positions.length)
  expect(Math.max(...read.map((value, at) => Math.abs(value - positions[at]!)))).toBeLessThan(1e-5)
})

test('an export again leaves what has not changed and takes away what is not needed', async () => {
  const before = await filesOf(folder)
  await exportMapFolder({ ...collection, name: 'Other' }, folder)
  expect((await manifestOf()).name).toBe('Other')
  expect((await filesOf(folder)).sort()).toEqual(before.sort())
  const smaller = syntheticCollection({ count: 40, side: 80 })
  await exportMapFolder(smaller, folder)
  expect(await readdir(join(folder, 'data'))).toHaveLength(1)
  expect((await filesOf(join(folder, 'thumbnails/128'))).length).toBe(40)
})

test('an interrupt leaves the map that was there', async () => {
  const files = new Map<string, Uint8Array>()
  const sink = {
    read: async (path: string) => files.get(path),
    write: async (path: string, bytes: Uint8Array) => void files.set(path, bytes),
  }
  await exportMap(collection, sink)
  const manifest = files.get('map.json')
  const stop = new AbortController()
  const stopped = exportMap({ ...collection, name: 'Never' }, sink, {
    signal: stop.signal,
    onProgress: ({ stage, done }) => stage === 'thumbnails' && done > 120 && stop.abort(new Error('Enough.')),
  })
  await expect(stopped).rejects.toThrow('Enough.')
  expect(files.get('map.json')).toBe(manifest)
})

test('originals go along: files as they are, large ones in tiles; what is missing is told', async () => {
  const files = new Map<string, Uint8Array>()
  const large = await sharp({ create: { width: 4500, height: 300, channels: 4, background: '#0a08' } })
    .png()
    .toBuffer()
  const pieces = (await collection.pieces()).slice(0, 3)
  const three: Collection = {
    ...collection,
    pieces: async () => [pieces[0]!, { ...pieces[1]!, width: 4500, height: 300 }, pieces[2]!],
    clusters: async () => undefined,
    neighbours: async () => ({ count: 3, k: 0, indices: new Int32Array(), distances: new Float32Array() }),
    layout: async (kind) => (kind === 'umap' ? { kind, positions: new Float32Array(6) } : undefined),
    original: async (id) =>
      id === pieces[2]!.id ? undefined : id === pieces[1]!.id ? large : collection.original(id),
  }
  const made = await exportMap(
    three,
    { read: async () => undefined, write: async (path, bytes) => void files.set(path, bytes) },
    { originals: true },
  )
  expect(made.missing).toEqual([pieces[2]!.path])
  const [first, second] = pieces.map(({ id }) => `originals/${id.slice(0, 2)}/${id}`)
  expect(files.has(`${first}.png`)).toBe(true)
  const tiles = [...files.keys()].filter((path) => path.startsWith(`${second}_files/13/`))
  expect(tiles.length).toBe(Math.ceil(4500 / 510))
  const corner = await sharp(files.get(`${second}_files/13/0_0.webp`)).metadata()
  expect(corner).toMatchObject({ width: 511, height: 300, hasAlpha: true })
})

test('a collection without a layout is met with a sentence', async () => {
  const bare: Collection = { ...collection, layout: async () => undefined }
  await expect(exportMap(bare, { read: async () => undefined, write: async () => undefined })).rejects.toThrow(
    /has no map yet/,
  )
})
