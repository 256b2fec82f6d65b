import { afterAll, expect, test } from 'vitest'
import { dreamLayers, layerSheet } from '../../src/dream/layers.ts'
import { parseSheet } from '../../src/dream/sheet.ts'
import { expectPicture, testCard } from '@reverie/testing'
import { contactSheet } from '../../src/contact-sheet.ts'
import { dream } from '../../src/index.ts'
import { letter } from '../../src/lettering.ts'
import { card, dreamed, host, request } from '../material.ts'

afterAll(() => host.dispose())

test('a sheet has a labelled picture for each layer and value', async () => {
  const asked = request({ image: [card(96, 80)] }, { sheet: 'mixed0, mixed2 by stepSize=1,6,12' })
  const { raster, events } = await dreamed(asked)
  expect(dream.plan(asked)).toMatchObject({ kind: 'raster', width: raster.width, height: raster.height })
  expect(raster).toMatchObject({ width: 12 + 3 * (96 + 12), height: 12 + 2 * (80 + 12 + 2 * 15), channels: 3 })
  const previews = events.filter((event) => event.type === 'preview')
  expect(previews).toHaveLength(6)
  // The last column took larger steps than the first.
  const change = (column: number) => {
    let sum = 0
    for (let y = 0; y < 80; y++) {
      for (let x = 0; x < 96; x++) {
        const at = ((12 + y) * raster.width + 12 + column * 108 + x) * 3
        sum += Math.abs(raster.data[at]! - testCard(96, 80).data[(y * 96 + x) * 3]!)
      }
    }
    return sum
  }
  expect(change(2)).toBeGreaterThan(2 * change(0))
})

test('sheets are read strictly', () => {
  expect(parseSheet('mixed0')).toMatchObject({ layers: ['mixed0'], parameter: undefined, cells: 1 })
  expect(parseSheet('a,b by octaves=1,3')).toMatchObject({
    layers: ['a', 'b'],
    parameter: 'octaves',
    values: [1, 3],
    cells: 4,
  })
  expect(() => parseSheet(' ')).toThrow(/names no layers/)
  expect(() => parseSheet('a by model=1')).toThrow(/cannot vary "model". It can vary: octaves/)
  expect(() => parseSheet('a by octaves=0')).toThrow(/"0" is no value for octaves/)
  expect(() => parseSheet('a by octaves=1,')).toThrow(/"" is no value/)
})

test('layers are dreamed one by one for choosing', async () => {
  const model = await host.model('inception')
  const thumbnails = []
  for await (const made of dreamLayers(testCard(100, 80), model, host, {
    layers: ['mixed0', 'mixed3'],
    side: 96,
    steps: 2,
  })) {
    thumbnails.push(made)
  }
  expect(thumbnails.map(({ layer, channels }) => [layer, channels])).toEqual([
    ['mixed0', 256],
    ['mixed3', 768],
  ])
  expect(thumbnails[0]!.raster).toMatchObject({ width: 96, height: 77 })
  expect(layerSheet(thumbnails).width).toBe(12 + 2 * (96 + 12))
})

test('lettering covers what labels need and shows anything else as a box', () => {
  const box = letter('☃', 18)
  expect(letter('ü', 18)).toEqual(letter('u', 18))
  for (const character of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,:;-_/=+×%()[]?#°·') {
    expect(
      letter(character, 18).ink.some((ink) => ink > 0.5),
      character,
    ).toBe(true)
    expect(letter(character, 18), character).not.toEqual(box)
  }
  const ink = (text: string) => letter(text, 18).ink.join()
  expect(new Set(Array.from('abcdefghijklmnopqrstuvwxyz0123456789', ink)).size).toBe(36)
})

test('a contact sheet looks as it should', async () => {
  const cells = [
    'mixed0',
    'activation_17',
    'The quick brown fox',
    'Sphinx of BLACK QUARTZ',
    'stepSize 1.5 · 0.25',
    'conv2d_9/Relu:0 (64)',
  ].map((label, index) => ({ label: [label, `${index * 37} channels`], raster: testCard(160, 100 + 4 * index) }))
  const sheet = contactSheet(cells, 3, { width: 160, height: 120 })
  await expect(
    expectPicture(sheet, new URL('expected/contact-sheet.png', import.meta.url)),
  ).resolves.toBeUndefined()
})
