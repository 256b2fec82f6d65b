import { mkdtemp, readdir, readFile, rename, rm, utimes, writeFile, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sha256 } from '@reverie/recipe'
import { cacheFolder, openInputStore } from '@reverie/recipe/node'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reverie-store-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const cat = new TextEncoder().encode('a cat')
const dog = new TextEncoder().encode('a dog')

test('SHA-256 of "abc" is the standard’s', async () => {
  expect(await sha256(new TextEncoder().encode('abc'))).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  )
})

test('gives back what was put in, by content', async () => {
  const store = await openInputStore({ folder: join(folder, 'store') })
  const hash = await store.put(cat, 'cat.jpg')
  expect(hash).toBe(await sha256(cat))
  expect(await store.get(hash)).toEqual(cat)
  expect(await store.get(await sha256(dog))).toBeUndefined()
  expect(await store.get('../../etc/passwd')).toBeUndefined()
})

test('a file that was altered in the store is not given for the original', async () => {
  const store = await openInputStore({ folder })
  const hash = await store.put(cat, 'cat.jpg')
  await writeFile(join(folder, hash.slice(0, 2), hash), 'a cut')
  expect(await store.get(hash)).toBeUndefined()
  await store.put(cat, 'cat.jpg')
  expect(await store.get(hash)).toEqual(cat)
})

test('searches folders by content, whatever the files are called, and notices changes', async () => {
  const inputs = join(folder, 'inputs')
  await mkdir(join(inputs, 'deep', 'er'), { recursive: true })
  await writeFile(join(inputs, 'deep', 'er', 'renamed.bin'), cat)
  await writeFile(join(inputs, 'other.jpg'), dog)
  const store = await openInputStore({ folder: join(folder, 'store'), inputs: [inputs] })
  expect(await store.get(await sha256(cat), 'cat.jpg')).toEqual(cat)
  expect(JSON.parse(await readFile(join(folder, 'store', 'index.json'), 'utf8'))).toHaveProperty([
    join(inputs, 'other.jpg'),
  ])
  await rename(join(inputs, 'deep', 'er', 'renamed.bin'), join(inputs, 'again.bin'))
  expect(await store.get(await sha256(cat))).toEqual(cat)
  await writeFile(join(inputs, 'again.bin'), dog)
  await utimes(join(inputs, 'again.bin'), 1, 1)
  expect(await store.get(await sha256(cat))).toBeUndefined()
})

test('a damaged index is made again', async () => {
  await writeFile(join(folder, 'index.json'), '{"a":')
  await mkdir(join(folder, 'inputs'))
  await writeFile(join(folder, 'inputs', 'cat.jpg'), cat)
  const store = await openInputStore({ folder, inputs: [join(folder, 'inputs')] })
  expect(await store.get(await sha256(cat))).toEqual(cat)
})

test('a folder of inputs that is not there is named', async () => {
  await expect(openInputStore({ folder, inputs: [join(folder, 'nowhere')] })).rejects.toThrow(
    /The folder of inputs ".*nowhere" is not there/,
  )
})

test('many puts of one file at once leave one file', async () => {
  const store = await openInputStore({ folder })
  const hashes = await Promise.all(Array.from({ length: 8 }, () => store.put(cat, 'cat.jpg')))
  expect(new Set(hashes).size).toBe(1)
  expect(await readdir(join(folder, hashes[0]!.slice(0, 2)))).toEqual([hashes[0]])
})

test('the cache folder follows each system', () => {
  expect(cacheFolder({ XDG_CACHE_HOME: '/x' }, 'linux')).toBe('/x')
  expect(cacheFolder({}, 'linux')).toMatch(/\.cache$/)
  expect(cacheFolder({}, 'darwin')).toMatch(/Caches$/)
  expect(cacheFolder({ LOCALAPPDATA: 'L' }, 'win32')).toBe('L')
})
