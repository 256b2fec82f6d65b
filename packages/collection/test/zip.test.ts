import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zipSync, type Zippable } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Found, SourceFile } from '../src/source.ts'
import { openZipSource } from '../src/sources/zip.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reverie-zip-'))
})
afterAll(() => rm(folder, { recursive: true }))

let count = 0
async function listed(bytes: Uint8Array): Promise<Found[]> {
  const path = join(folder, `${count++}.zip`)
  await writeFile(path, bytes)
  const source = await openZipSource(path, 'zip')
  expect(source.origin.kind).toBe('zip')
  const found: Found[] = []
  for await (const each of source.list(new AbortController().signal)) found.push(each)
  return found
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value)
const files = (found: Found[]): SourceFile[] => found.flatMap((each) => (each.kind === 'file' ? [each.file] : []))
const problems = (found: Found[]): string[] =>
  found.flatMap((each) => (each.kind === 'problem' ? [`${each.problem.code}: ${each.problem.message}`] : []))

/** Where a sequence of bytes begins, `skip` occurrences later. */
function find(bytes: Uint8Array, sequence: string, skip = 0): number {
  let at = -1
  for (let time = 0; time <= skip; time++) at = Buffer.from(bytes).indexOf(sequence, at + 1, 'latin1')
  return at
}
const central = 'PK\u0001\u0002'
const local = 'PK\u0003\u0004'

test('files in the order of their names, stored and deflated, with what they hold', async () => {
  const big = new Uint8Array(30_000).map((_, at) => at % 251)
  const archive: Zippable = {
    'b/ünïcode.png': [text('one'), { level: 0 }],
    'a.png': big,
    '.hidden/x.png': text('x'),
    '__MACOSX/a.png': text('x'),
    'b/': new Uint8Array(),
    'empty.png': new Uint8Array(),
  }
  const found = await listed(zipSync(archive))
  expect(problems(found)).toEqual([])
  const [a, b, empty] = files(found) as [SourceFile, SourceFile, SourceFile]
  expect([a.path, b.path, empty.path]).toEqual(['a.png', 'b/ünïcode.png', 'empty.png'])
  expect(await a.read()).toEqual(big)
  expect(await a.read(7)).toEqual(big.subarray(0, 7))
  expect(await b.read()).toEqual(text('one'))
  expect(await empty.read()).toEqual(new Uint8Array())
  expect(a.bytes).toBe(big.length)
  const [again] = files(await listed(zipSync({ 'a.png': [big, { level: 1 }] }))) as [SourceFile]
  expect(again.stamp).toBe(a.stamp)
})

test('what is no archive, or is cut off, is told', async () => {
  await expect(listed(text('a text'))).rejects.toThrow('is not a ZIP archive or is cut off')
  const whole = zipSync({ 'a.png': text('one'), 'b.png': text('two') })
  await expect(listed(whole.subarray(0, whole.length - 30))).rejects.toThrow('is not a ZIP archive or is cut off')
})

test('names that lead out of the archive are refused', async () => {
  const found = await listed(
    zipSync({ '../x.png': text('1'), '/etc/x.png': text('2'), 'C:/x.png': text('3'), 'ok.png': text('4') }),
  )
  expect(problems(found)).toHaveLength(3)
  expect(problems(found)[0]).toContain('leads out of the archive')
  expect(files(found).map(({ path }) => path)).toEqual(['ok.png'])
})

test('of one name that comes twice the first counts', async () => {
  const bytes = zipSync({ 'a.png': text('one'), 'b.png': text('two') })
  bytes[find(bytes, central, 1) + 46] = 'a'.charCodeAt(0)
  const found = await listed(bytes)
  expect(problems(found)).toEqual(['unreadable: "a.png" comes twice in the archive: the first one counts.'])
  expect(await files(found)[0]!.read()).toEqual(text('one'))
})

test('locked, linked and strangely packed entries are told', async () => {
  const bytes = zipSync({
    'a.png': text('one'),
    'b.png': text('two'),
    'c.png': text('three'),
    'd.png': text('four'),
  })
  const view = new DataView(bytes.buffer)
  view.setUint16(find(bytes, central, 0) + 8, 1, true)
  view.setUint32(find(bytes, central, 1) + 38, (0o120777 << 16) >>> 0, true)
  view.setUint16(find(bytes, central, 2) + 10, 14, true)
  view.setUint32(find(bytes, central, 3) + 38, (0o010777 << 16) >>> 0, true)
  expect(problems(await listed(bytes))).toEqual([
    expect.stringContaining('unreadable: "a.png" is locked by a password'),
    expect.stringContaining('link: "b.png" is a link'),
    expect.stringContaining('unreadable: "c.png" is packed by method 14'),
    expect.stringContaining('special: "d.png"'),
  ])
})

test('bombs are not unpacked', async () => {
  const bomb = zipSync({ 'a.png': [new Uint8Array(2 ** 23), { level: 9 }], 'b.png': text('two') })
  expect(problems(await listed(bomb))).toEqual([
    expect.stringContaining('too-large: "a.png" grows more than 1000 times'),
  ])

  // A size that is stated too small: what comes out is more.
  const liar = zipSync({ 'a.png': [new Uint8Array(1000).fill(7), { level: 9 }] })
  const view = new DataView(liar.buffer)
  for (const at of [find(liar, local) + 22, find(liar, central) + 24]) view.setUint32(at, 10, true)
  await expect(files(await listed(liar))[0]!.read()).rejects.toThrow('"a.png" is damaged in the archive')

  // Two entries of the same bytes.
  const twin = zipSync({ 'a.png': text('one'), 'b.png': text('two') })
  new DataView(twin.buffer).setUint32(find(twin, central, 1) + 42, 0, true)
  expect(problems(await listed(twin))).toEqual([expect.stringContaining('damaged: "b.png" shares its bytes')])
})

test('content that does not match its checksum is refused', async () => {
  const bytes = zipSync({ 'a.png': [text('one and more'), { level: 0 }] })
  bytes[find(bytes, 'one and more')]! ^= 1
  await expect(files(await listed(bytes))[0]!.read()).rejects.toThrow('does not match its checksum')
})

test('a damaged directory gives what comes before the damage, and says so', async () => {
  const bytes = zipSync({ 'a.png': text('one'), 'b.png': text('two') })
  bytes[find(bytes, central, 1)] = 0
  const found = await listed(bytes)
  expect(files(found).map(({ path }) => path)).toEqual(['a.png'])
  expect(problems(found)).toEqual([expect.stringContaining('damaged: The archive is damaged')])
})
