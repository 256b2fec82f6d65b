import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDesk } from './run.ts'

const desk = openDesk()
/** Another machine: the same files, and nothing in its cache. */
const others = openDesk()
afterAll(() => {
  desk.clear()
  others.clear()
})

const write = (path: string, content: string | Uint8Array): void => {
  mkdirSync(dirname(desk.path(path)), { recursive: true })
  writeFileSync(desk.path(path), content)
}

const example = (name: string): string =>
  readFileSync(new URL(`../../../packages/gallery/templates/plugins/${name}`, import.meta.url), 'utf8')

const config = `version: 1
title: Our Art
pictures: { maxSide: 96 }
plugins: [plugins/table.mjs, plugins/sound.mjs]
generators:
  - { name: dreamy, instrument: dream, parameters: { octaves: 1, steps: 2 } }
  - { name: layer, instrument: dream, each: { layers: mixed5 }, when: { maxSide: 256 }, parameters: { octaves: 1, steps: 2 } }
  - { name: guided, instrument: dream, inputs: { guide: earlier }, parameters: { octaves: 1, steps: 2 } }
  - { name: frame, instrument: dream, inputs: { image: guided }, frames: { count: 2 }, parameters: { octaves: 1, steps: 2 } }
  - { name: weave, instrument: pattern, format: png, inputs: { palette: work }, parameters: { width: 64, height: 64 } }
  - { name: own, plugin: plugins/own.mjs, format: webp }
`

const own = `export async function generate(work, tools) {
  const small = { width: 48, height: 48 }
  const { bytes } = await tools.make('pattern', { parameters: small })
  return tools.make('pattern', { inputs: { palette: { name: 'own.png', bytes } }, format: 'webp', parameters: small })
}
`

function work(uid: string, day: number, key = `image: ${uid}.jpg`): void {
  write(
    `art/works/2026/${uid}.md`,
    `---\ntitle: Sun\nauthor: Ada Lovelace\ndate: 2026-03-0${day}\ntags: [sun]\ncategories: [work]\n${key}\nlicense: CC-BY-4.0\nremix: true\nalt: A low sun over the sea\n---\n`,
  )
}

