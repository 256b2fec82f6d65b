import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { findFfmpeg } from '@reverie/film/node'
import { compare } from '@reverie/image'
import { readImage } from '@reverie/image/node'
import { extractRecipe, type Recipe } from '@reverie/recipe'
import { afterAll, describe, expect, test } from 'vitest'
import { openDesk, quick, sample } from './run.ts'

const desk = openDesk()
afterAll(() => desk.clear())
const cat = sample('chelsea.png')

/** What a call with `--json` tells, as far as these tests look at it. */
interface Answer {
  readonly width: number
  readonly milliseconds: number
  readonly recipe: Recipe
  readonly skipped?: true
  readonly works: readonly Answer[]
  readonly problems: readonly string[]
  readonly estimate: { readonly seconds: number }
  readonly layers: readonly { readonly name: string }[]
  readonly models: readonly unknown[]
}

const parsed = (out: string) => JSON.parse(out) as Answer

describe('reverie dream', () => {
  test('dreams a picture into a file that holds its recipe, and tells of it as one object', async () => {
    const { code, out, err } = await desk.reverie('dream', cat, ...quick, '-o', 'a.png', '--json')
    expect({ code, err: err.includes('Error') }).toEqual({ code: 0, err: false })
    expect(out.trimEnd().split('\n')).toHaveLength(1)
    const work = parsed(out)
    expect(work).toMatchObject({ out: 'a.png', width: 96, height: 64 })
    expect(work.milliseconds).toBeGreaterThan(0)
    const bytes = readFileSync(desk.path('a.png'))
    expect(extractRecipe(bytes)).toEqual(work.recipe)
    expect(work.recipe).toMatchObject({
      seed: 1,
      inputs: { image: [{ name: 'chelsea.png' }] },
      parameters: { steps: 2 },
    })
    expect(JSON.stringify(work.recipe)).not.toContain(desk.folder)
    expect((await readImage(bytes)).raster).toMatchObject({ width: 96, height: 64 })
  })

  test('leaves a work alone that the same recipe made, and makes it again when anything differs', async () => {
    const before = statSync(desk.path('a.png')).mtimeMs
    const again = await desk.reverie('dream', cat, ...quick, '-o', 'a.png', '--json')
    expect(parsed(again.out).skipped).toBe(true)
    expect(statSync(desk.path('a.png')).mtimeMs).toBe(before)
    const other = await desk.reverie('dream', cat, ...quick, '--seed', '2', '-o', 'a.png', '--json')
    expect(parsed(other.out)).not.toHaveProperty('skipped')
    expect(extractRecipe(readFileSync(desk.path('a.png')))?.seed).toBe(2)
  })

  test('dreams many into a folder; one that cannot be read is told of, the others are there', async () => {
    writeFileSync(desk.path('broken.jpg'), readFileSync(sample('rocket.jpg')).subarray(0, 9000))
    const call = [
      'dream',
      cat,
      desk.path('broken.jpg'),
      sample('rocket.jpg'),
      ...quick,
      '-o',
      'many',
      '--format',
      'jpg',
      '--quality',
      '80',
      '--json',
    ]
    const { code, out } = await desk.reverie(...call)
    expect(code).toBe(1)
    expect(readdirSync(desk.path('many')).sort()).toEqual(['chelsea-dream.jpg', 'rocket-dream.jpg'])
    expect(parsed(out).works).toHaveLength(2)
    expect(parsed(out).problems).toEqual([expect.stringContaining('broken.jpg')])
    const resumed = parsed((await desk.reverie(...call)).out)
    expect(resumed.works.map(({ skipped }) => skipped)).toEqual([true, true])
  })

  test('takes a preset, a guide and a mask, and writes to where standard output says', async () => {
    const call = [
      'dream',
      cat,
      ...quick,
      '--preset',
      'reverie',
      '--guide',
      sample('coffee.png'),
      '--mask',
      sample('hubble_deep_field.jpg'),
    ]
    const { code, out, err } = await desk.reverie(...call)
    expect({ code, out }).toEqual({ code: 0, out: 'chelsea-dream.png\n' })
    expect(err).toMatch(/96 × 64, .* s/)
    const recipe = extractRecipe(readFileSync(desk.path('chelsea-dream.png')))
    expect(Object.keys(recipe!.inputs).sort()).toEqual(['guide', 'image', 'mask'])
  })

  test('says nothing when it is quiet', async () => {
    expect(await desk.reverie('dream', cat, ...quick, '-o', 'quiet.png', '-q')).toEqual({
      code: 0,
      out: '',
      err: '',
    })
  })

  test('estimates and stops', async () => {
    const { code, out } = await desk.reverie('dream', cat, ...quick, '-o', 'never.png', '--estimate', '--json')
    expect(code).toBe(0)
    expect(parsed(out).estimate).toMatchObject({ steps: 2, works: 1 })
    expect(parsed(out).estimate.seconds).toBeGreaterThan(0)
    expect(readdirSync(desk.folder)).not.toContain('never.png')
  })

  test('makes a sheet', async () => {
    const { code, out } = await desk.reverie(
      'dream',
      cat,
      ...quick,
      '--sheet',
      'mixed3,mixed5 by stepSize=1,4',
      '-o',
      'sheet.webp',
      '--json',
    )
    expect(code).toBe(0)
    // Two cells of 96 pixels across, with margins.
    expect(parsed(out).width).toBeGreaterThan(192)
  })
})

