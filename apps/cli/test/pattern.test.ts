import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { compare } from '@reverie/image'
import { readImage, readImageFile, writeImage, writePng } from '@reverie/image/node'
import { extractRecipe } from '@reverie/recipe'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPatternDesk, type Answer } from './pattern-desk.ts'
import { sample } from './run.ts'

const desk = openPatternDesk()
const { pattern, areAlike, verdict } = desk
afterAll(() => desk.clear())

describe('a pattern from nothing', () => {
  test('is called pattern.png, and one of other settings is numbered', async () => {
    mkdirSync(desk.path('names'))
    const out = async (...words: string[]) => {
      const { out: name, skipped } = await pattern('-o', 'names', ...words)
      return skipped ? `${name}, there already` : name
    }
    expect(await out()).toBe('names/pattern.png')
    expect(await out('--seed', '2')).toBe('names/pattern-2.png')
    expect(await out('--seed', '2')).toBe('names/pattern-2.png, there already')
    expect(await out()).toBe('names/pattern.png, there already')
    expect(await out('--format', 'webp')).toBe('names/pattern.webp')
  })

  test('holds all that made it, and no machine', async () => {
    const { recipe } = await pattern('--seed', '7', '--z', '0.2,-0.4', '--palette', 'ember', '-o', 'a.png')
    expect(recipe).toMatchObject({
      instrument: { name: 'pattern', version: 1 },
      parameters: { z: [0.2, -0.4], palette: 'ember', width: 96, height: 96 },
      seed: 7,
      output: { kind: 'raster', format: 'png', width: 96, height: 96 },
    })
    expect(Object.keys(recipe.environment).sort()).toEqual(['arithmetic', 'kernel'])
    expect(extractRecipe(readFileSync(desk.path('a.png')))).toEqual(recipe)
  })

  test('of 16 bits for print says its resolution and its colour space', async () => {
    const { recipe } = await pattern('--format', 'png16', '--dpi', '300', '-o', 'print.png')
    expect(recipe.output).toMatchObject({ format: 'png', depth: 16, dpi: 300 })
    const deep = async (name: string) => (await readImageFile(desk.path(name), { depth: 16 })).raster
    const { data } = await deep('print.png')
    expect(data.some((value) => value % 257 !== 0)).toBe(true)
    const chunks = readFileSync(desk.path('print.png')).toString('latin1')
    expect([chunks.includes('pHYs'), chunks.includes('iCCP')]).toEqual([true, true])
    await desk.reverie('render', 'print.png', '-o', 'again.png')
    expect(compare(await deep('print.png'), await deep('again.png')).same).toBe(true)

    // Half of a 255th, which 8 bits would not show.
    const raster = await deep('print.png')
    raster.data[1000] = raster.data[1000]! ^ 1
    await writePng(desk.path('touched16.png'), { ...raster, depth: 16, recipe }, [{ top: 0, raster }])
    expect(await verdict('touched16.png')).toMatchObject({ same: false, checked: 'identical' })
    expect(await verdict('print.png')).toMatchObject({ same: true, checked: 'identical' })
  })

  test('loops as a film, whose frames verify demands again', async () => {
    const { recipe } = await pattern('--loop', '4', '--fps', '10', '-o', 'loop.webp')
    expect(recipe.output).toMatchObject({ kind: 'film', frames: 4, fps: 10 })
    expect(await verdict('loop.webp')).toMatchObject({ code: 0, same: true, checked: 'identical' })
  })

  test('takes its colours from a picture, and is led by one', async () => {
    const pictures = ['--palette-from', sample('coffee.png'), '--image', sample('chelsea.png')]
    const { recipe } = await pattern(...pictures, '-o', 'led.png')
    expect(recipe.inputs).toMatchObject({ image: [{ name: 'chelsea.png' }], palette: [{ name: 'coffee.png' }] })
    await pattern('--palette-from', sample('coffee.png'), '-o', 'unled.png')
    expect(await areAlike('led.png', 'unled.png')).toBe(false)
    expect(await verdict('led.png')).toMatchObject({ same: true, checked: 'identical' })
  })
})

