import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDesk, sample } from './run.ts'

const desk = openDesk()
afterAll(() => desk.clear())

beforeAll(async () => {
  for (const folder of ['in', 'caffe/bvlc_googlenet']) mkdirSync(desk.path(folder), { recursive: true })
  await sharp(sample('chelsea.png'))
    .resize(40, 32, { fit: 'fill' })
    .grayscale()
    .jpeg()
    .toFile(desk.path('in/cat.jpg'))
  writeFileSync(desk.path('caffe/bvlc_googlenet/deploy.prototxt'), 'name: "GoogleNet"')
})

test('writes under the names of the container', async () => {
  const { code } = await desk.reverie(
    'deepdream',
    '--input',
    'cat.jpg',
    '--input_dir',
    'in',
    '--output_dir',
    'out',
    '--frames',
    '1',
  )
  expect(code).toBe(0)
  expect(readdirSync(desk.path('out')).toSorted()).toEqual(['dreamy-cat.jpg', 'frame-0000-cat.jpg'])
})

test('says all that is wrong with a call', async () => {
  const wrong = [
    'in/cat.jpg',
    '--frames',
    'many',
    '--scale-coeff',
    '1',
    '--layer_filter',
    'x',
    '--models_dir',
    'caffe',
  ]
  const [call, missing] = await Promise.all([
    desk.reverie('deepdream', ...wrong),
    desk.reverie('deepdream', '--input', 'gone.jpg', '--guide', 'lost.png'),
  ])
  expect(call.code).toBe(2)
  for (const words of [
    /Give a picture: reverie deepdream --input/,
    /Did you mean --input in\/cat\.jpg/,
    /--frames takes a whole number from 0 to 9999, not "many"/,
    /--scale-coeff takes a number from 0 to below 1, not "1"/,
    /--layer_filter chooses among --layers/,
    /holds Caffe's files \("bvlc_googlenet\/deploy\.prototxt"\)/,
  ])
    expect(call.err).toMatch(words)
  expect(missing.err).toMatch(/no file "gone\.jpg"[\s\S]*no file "lost\.png" for --guide/)
  expect(missing.code).toBe(1)
})
