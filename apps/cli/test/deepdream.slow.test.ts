/** All that the seed's container made, with the real network. */
import { mkdirSync, readFileSync, readdirSync } from 'node:fs'
import { extractRecipe } from '@reverie/recipe'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDesk, sample } from './run.ts'

// The container's variables, which there won over its flags.
const desk = openDesk({ DEEPDREAM_INPUT: 'nowhere.jpg', DEEPDREAM_FRAMES: '9', DEEPDREAM_OUTPUT: 'elsewhere' })
afterAll(() => desk.clear())

const small = (name: string) => sharp(sample(name)).resize(56, 48, { fit: 'fill' })

beforeAll(async () => {
  mkdirSync(desk.path('in'))
  await small('chelsea.png').grayscale().jpeg().toFile(desk.path('in/cat.jpg'))
  await small('coffee.png').ensureAlpha().png().toFile(desk.path('in/cup.png'))
  await small('rocket.jpg').png().toFile(desk.path('rocket.png'))
})

test('its flags all work: names, layers, guides that guide, frames that begin with the guided picture', async () => {
  const words = ['--layers', '--layer_filter', 'mixed0', '--frames', '2', '--scale-coeff', '0.4']
  const one = await desk.reverie(
    'deepdream',
    '--input',
    'cat.jpg',
    '--input_dir',
    'in',
    '--guide',
    'cup.png',
    '--output_dir',
    'one',
    ...words,
  )
  expect({ code: one.code, err: one.code === 0 ? '' : one.err }).toEqual({ code: 0, err: '' })
  const names = [
    'dreamy-cat.jpg',
    'layer-mixed0-cat.jpg',
    'guided-cat.jpg',
    'frame-0000-cat.jpg',
    'frame-0001-cat.jpg',
  ]
  expect(one.out).toBe(names.map((name) => `one/${name}\n`).join(''))
  expect(readdirSync(desk.path('one')).toSorted()).toEqual(names.toSorted())

  const other = await desk.reverie(
    'deepdream',
    '--input',
    'in/cat.jpg',
    '--guide',
    'rocket.png',
    '--output_dir',
    'other',
    '--frames',
    '0',
    '--json',
  )
  const { works } = JSON.parse(other.out) as { works: { out: string }[] }
  expect(works.map(({ out }) => out)).toEqual(['other/dreamy-cat.jpg', 'other/guided-cat.jpg'])
  const file = (path: string) => readFileSync(desk.path(path))
  expect(file('other/dreamy-cat.jpg')).toEqual(file('one/dreamy-cat.jpg'))
  expect(file('other/guided-cat.jpg')).not.toEqual(file('one/guided-cat.jpg'))

  const recipe = (path: string) => extractRecipe(file(path))!
  expect(recipe('one/guided-cat.jpg').inputs['guide']).toMatchObject([{ name: 'cup.png' }])
  expect(recipe('other/guided-cat.jpg').inputs['guide']).toMatchObject([{ name: 'rocket.png' }])
  expect(recipe('one/layer-mixed0-cat.jpg').parameters).toMatchObject({ layers: { mixed0: 1 } })
  expect(recipe('one/frame-0000-cat.jpg').inputs['image']).toMatchObject([{ name: 'guided-cat.jpg' }])
  // What the second frame was made from is the first, seen from closer: kept, so that the frame can be made again.
  expect(await desk.reverie('verify', 'one/frame-0001-cat.jpg')).toMatchObject({ code: 0 })
})
