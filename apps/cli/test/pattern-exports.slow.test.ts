/** Exports of patterns through the command, format by format; `pattern.test.ts` has two of them, and the library's tests have all. */
import { readFileSync, writeFileSync } from 'node:fs'
import { extractRecipe } from '@reverie/recipe'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPatternDesk } from './pattern-desk.ts'

const desk = openPatternDesk()
const { pattern, areAlike, verdict } = desk
beforeAll(async () => void (await pattern('--seed', '3', '-o', 'work.png')))
afterAll(() => desk.clear())

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