describe('films', () => {
  test('are made from a picture, and dreamed from a film frame by frame', async () => {
    const film = await desk.reverie(
      'dream',
      cat,
      ...quick,
      '--film',
      '3',
      '--zoom',
      '0.1',
      '--pan',
      '0.02,-0.01',
      '-o',
      'film.webp',
      '--json',
    )
    expect(parsed(film.out)).toMatchObject({ out: 'film.webp', frames: 3, width: 96 })
    const { recipe } = parsed(film.out)
    expect(recipe).toMatchObject({ output: { kind: 'film', frames: 3 }, parameters: { panX: 0.02, panY: -0.01 } })
    const second = await desk.reverie('dream', 'film.webp', ...quick, '-o', 'second.gif', '--json')
    expect(parsed(second.out)).toMatchObject({ frames: 3 })
    const verified = await desk.reverie('verify', 'film.webp', 'second.gif', '--inputs', desk.folder, '--json')
    expect(parsed(verified.out)).toMatchObject({ same: true, works: [{ same: true }, { same: true }] })
  })

  test('as a folder of frames', async () => {
    expect((await desk.reverie('dream', cat, ...quick, '--film', '2', '-o', 'frames')).code).toBe(0)
    expect(readdirSync(desk.path('frames'))).toEqual(['frame-000001.png', 'frame-000002.png'])
    expect(parsed((await desk.reverie('recipe', 'frames', '--json')).out)).toMatchObject({ output: { frames: 2 } })
  })

  test('that need ffmpeg say so where there is none', async () => {
    const bare = openDesk({ PATH: '/nonexistent' })
    const { code, err } = await bare.reverie('dream', cat, ...quick, '--film', '2', '-o', 'film.mp4')
    expect(code).toBe(1)
    expect(err).toMatch(/Writing mp4 needs ffmpeg.*webp, gif/)
    bare.clear()
  })
})

const ffmpeg = await findFfmpeg()
// Said aloud rather than skipped in silence.
if (ffmpeg === undefined) console.warn('There is no ffmpeg here: videos as inputs and outputs were NOT tested.')

test.runIf(ffmpeg !== undefined)(
  'a video is dreamed frame by frame, and its recipe travels in the video',
  async () => {
    await desk.reverie('dream', cat, ...quick, '--film', '4', '--fps', '8', '-o', 'in.mp4')
    const { out } = await desk.reverie('dream', 'in.mp4', ...quick, '-o', 'out.webm', '--json')
    expect(parsed(out)).toMatchObject({ out: 'out.webm', frames: 4, recipe: { output: { fps: 8 } } })
    expect(parsed((await desk.reverie('recipe', 'out.webm', '--json')).out)).toEqual(parsed(out).recipe)
    // A video is not copied into the store: it is looked for.
    expect((await desk.reverie('verify', 'out.webm')).err).toContain('"in.mp4" (SHA-256')
    const verified = await desk.reverie('verify', 'out.webm', '--inputs', '.', '--json')
    expect(parsed(verified.out)).toMatchObject({ same: true, checked: 'identical' })
  },
)

describe('the other commands', () => {
  test('layers lists them, and makes a contact sheet', async () => {
    const { out } = await desk.reverie('layers', '--json')
    expect(parsed(out).layers.map(({ name }) => name)).toContain('mixed5')
    const sheet = await desk.reverie('layers', cat, '--model', 'mobilenet', '-o', 'layers.png', '--json')
    expect(sheet.code).toBe(0)
    expect((await readImage(readFileSync(desk.path('layers.png')))).raster.width).toBe(parsed(sheet.out).width)
  })

  test('models lists, tells and adds, and an added one dreams', async () => {
    const list = parsed((await desk.reverie('models', 'list', '--json')).out)
    expect(list.models).toContainEqual(
      expect.objectContaining({
        id: 'inception',
        kind: 'features',
        license: 'MIT',
        bytes: expect.any(Number),
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      }),
    )
    expect(parsed((await desk.reverie('models', 'info', 'mobilenet', '--json')).out)).toMatchObject({
      id: 'mobilenet',
    })
    const file = new URL('../../../packages/models/mobilenet/model.onnx', import.meta.url)
    writeFileSync(desk.path('mine.onnx'), readFileSync(file))
    expect(parsed((await desk.reverie('models', 'add', 'mine.onnx', '--json')).out)).toMatchObject({ id: 'mine' })
    const dreamed = await desk.reverie('dream', cat, ...quick, '--model', 'mine', '-o', 'mine.png', '--json')
    expect(parsed(dreamed.out).recipe.models).toMatchObject([{ id: 'mine' }])
  })

  test('render makes a work again at another size, in another format', async () => {
    const { code, out } = await desk.reverie('render', 'a.png', '--size', '64', '-o', 'small.webp', '--json')
    expect(code).toBe(0)
    expect(parsed(out)).toMatchObject({ out: 'small.webp', width: 64, height: 43 })
    expect(parsed((await desk.reverie('verify', 'small.webp', '--json')).out)).toMatchObject({
      same: true,
      checked: 'identical',
    })
    const larger = parsed((await desk.reverie('render', 'small.webp', '--size', '120x90', '--json')).out)
    expect(larger).toMatchObject({ out: 'small-render.webp', width: 120, height: 90 })
  })

  test('render takes a recipe from a file', async () => {
    writeFileSync(desk.path('recipe.json'), (await desk.reverie('recipe', 'a.png', '--json')).out)
    await desk.reverie('render', 'recipe.json', '-o', 'b.png')
    const [one, other] = await Promise.all(
      ['a.png', 'b.png'].map((name) => readImage(readFileSync(desk.path(name)))),
    )
    expect(compare(one!.raster, other!.raster).same).toBe(true)
    expect(other!.recipe).toEqual(one!.recipe)
  })
})