describe('a work that is made again', () => {
  beforeAll(async () => {
    await pattern('--seed', '3', '-o', 'work.png')
  })

  test('is the same in every pixel, and one changed pixel is told', async () => {
    expect(await verdict('work.png')).toMatchObject({ code: 0, same: true, checked: 'identical' })
    const bytes = readFileSync(desk.path('work.png'))
    const { raster } = await readImage(bytes)
    raster.data[1000] = raster.data[1000]! ^ 1
    writeFileSync(
      desk.path('touched.png'),
      await writeImage(raster, { format: 'png', recipe: extractRecipe(bytes)! }),
    )
    expect(await verdict('touched.png')).toMatchObject({ code: 1, same: false, checked: 'identical' })
  })

  test('at another size is the same picture, and says its size', async () => {
    const { out } = await desk.reverie('render', 'work.png', '--size', '192x96', '-o', 'wide.png', '--json')
    expect((JSON.parse(out) as Answer).recipe.parameters).toMatchObject({ width: 192, height: 96 })
    await pattern('--seed', '3', '--size', '192x96', '-o', 'wide-too.png')
    expect(await areAlike('wide.png', 'wide-too.png')).toBe(true)
    expect(await verdict('wide.png')).toMatchObject({ same: true })
  })

  test('as the start of another keeps all that the options do not change', async () => {
    const { recipe } = await pattern('work.png', '--zoom', '2', '-o', 'closer.png')
    expect(recipe).toMatchObject({ seed: 3, parameters: { zoom: 2 }, parents: [{ recipe: { seed: 3 } }] })
    expect(await areAlike('work.png', 'closer.png')).toBe(false)
    await pattern('closer.png', '--zoom', '1', '-o', 'back.png')
    expect(await areAlike('work.png', 'back.png')).toBe(true)
  })
})

describe('breeding', () => {
  test('a sheet, its nine works in a folder, a child of two of them', async () => {
    const { works } = await pattern('--variations', '9', '-o', 'sheet/')
    expect(works.map(({ out }) => out.replace('sheet/', ''))).toEqual([
      'pattern.png',
      ...Array.from({ length: 9 }, (_, index) => `pattern-variation-${index + 1}.png`),
    ])
    await pattern('-o', 'itself.png')
    expect(await areAlike('sheet/pattern-variation-5.png', 'itself.png')).toBe(true)
    expect(await areAlike('sheet/pattern-variation-4.png', 'itself.png')).toBe(false)
    expect(await verdict('sheet/pattern.png')).toMatchObject({ same: true, checked: 'identical' })

    const parents = ['sheet/pattern-variation-2.png', 'sheet/pattern-variation-8.png']
    const { recipe } = await pattern(...parents, '--seed', '9', '-o', 'child.png')
    expect(recipe.edits?.at(-1)).toMatchObject({ type: 'cross', seed: 9 })
    expect(recipe.parents).toHaveLength(2)
    expect(await verdict('child.png')).toMatchObject({ same: true, checked: 'identical' })
    await pattern('child.png', '--z', '0.9,-0.9', '-o', 'moved.png')
    expect(await areAlike('child.png', 'moved.png')).toBe(false)
  }, 60_000)

  test('without a folder the sheet is the work', async () => {
    expect(await pattern('--variations', '9', '-o', 'only.png')).toMatchObject({ out: 'only.png' })
  })

  test('a work of another instrument is refused by name', async () => {
    await desk.reverie(
      'dream',
      sample('chelsea.png'),
      '--max-side',
      '96',
      '--octaves',
      '1',
      '--steps',
      '1',
      '-o',
      'd.png',
    )
    const { code, err } = await desk.reverie('pattern', 'd.png', '-o', 'x.png')
    expect([code, err]).toEqual([1, expect.stringContaining('"d.png" is a work of "dream"')])
    expect(existsSync(desk.path('x.png'))).toBe(false)
  })
})

describe('what is no pixels', () => {
  test.each([
    ['svg', 'drawing.svg'],
    ['json', 'network.json'],
  ])('%s holds its recipe, from which the same bytes are made', async (format, name) => {
    const { recipe } = await pattern('--seed', '3', '--format', format, '-o', name)
    expect(recipe.output).toMatchObject({ format, width: 96, height: 96 })
    expect(extractRecipe(readFileSync(desk.path(name)))).toEqual(recipe)
    expect(await verdict(name)).toMatchObject({ code: 0, same: true, checked: 'identical' })
  })

  test('is the start of a picture as well as a picture is', async () => {
    await pattern('drawing.svg', '--format', 'png', '-o', 'from-svg.png')
    expect(await areAlike('from-svg.png', 'work.png')).toBe(true)
    await desk.reverie('render', 'network.json', '--format', 'png', '-o', 'from-json.png')
    expect(await areAlike('from-json.png', 'work.png')).toBe(true)
  })

  test('one changed letter is told', async () => {
    const text = readFileSync(desk.path('drawing.svg'), 'utf8')
    writeFileSync(desk.path('other.svg'), text.replace('<path ', '<path  '))
    const { code, explanation } = await verdict('other.svg')
    expect([code, explanation]).toEqual([1, 'The bytes differ; the same environment demands identical bytes.'])
  })
})