const photo = (hue: string): Promise<Buffer> =>
  sharp({
    create: {
      width: 80,
      height: 64,
      channels: 3,
      background: hue,
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
  })
    .jpeg()
    .toBuffer()

/** A second of a tone. */
function tone(): Buffer {
  const bytes = Buffer.alloc(44 + 16_000)
  bytes.write('RIFF', 0, 'latin1')
  bytes.writeUInt32LE(bytes.length - 8, 4)
  bytes.write('WAVEfmt ', 8, 'latin1')
  bytes.set([16, 0, 0, 0, 1, 0, 1, 0, 0x40, 0x1f, 0, 0, 0x80, 0x3e, 0, 0, 2, 0, 16, 0], 16)
  bytes.write('data', 36, 'latin1')
  bytes.writeUInt32LE(16_000, 40)
  for (let index = 0; index < 8000; index++)
    bytes.writeInt16LE(Math.round(20_000 * Math.sin(index / 5)), 44 + 2 * index)
  return bytes
}

beforeAll(async () => {
  write('art/gallery.yaml', config)
  write('art/plugins/own.mjs', own)
  for (const name of ['table.mjs', 'sound.mjs']) write(`art/plugins/${name}`, example(name))
  work('sun', 1)
  write('art/works/2026/sun.jpg', await photo('teal'))
  work('moon', 2)
  write('art/works/2026/moon.jpg', await photo('navy'))
  work('flowers', 3, 'media: flowers.csv')
  write('art/works/2026/flowers.csv', 'name,height\nrose,12\ntulip,30\noak,250\n')
  work('hum', 4, 'media: hum.wav')
  write('art/works/2026/hum.wav', tone())
})

const works = (): string[] =>
  readdirSync(desk.path('art/generated')).flatMap((uid) =>
    readdirSync(desk.path('art/generated', uid))
      .filter((file) => !/^(?:closer|between)-|\.json$/.test(file))
      .map((file) => desk.path('art/generated', uid, file)),
  )

test('an estimate, then a build that is killed and goes on without making again what was finished', async () => {
  const estimate = await desk.reverie('gallery', 'build', 'art', '--estimate', '--json')
  expect(estimate.code).toBe(0)
  expect(JSON.parse(estimate.out)).toMatchObject({
    estimate: { works: 4, seconds: expect.any(Number), bytes: expect.any(Number) },
    problems: [],
  })
  expect(existsSync(desk.path('art/generated'))).toBe(false)

  const { child, ended } = desk.start('gallery', 'build', 'art', '--quiet')
  while (!existsSync(desk.path('art/generated/moon/build.json'))) await wait(20)
  child.kill('SIGKILL')
  await ended
  const finished = new Map(works().map((path) => [path, readFileSync(path)]))
  const build = await desk.reverie('gallery', 'build', 'art', '--json')
  expect(build).toMatchObject({ code: 0 })
  const report = JSON.parse(build.out) as { made: { uid: string; file: string }[]; kept: number }
  expect(Object.keys(report)).toEqual(['made', 'kept', 'removed', 'problems', 'milliseconds'])
  // At most the file at hand was not recorded yet.
  expect(report.kept).toBeGreaterThanOrEqual(finished.size - 1)
  expect(report.kept + report.made.length).toBe(works().length)
  for (const [path, bytes] of finished) expect(readFileSync(path).equals(bytes)).toBe(true)
  const left = readdirSync(desk.path('art/generated'), { recursive: true }).filter((name) =>
    String(name).includes('.reverie-part'),
  )
  expect(left).toEqual([])

  const again = await desk.reverie('gallery', 'build', 'art', '--json')
  expect(JSON.parse(again.out)).toMatchObject({ made: [], kept: works().length, removed: [], problems: [] })
})

test('every generated file is made again the same on another machine, from the gallery alone', async () => {
  const files = works()
  // Four works: dreamy, layer, two frames, weave and own of each, guided of three, and two pictures of other media.
  expect(files).toHaveLength(4 * 6 + 3 + 2)
  const verdict = await others.reverie('verify', ...files, '--inputs', desk.path('art'), '--json')
  const answer = JSON.parse(verdict.out) as {
    same: boolean
    works: { file: string; same: boolean; checked: string; explanation: string }[]
  }
  // On one machine identical pixels are demanded, not a likeness.
  expect(answer.works.filter(({ same, checked }) => !same || checked !== 'identical')).toEqual([])
  expect({ code: verdict.code, same: answer.same }).toEqual({ code: 0, same: true })
})

test('one work by its uid; problems of works; wrong calls', async () => {
  work('sun', 1, 'image: sun.jpg\nprice: 12')
  const [problem, only, wrong, unknown] = await Promise.all([
    desk.reverie('gallery', 'build', 'art', '--json'),
    desk.reverie('gallery', 'build', 'art', '--only', 'moon'),
    desk.reverie('gallery', 'build', 'art', 'x', '--fast'),
    desk.reverie('gallery', 'build', 'art', '--only', 'nobody'),
  ])
  expect(problem.code).toBe(1)
  expect(problem.err).toContain('reverie: works/2026/sun.md:8: There is no key "price". [unknown-key] Remove it')
  expect(JSON.parse(problem.out)).toMatchObject({ problems: [{ code: 'unknown-key' }] })
  expect(only.err).toContain('Our Art: ')
  expect(wrong).toMatchObject({ code: 2 })
  expect(wrong.err.trimEnd().split('\n')).toHaveLength(2)
  expect(unknown).toMatchObject({
    code: 1,
    err: expect.stringContaining('There is no file "nobody" in the gallery'),
  })
})
