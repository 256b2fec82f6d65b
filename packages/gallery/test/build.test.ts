/** Building with real networks, on tiny pictures. */
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { buildGallery } from '@reverie/gallery/node'
import { psnr } from '@reverie/image'
import { readImage } from '@reverie/image/node'
import { extractRecipe, type Recipe } from '@reverie/recipe'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { configOf, filesOf, generatedFiles, quickDream, recordOf } from './fixtures/building.ts'
import { openDesk, type Desk } from './fixtures/desk.ts'
import { picture } from './fixtures/pictures.ts'

/** What the seed made, quickly. */
const generators = [
  `name: dreamy, ${quickDream}`,
  `name: layer, each: { layers: mixed }, when: { maxSide: 64 }, ${quickDream}`,
  `name: guided, inputs: { guide: earlier }, ${quickDream}`,
  `name: frame, inputs: { image: guided }, frames: { count: 3, closer: 0.4 }, ${quickDream}`,
]

async function fill(desk: Desk): Promise<void> {
  await desk.work('one', { date: '2026-01-01' })
  await desk.work('two', { date: '2026-01-02' }, await picture('two', 80))
  await desk.work('three', { date: '2026-01-03', guide: 'one' }, await picture('three', 80))
  await desk.work('shy', { date: '2026-01-04', remix: 'false' })
}

const desk = openDesk(configOf(...generators))
const other = openDesk(configOf(...generators))
beforeAll(async () => {
  await fill(desk)
  await fill(other)
})
afterAll(() => {
  desk.clear()
  other.clear()
})

const frames = (uid: string): string[] => [0, 1, 2].map((index) => `frame-000${index}-${uid}.jpg`)
const layers = (uid: string): string[] => [0, 1, 2, 3, 4, 5].map((index) => `layer-mixed${index}-${uid}.jpg`)

test('each work gets what its generators say; the guide is in the record and in the recipe', async () => {
  const report = await buildGallery({ folder: desk.folder })
  expect(report.problems).toEqual([])
  expect({ kept: report.kept, removed: report.removed, files: filesOf(report) }).toEqual({
    kept: 0,
    removed: [],
    files: [
      // Nothing came before the first one, so its zoom begins with the work itself.
      ['dreamy-one.jpg', ...layers('one'), ...frames('one')],
      ['dreamy-two.jpg', 'guided-two.jpg', ...frames('two')],
      ['dreamy-three.jpg', 'guided-three.jpg', ...frames('three')],
    ].flat(),
  })
  const guided = recordOf(desk.folder, 'three').find(({ generator }) => generator === 'guided')!
  const one = report.made.find(({ file }) => file === 'guided-three.jpg')!
  expect(guided.sha256).toBe(one.sha256)
  expect(guided.parents.map(({ port, uid }) => `${port} ${uid}`)).toEqual(['guide one', 'image three'])
  const recipe = recipeOf('three', 'guided-three.jpg')
  expect(recipe?.inputs).toEqual({
    guide: [{ name: 'one.png', sha256: guided.parents[0]!.sha256 }],
    image: [{ name: 'three.png', sha256: guided.parents[1]!.sha256 }],
  })
  const first = recordOf(desk.folder, 'one').find(({ file }) => file === 'frame-0000-one.jpg')!
  expect(first.parents).toMatchObject([{ port: 'image', uid: 'one', sha256: expect.any(String) }])
})

test('a frame is made of the one before, seen from closer, which is kept for its recipe', () => {
  const frame = recordOf(desk.folder, 'two').find(({ file }) => file === 'frame-0001-two.jpg')!
  expect(frame.parents).toMatchObject([{ port: 'image', uid: 'two', file: 'frame-0000-two.jpg' }])
  expect(frame.between).toMatchObject([{ file: 'closer-frame-0000-two.png' }])
  const recipe = recipeOf('two', 'frame-0001-two.jpg')
  const { file: name, sha256 } = frame.between![0]!
  expect(recipe?.inputs['image']).toEqual([{ name, sha256 }])
})

test('the same works give the same bytes in another folder', async () => {
  await buildGallery({ folder: other.folder })
  expect(generatedFiles(other.folder)).toEqual(generatedFiles(desk.folder))
})

