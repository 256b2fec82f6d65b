import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Recipe } from '@reverie/recipe'
import { afterAll, describe, expect, test } from 'vitest'
import { readSize } from '../src/again.ts'
import { duration, size } from '../src/amounts.ts'
import { asksForStill, destinationsOf } from '../src/destination.ts'
import { nearest } from '../src/nearest.ts'
import { sentencesOf } from '../src/problems.ts'
import { judge } from '../src/verdict.ts'
import { makingHash } from '../src/work.ts'

const folder = mkdtempSync(join(tmpdir(), 'reverie-cli-'))
mkdirSync(join(folder, 'there'))
afterAll(() => rmSync(folder, { recursive: true }))

const still = (path: string) => ({ path, kind: 'raster' as const })
const film = (path: string) => ({ path, kind: 'film' as const })
const place = (
  out: string | undefined,
  format: string | undefined,
  ...sources: ReturnType<typeof still | typeof film>[]
) => {
  const { destinations, problems } = destinationsOf({ out, format, sources, suffix: 'dream' })
  return problems.length > 0
    ? problems
    : destinations.map((destination) => `${destination.format} ${destination.path}`)
}

describe('where outputs go', () => {
  test('one input: the file that is asked for, in the format of its extension', () => {
    expect(place('x.jpg', undefined, still('cat.png'))).toEqual(['jpeg x.jpg'])
    expect(place('x.webm', undefined, film('cat.png'))).toEqual(['webm x.webm'])
    expect(place(undefined, undefined, still('a/cat.jpg'))).toEqual(['png cat-dream.png'])
    expect(place('frames', undefined, film('cat.png'))).toEqual(['png-sequence frames'])
  })

  test('several: a folder, with the format that is asked for', () => {
    expect(place('out', undefined, still('a/cat.jpg'), still('dog.jpg'))).toEqual([
      'png out/cat-dream.png',
      'png out/dog-dream.png',
    ])
    expect(place('out/', 'avif', still('cat.jpg'))).toEqual(['avif out/cat-dream.avif'])
    expect(place(join(folder, 'there'), 'mp4', film('cat.jpg'))).toEqual([
      `mp4 ${join(folder, 'there', 'cat-dream.mp4')}`,
    ])
    expect(place('out', 'png', film('a.gif'), film('b.gif'))).toEqual([
      'png-sequence out/a-dream',
      'png-sequence out/b-dream',
    ])
  })

  test('inputs that differ in their extensions only keep them', () => {
    expect(place('out', undefined, still('cat.jpg'), still('cat.png'))).toEqual([
      'png out/cat.jpg-dream.png',
      'png out/cat.png-dream.png',
    ])
  })

  test.each([
    [
      place('x.png', undefined, still('a.png'), still('b.png')),
      '2 inputs cannot all become "x.png". Give a folder: --out x/',
    ],
    [place('out', undefined, still('a/cat.png'), still('b/cat.png')), 'Two inputs have one name'],
    [place('x.bmp', undefined, still('a.png')), '"x.bmp" does not end in a picture format. There are: png, jpg'],
    [
      place('x.png', undefined, film('a.png')),
      '"x.png" does not end in a film format. There are: webp, gif, mp4, webm.',
    ],
    [place('x.jpg', 'png', still('a.png')), 'contradict each other'],
    [place('out', 'wepb', still('a.png')), 'no picture format "wepb". Did you mean "webp"?'],
    [place('./a.png', undefined, still('a.png')), '"./a.png" is an input'],
  ])('%j', ([problem], expected) => expect(problem).toContain(expected))

  test('a still format makes a still of an animation', () => {
    expect([
      asksForStill('a.png', undefined),
      asksForStill('a.gif', undefined),
      asksForStill(undefined, 'jpg'),
      asksForStill(undefined, undefined),
    ]).toEqual([true, false, true, false])
  })
})

test('the nearest name, if any is near', () => {
  const known = ['--steps', '--step-size', '--octaves']
  expect(['--stpes', '--stepsize', '--octave', '--banana'].map((name) => nearest(name, known))).toEqual([
    '--steps',
    '--step-size',
    '--octaves',
    undefined,
  ])
})

