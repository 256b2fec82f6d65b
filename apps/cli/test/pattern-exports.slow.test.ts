/** Exports of patterns through the command, format by format; `pattern.test.ts` has two of them, and the library's tests have all. */
import { readFileSync, writeFileSync } from 'node:fs'
import { compare } from '@reverie/image'
import { readImageFile } from '@reverie/image/node'
import { extractRecipe, type Recipe } from '@reverie/recipe'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDesk } from './run.ts'

const desk = openDesk()
beforeAll(async () => void (await pattern('--seed', '3', '-o', 'work.png')))
afterAll(() => desk.clear())

/** What a call with `--json` tells, as far as these tests look at it. */
interface Answer {
  readonly out: string
  readonly recipe: Recipe
}

/** Calls `reverie pattern`, small. */
async function pattern(...words: string[]): Promise<Answer> {
  const { code, out, err } = await desk.reverie('pattern', '--size', '96', ...words, '--json')
  expect(code, err).toBe(0)
  return JSON.parse(out) as Answer
}

const pixels = async (name: string) => (await readImageFile(desk.path(name))).raster

async function areAlike(one: string, other: string): Promise<boolean> {
  return compare(await pixels(one), await pixels(other)).same
}

async function verdict(name: string) {
  const { code, out } = await desk.reverie('verify', name, '--json')
  return { code, ...(JSON.parse(out) as { same: boolean; checked: string; explanation: string }) }
}

test.each([
  ['glsl', 'toy.glsl'],
  ['glsl-book', 'book.glsl'],
  ['wgsl', 'gpu.wgsl'],
  ['json', 'network.json'],
  ['onnx', 'network.onnx'],
])('%s holds its recipe, from which the same bytes are made', async (format, name) => {
  const { recipe } = await pattern('--seed', '3', '--format', format, '-o', name)
  expect(recipe.output).toMatchObject({ format, width: 96, height: 96 })
  expect(extractRecipe(readFileSync(desk.path(name)))).toEqual(recipe)
  expect(await verdict(name)).toMatchObject({ code: 0, same: true, checked: 'identical' })
})

test('a network that is exported draws the same picture when it comes back as a network', async () => {
  for (const name of ['network.json', 'network.onnx']) {
    const { recipe } = await pattern('--net', name, '--seed', '3', '-o', 'net.png')
    expect(recipe.inputs).toMatchObject({ network: [{ name }] })
    expect(await areAlike('net.png', 'work.png')).toBe(true)
  }
  // The network is kept in the input store, as pictures are.
  writeFileSync(desk.path('network.onnx'), 'gone')
  expect(await verdict('net.png')).toMatchObject({ same: true })
})

test('a network of netart-js comes back from recurrent.js in every byte', async () => {
  // The latents are no part of the file.
  const netart = ['--compat', 'netart', '--units', '12', '--depth', '12', '--color', 'cmyk', '--z', '0.3,-0.5']
  await pattern(...netart, '-o', 'netart.png')
  await pattern(...netart, '--format', 'recurrent', '-o', 'recurrent.json')
  await pattern(...netart, '--net', 'recurrent.json', '-o', 'recurred.png')
  expect(await areAlike('netart.png', 'recurred.png')).toBe(true)
  const { code, err } = await desk.reverie('pattern', '--skips', 'dense', '--format', 'recurrent', '-o', 'own.json')
  expect([code, err]).toEqual([1, expect.stringContaining('found skips "dense"')])
})