test('built again, nothing is made and nothing written', async () => {
  const record = desk.path('generated/two/build.json')
  const before = [generatedFiles(desk.folder), statSync(record).mtimeMs]
  const report = await buildGallery({ folder: desk.folder })
  expect({ ...report, milliseconds: 0 }).toEqual({
    title: 'A Gallery',
    made: [],
    kept: 20,
    removed: [],
    problems: [],
    milliseconds: 0,
    estimate: undefined,
  })
  expect([generatedFiles(desk.folder), statSync(record).mtimeMs]).toEqual(before)
})

test('a file that was changed, or cut off, or whose in-between picture is gone, is made again', async () => {
  const whole = generatedFiles(desk.folder)
  writeFileSync(desk.path('generated/one/dreamy-one.jpg'), 'x')
  const bytes = readFileSync(desk.path('generated/two/guided-two.jpg'))
  bytes[bytes.length - 5]! ^= 1
  writeFileSync(desk.path('generated/two/guided-two.jpg'), bytes)
  writeFileSync(desk.path('generated/two/closer-frame-0000-two.png'), '')
  const report = await buildGallery({ folder: desk.folder })
  expect(filesOf(report)).toEqual(['dreamy-one.jpg', 'guided-two.jpg', 'frame-0001-two.jpg'])
  expect(generatedFiles(desk.folder)).toEqual(whole)
})

test('an estimate counts what is to be made, and makes nothing', async () => {
  const before = generatedFiles(desk.folder)
  expect((await buildGallery({ folder: desk.folder, estimateOnly: true })).estimate).toEqual({
    seconds: 0,
    bytes: 0,
    files: 0,
    works: 0,
    unknown: 0,
    unsized: 0,
  })
  writeFileSync(desk.path('generated/two/guided-two.jpg'), 'x')
  const { estimate, made } = await buildGallery({ folder: desk.folder, estimateOnly: true })
  // What is made of it is counted too, since nobody knows yet that it will come out the same.
  expect({ ...estimate, made }).toMatchObject({ files: 4, works: 1, unknown: 0, made: [] })
  expect(estimate!.seconds).toBeGreaterThan(0)
  expect(estimate!.bytes).toBeGreaterThan(50e6)
  await buildGallery({ folder: desk.folder })
  expect(generatedFiles(desk.folder)).toEqual(before)
})

test('a work that changed costs itself, and what was made with it', async () => {
  await desk.work('one', { date: '2026-01-01' }, await picture('another', 80))
  const report = await buildGallery({ folder: desk.folder })
  // Two and three are guided by it; their dreams without a guide stay.
  expect(recordOf(desk.folder, 'two').flatMap(({ parents }) => parents.map(({ uid }) => uid))).toContain('one')
  expect(filesOf(report)).toEqual(
    [
      ['dreamy-one.jpg', ...frames('one')],
      ['guided-two.jpg', ...frames('two')],
      ['guided-three.jpg', ...frames('three')],
    ].flat(),
  )
  expect(report.kept).toBe(2)
  // It is too large for the layers now.
  expect(report.removed).toEqual(layers('one').map((file) => `generated/one/${file}`))
})

test('another guide makes another picture', async () => {
  const pixels = async (): Promise<Awaited<ReturnType<typeof readImage>>['raster']> =>
    (await readImage(new Uint8Array(readFileSync(desk.path('generated/three/guided-three.jpg'))))).raster
  const before = await pixels()
  await desk.work('three', { date: '2026-01-03', guide: 'two' }, await picture('three', 80))
  const report = await buildGallery({ folder: desk.folder, only: ['three'] })
  expect(filesOf(report)).toEqual(['guided-three.jpg', ...frames('three')])
  expect(recipeOf('three', 'guided-three.jpg')?.inputs['guide']?.[0]?.name).toBe('two.png')
  // Two steps alone: the same guide gives the same bytes, and JPEG's own loss is about 40 dB.
  expect(psnr(before, await pixels())).toBeLessThan(35)
})

function recipeOf(uid: string, file: string): Recipe | undefined {
  return extractRecipe(new Uint8Array(readFileSync(desk.path('generated', uid, file))))
}
