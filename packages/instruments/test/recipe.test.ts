/** A work is made again from its recipe, by the file alone. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readImage, writeImage } from '@reverie/image/node'
import { extractRecipe, parseRecipe } from '@reverie/recipe'
import { testCard } from '@reverie/testing'
import { writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dream, make, makeRecipe, requestOf } from '../src/node.ts'
import { card, dreamed, farthest, host, openInput, request } from './material.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reverie-'))
  await writeFile(join(folder, 'photo.png'), await writeImage(testCard(90, 80), { format: 'png' }))
})
afterAll(async () => {
  await host.dispose()
  await rm(folder, { recursive: true })
})

const quick = { octaves: 2, steps: 2, layers: { mixed0: 1 } }

test('five lines dream a photo into a file that holds its recipe, from which the same pixels are made', async () => {
  const out = join(folder, 'dream.png')
  const made = await make(dream, { inputs: { image: join(folder, 'photo.png') }, parameters: quick, seed: 7, out })
  const bytes = new Uint8Array(await readFile(out))
  const recipe = extractRecipe(bytes)!
  expect(recipe).toEqual(made.recipe)
  expect(recipe).toMatchObject({
    instrument: { name: 'dream', version: 1 },
    parameters: { octaves: 2, layers: { mixed0: 1 }, model: 'inception' },
    seed: 7,
    inputs: { image: [{ name: 'photo.png' }] },
    models: [{ id: 'inception' }],
    output: { kind: 'raster', format: 'png', width: 90, height: 80 },
    digitalSourceType: 'compositeWithTrainedAlgorithmicMedia',
    environment: { provider: 'cpu' },
  })
  expect(JSON.stringify(recipe)).not.toContain(folder)

  const again = await requestOf(dream, recipe, () => openInput(join(folder, 'photo.png')))
  const { raster, result } = await dreamed(again)
  expect(farthest(raster, (await readImage(bytes)).raster)).toBe(0)
  expect(makeRecipe(dream, again, result, { format: 'png' })).toEqual(recipe)
})

test('what was left to the model is spelled out in the recipe', async () => {
  const asked = request({ image: [card(80, 80)], guide: [card(40, 40)] }, { steps: 1 })
  const { layers: _, ...rest } = asked.parameters
  const { result } = await dreamed({ ...asked, parameters: rest })
  const model = await host.model('inception')
  expect(makeRecipe(dream, asked, result, { format: 'png' }).parameters['layers']).toEqual({
    [model.guideLayer]: 1,
  })
})

test('a film is made the same way', async () => {
  const out = join(folder, 'film.webp')
  const { recipe } = await make(dream, {
    inputs: { image: join(folder, 'photo.png') },
    parameters: { ...quick, frames: 2 },
    out,
  })
  expect(recipe.output).toEqual({ kind: 'film', format: 'webp', width: 90, height: 80, frames: 2, fps: 12 })
  expect(extractRecipe(new Uint8Array(await readFile(out)))).toEqual(recipe)
  // And is an input in turn.
  const input = await openInput(out)
  expect(input.film).toMatchObject({ count: 2 })
  expect(input.raster).toMatchObject({ width: 90, height: 80 })
})

test('names of files that cannot be are refused before any work', async () => {
  const inputs = { image: join(folder, 'photo.png') }
  await expect(make(dream, { inputs, out: join(folder, 'dream.svg') })).rejects.toThrow(
    /"dream.svg" is no name of a picture/,
  )
  await expect(make(dream, { inputs, parameters: { frames: 2 }, out: join(folder, 'a.flv') })).rejects.toThrow(
    /no name of a film/,
  )
})

test('recipes of other instruments and of later versions are refused', async () => {
  const { result } = await dreamed(request({ image: [card(80, 80)] }, { steps: 1 }))
  const recipe = makeRecipe(dream, { seed: 1, inputs: {} }, result, { format: 'png' })
  const load = () => Promise.reject(new Error('not reached'))
  await expect(requestOf(dream, { ...recipe, instrument: { name: 'mosaic', version: 1 } }, load)).rejects.toThrow(
    /of the instrument "mosaic"/,
  )
  const later = parseRecipe({ ...recipe, instrument: { name: 'dream', version: 2 } })
  await expect(requestOf(dream, later, load)).rejects.toThrow(
    /version 2 of "dream" and this Reverie has version 1. Update/,
  )
})