describe('what cannot be meant', () => {
  test.each([
    [
      [
        '--size',
        'big',
        '--z',
        '1,two',
        '--units',
        '1000000000',
        '--colour',
        'bw',
        '--dpi',
        '0',
        '--format',
        'glls',
      ],
      [
        '"reverie pattern" has no option --colour. Did you mean --color?',
        '--size takes a size as in "1920x1080", or one side of a square as in "1080", not "big".',
        '--dpi takes a whole number from 1 to 100000, not "0".',
        '--z takes numbers from -10 to 10, as in "0.2,-0.4", 64 at most, not "1,two".',
        '--units takes a whole number from 1 to 256, not "1000000000".',
        'Did you mean "glsl"?',
      ],
    ],
    [
      ['--palette', 'ashes', '--activations', 'tanh,tanx'],
      ['Built in are: ', '"tanx" in "tanh,tanx"'],
    ],
    [
      ['--palette', '#fff,#ggg', '--tile', '--symmetry', 'rotation'],
      ['"#ggg" in', 'mirrored, not turned'],
    ],
    [
      ['--color', 'rgb', '--palette-from', sample('coffee.png'), '-o', 'x.bmp'],
      ['Choose gradient or palette', '"x.bmp" does not end in a picture format'],
    ],
    [['--units', '256', '--depth', '64', '--skips', 'dense'], ['Take fewer units']],
    [['--dpi', '300', '-o', 'x.webp'], ['--dpi goes into a PNG']],
    [['--format', 'glsl', '-o', 'x.svg'], ['contradict each other']],
  ] as const)('%j: all of it is told at once', async (words, sentences) => {
    const { code, out } = await desk.reverie('pattern', '-o', 'x.png', ...words, '--json')
    const { problems } = JSON.parse(out) as Answer
    expect(problems).toEqual(sentences.map((sentence) => expect.stringContaining(sentence)))
    expect(code).toBe(2)
    expect(existsSync(desk.path('x.png'))).toBe(false)
  })

  test('a picture larger than its format can be is refused before it is rendered', async () => {
    const { code, err } = await desk.reverie('pattern', '--size', '70000x70000', '-o', 'x.jpg', '-q')
    expect([code, err]).toEqual([1, expect.stringContaining('at most 65500 pixels on a side, found 70000 × 70000')])
  })

  test('a file where a folder should be is told', async () => {
    writeFileSync(desk.path('notes'), '')
    const { code, err } = await desk.reverie('pattern', '--size', '8', '-o', 'notes')
    expect([code, err]).toEqual([1, expect.stringContaining('is a file; a folder was expected.')])
  })

  test('where networks run is no question for patterns', async () => {
    const { code, err } = await desk.reverie('pattern', '--provider', 'cpu')
    expect([code, err]).toEqual([2, expect.stringContaining('has no option --provider.')])
  })

  test('a sheet of variations is a picture', async () => {
    const { code, err } = await desk.reverie('pattern', '--variations', '9', '-o', 'x.svg')
    expect([code, err]).toEqual([1, expect.stringContaining('Leave variations out.')])
  })

  test.each([
    ['cyclic.json', '{"format":"reverie-pattern-network","version":1}'],
    ['text.json', 'no JSON at all'],
    ['nan.json', JSON.stringify({ W_in: { n: 2, d: 6, w: [1, 2, 3, 4, 5, null, 7, 8, 9, 10, 11, 12] } })],
    ['huge.json', JSON.stringify({ W_in: { n: 1e9, d: 6, w: {} } })],
    ['empty.onnx', ''],
  ])('the network %s gets a sentence', async (name, content) => {
    writeFileSync(desk.path(name), content)
    const { code, err } = await desk.reverie('pattern', '--net', name, '-o', 'x.png')
    expect(code).toBeGreaterThan(0)
    expect(err).toContain(name)
    expect(err).not.toMatch(/\bat .*:\d+:\d+/)
    expect(existsSync(desk.path('x.png'))).toBe(false)
  })
})

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s in the middle of a large picture leaves nothing behind',
  async (signal) => {
    mkdirSync(desk.path(signal))
    const { child, ended } = desk.start('pattern', '--size', '12000', '-o', `${signal}/large.png`)
    // The estimate is said before the work begins.
    await new Promise((resolve) => child.stderr!.once('data', resolve))
    for (let tries = 0; tries < 200 && readdirSync(desk.path(signal)).length === 0; tries++)
      await new Promise((resolve) => setTimeout(resolve, 50))
    child.kill(signal)
    expect((await ended).code).toBe(signal === 'SIGINT' ? 130 : 143)
    expect(readdirSync(desk.path(signal))).toEqual([])
  },
)
