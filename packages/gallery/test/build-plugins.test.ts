/** Generators that are plug-ins. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { buildGallery } from '@reverie/gallery/node'
import { extractRecipe } from '@reverie/recipe'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { configOf, filesOf, generatedFiles, quickDream, recordOf } from './fixtures/building.ts'
import { openDesk, type Desk } from './fixtures/desk.ts'

let desk: Desk
beforeEach(async () => {
  desk = openDesk(
    configOf(
      'name: own, plugin: plugins/own.mjs, format: png, inputs: { guide: earlier }, parameters: { side: 48 }',
      `name: after, inputs: { image: own }, ${quickDream}`,
    ),
  )
  await desk.work('one', { date: '2026-01-01' })
  await desk.work('two', { date: '2026-01-02' })
})
afterEach(() => desk.clear())

const plugin = (body: string): void =>
  desk.write('plugins/own.mjs', `export async function generate(work, tools) {${body}}\n`)

test('what a plug-in lets an instrument make holds its recipe, whose inputs are kept', async () => {
  plugin(`
    const { side } = work.parameters
    const own = await tools.make('pattern', { parameters: { width: side, height: side, palette: '#000,#fff' } })
    return tools.make('pattern', {
      inputs: { image: work.inputs.image, palette: { name: 'own.png', bytes: own.bytes } },
      parameters: { width: side, height: side },
    })`)
  const report = await buildGallery({ folder: desk.folder })
  expect({ problems: report.problems, files: filesOf(report) }).toEqual({
    problems: [],
    // The first has no earlier work, so what is made of that takes the work itself.
    files: ['after-one.jpg', 'own-two.png', 'after-two.jpg'],
  })
  const [own, after] = recordOf(desk.folder, 'two')
  expect(own).toMatchObject({
    width: 48,
    height: 48,
    parents: [
      { port: 'guide', uid: 'one' },
      { port: 'image', uid: 'two' },
    ],
    between: [{ file: 'between-0-own-two.png' }],
  })
  expect(after!.parents).toMatchObject([{ port: 'image', uid: 'two', file: 'own-two.png' }])
  const recipe = extractRecipe(new Uint8Array(readFileSync(desk.path('generated/two/own-two.png'))))!
  expect(recipe.inputs['image']).toEqual([{ name: 'two.png', sha256: own!.parents[1]!.sha256 }])
  expect(recipe.inputs['palette']).toEqual([{ name: 'own.png', sha256: own!.between![0]!.sha256 }])
  expect(await buildGallery({ folder: desk.folder })).toMatchObject({ made: [], kept: 3 })
})

test('its chance is the work’s: built again from nothing it makes the same', async () => {
  plugin(`
    const random = tools.random(tools.seed)
    return tools.make('pattern', { parameters: { width: 32, height: 32, z: [random.next(), random.next()] } })`)
  await buildGallery({ folder: desk.folder })
  const before = generatedFiles(desk.folder)
  desk.remove('generated')
  await buildGallery({ folder: desk.folder })
  expect(generatedFiles(desk.folder)).toEqual(before)
})

test('a plug-in that changed makes again what it made', async () => {
  const body = `return tools.make('pattern', { parameters: { width: 32, height: 32 } })`
  plugin(body)
  await buildGallery({ folder: desk.folder })
  plugin(`/* changed */ ${body}`)
  // It makes the same as before, so what was made of that stays.
  expect(await buildGallery({ folder: desk.folder })).toMatchObject({ made: [{ file: 'own-two.png' }], kept: 2 })
})

test('what it made is made again when the work says something else', async () => {
  plugin(`return tools.make('pattern', { parameters: { width: 32, height: 32, z: [work.title.length / 100] } })`)
  await buildGallery({ folder: desk.folder })
  await desk.work('two', { date: '2026-01-02', title: 'Another title' })
  expect(filesOf(await buildGallery({ folder: desk.folder }))).toEqual(['own-two.png', 'after-two.jpg'])
})

test('what it may use of the work is a copy', async () => {
  plugin(`
    work.inputs.image.bytes.fill(0)
    work.tags.push('cat')
    work.parameters.side = 7
    return tools.make('pattern', { parameters: { width: 32, height: 32 } })`)
  const report = await buildGallery({ folder: desk.folder })
  expect(report.problems).toEqual([])
  const hash = createHash('sha256')
    .update(readFileSync(desk.path('works/2026/two.png')))
    .digest('hex')
  expect(recordOf(desk.folder, 'two')[0]!.parents[1]).toMatchObject({ uid: 'two', sha256: hash })
})

test.each([
  [`throw new Error('Out of paint.')`, /"own-two.png" cannot be made of it: Out of paint\./],
  ['return undefined', /neither "bytes" nor a "path"/],
  [
    `return { bytes: new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>') }`,
    /made svg, and its generator says png/,
  ],
  [`return tools.make('pattern', { format: 'webp', parameters: { width: 32, height: 32 } })`, /made webp, and/],
  [`return tools.make('patern')`, /no instrument "patern"/],
  [`return tools.make('pattern', { parameters: { widht: 3 } })`, /"widht" is no parameter/],
  [`return { bytes: await tools.fetch('http://127.0.0.1:1/') }`, /private|public/],
  [`return { bytes: await tools.fetch('file:///etc/passwd') }`, /file:/],
  [`return { path: '/nowhere/at/all.png' }`, /ENOENT/],
])('a plug-in that does %s', async (body, message) => {
  plugin(body)
  const report = await buildGallery({ folder: desk.folder })
  expect(report.problems).toEqual([
    {
      file: 'works/2026/two.md',
      line: 1,
      code: 'generator',
      message: expect.stringMatching(message),
      fix: expect.any(String),
    },
  ])
  // The rest is made, but for what needed it.
  expect(filesOf(report)).toEqual(['after-one.jpg'])
})

test('modules that are none are told', async () => {
  desk.write('plugins/own.mjs', 'export const check = () => []\n')
  expect(await desk.check()).toMatchObject([
    {
      file: 'gallery.yaml',
      line: 4,
      message: 'Generator "own": "plugins/own.mjs" exports no function "generate".',
    },
  ])
})

test.each([
  ['export const cheque = () => []', /exports no function "check" or "generate" and no "media"/],
  ['export const generate = 7', /exports "generate", which is no function/],
  ["export const media = { endings: ['jpg'], judge() {}, render() {} }", /exports "media" without what it needs/],
  ["export const media = { endings: ['csv'] }", /exports "media" without what it needs/],
])('the module %s', async (text, message) => {
  desk.write('plugins/own.mjs', `${text}\n`)
  await expect(desk.check()).rejects.toThrow(message)
  await expect(buildGallery({ folder: desk.folder })).rejects.toThrow(message)
})