test('times and sizes as people say them', () => {
  expect([0.44, 12.3, 185, 7800].map(duration)).toEqual(['0.4 s', '12 s', '3 min 5 s', '2 h 10 min'])
  expect([900, 12_000, 3_400_000, 1.2e9].map(size)).toEqual(['900 bytes', '12 kB', '3.4 MB', '1.2 GB'])
})

test('sizes', () => {
  expect(['1920x1080', '1920', '0x5', 'big', '10x', ''].map(readSize)).toEqual([
    { width: 1920, height: 1080 },
    { side: 1920 },
    undefined,
    undefined,
    undefined,
    undefined,
  ])
})

test('an error of the system becomes a sentence', () => {
  const error = Object.assign(new Error('ENOSPC: no space left on device, write'), {
    code: 'ENOSPC',
    path: '/x/y.png',
  })
  expect(sentencesOf(error)).toEqual([
    'There is no space left to write "/x/y.png". Make room or choose another place.',
  ])
})

const recipe: Recipe = {
  reverie: 1,
  instrument: { name: 'dream', version: 1 },
  parameters: { steps: 10, layers: { a: 1, b: 2 } },
  seed: 1,
  inputs: { image: [{ sha256: '1'.repeat(64), name: 'cat.png' }] },
  models: [{ id: 'm', sha256: '2'.repeat(64) }],
  output: { kind: 'raster', format: 'png', width: 10, height: 10 },
  environment: { provider: 'cpu', runtime: 'r 1', deterministic: true },
}

describe('two recipes make the same work', () => {
  const hash = makingHash(recipe)
  test('when only names, machine and order of keys differ', () => {
    const same = {
      ...recipe,
      parameters: { layers: { b: 2, a: 1 }, steps: 10 },
      environment: { provider: 'cpu' },
      inputs: { image: [{ sha256: '1'.repeat(64), name: 'katze.png' }] },
    }
    expect(makingHash(same)).toBe(hash)
  })
  test.each([
    { seed: 2 },
    { parameters: { steps: 11, layers: { a: 1, b: 2 } } },
    { inputs: { image: [{ sha256: '3'.repeat(64), name: 'cat.png' }] } },
    { models: [{ id: 'm', sha256: '3'.repeat(64) }] },
    { output: { ...recipe.output, quality: 80 } },
    { instrument: { name: 'dream', version: 2 } },
  ])('not when %j', (change) => expect(makingHash({ ...recipe, ...change })).not.toBe(hash))
})

describe('the verdict', () => {
  const elsewhere = { ...recipe, environment: { ...recipe.environment, runtime: 'r 2' } }
  test('in the same environment demands identical pixels', () => {
    expect(judge(recipe, recipe, { identical: true, psnr: Infinity })).toMatchObject({
      same: true,
      psnr: 999,
      checked: 'identical',
    })
    expect(judge(recipe, recipe, { identical: false, psnr: 90 })).toMatchObject({
      same: false,
      psnr: 90,
      checked: 'identical',
    })
  })
  test('elsewhere demands a PSNR and names what differs', () => {
    const close = judge(recipe, elsewhere, { identical: false, psnr: 45 })
    expect(close).toMatchObject({ same: true, psnr: 45, checked: 'psnr', leastPsnr: 20 })
    expect(close.explanation).toContain('runtime')
    expect(judge(recipe, elsewhere, { identical: false, psnr: 15 })).toMatchObject({ same: false, checked: 'psnr' })
  })
  test('on a provider that does not repeat itself demands a PSNR', () => {
    const gpu = { ...recipe, environment: { ...recipe.environment, deterministic: false } }
    expect(judge(gpu, gpu, { identical: false, psnr: 45 })).toMatchObject({ same: true, checked: 'psnr' })
  })
  test('with another model is never the same', () => {
    const other = { ...recipe, models: [{ id: 'm', sha256: '9'.repeat(64) }] }
    expect(judge(recipe, other, { identical: true, psnr: Infinity })).toMatchObject({ same: false })
  })
})
