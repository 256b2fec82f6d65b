/** What a dream does to a picture, by the real network at a small size. */
import { toPlanar, type Raster } from '@reverie/image'
import { picture, testCard } from '@reverie/testing'
import { afterAll, expect, test } from 'vitest'
import { dream } from '../../src/index.ts'
import { activationsOf, energyOf } from '../../src/dream/features.ts'
import { planesOf } from '../../src/dream/raster.ts'
import { card, dreamed, farthest, host, input, request } from '../material.ts'

afterAll(() => host.dispose())

test('a dream strengthens the layer it dreams, by steps of the asked size', async () => {
  const { raster, events, result } = await dreamed(
    request({ image: [card(96, 80)] }, { layers: { mixed1: 1 }, steps: 3 }),
  )
  const model = await host.model('inception')
  const energy = async (of: Raster) =>
    energyOf((await activationsOf(await host.runtime(), model, ['mixed1'], planesOf(of))).get('mixed1')!).reduce(
      (sum, value) => sum + value,
      0,
    )
  expect(await energy(raster)).toBeGreaterThan(1.3 * (await energy(testCard(96, 80))))
  const last = events.findLast((event) => event.type === 'progress')!
  expect(last.type === 'progress' && last.done).toBe(last.type === 'progress' && last.total)
  expect(events.filter((event) => event.type === 'preview')).toHaveLength(3)
  expect(result.timings.steps).toBe(3)
  expect(result.timings.network).toBeLessThanOrEqual(result.timings.total)
})

test('the same request gives the same pixels, another seed gives others', async () => {
  const asked = request({ image: [card(90, 70)] }, { octaves: 2, layers: { mixed0: 1, mixed2: 0.5 } })
  const first = await dreamed(asked)
  const again = await dreamed(asked)
  expect(farthest(first.raster, again.raster)).toBe(0)
  expect(farthest(first.raster, (await dreamed({ ...asked, seed: 2 })).raster)).toBeGreaterThan(10)
})

test('a black mask keeps the picture to the pixel, a white one lets it dream, grey lies between', async () => {
  const image = card(96, 64)
  const parameters = { octaves: 2, steps: 3 }
  const mask = input(picture(['kw']), 'mask.png')
  const half = (await dreamed(request({ image: [image], mask: [mask] }, parameters))).raster
  const change = (x: number) => {
    let sum = 0
    for (let y = 0; y < 64; y++)
      sum += Math.abs(half.data[(y * 96 + x) * 3]! - image.raster.data[(y * 96 + x) * 3]!)
    return sum / 64
  }
  expect(change(0)).toBe(0)
  expect(change(80)).toBeGreaterThan(change(20))
  expect(change(80)).toBeGreaterThan(4)
  const black = (await dreamed(request({ image: [image], mask: [input(picture(['k']))] }, parameters))).raster
  expect(farthest(black, image.raster)).toBe(0)
  // A hard edge that falls on pixels: nothing spills over it, although the octave below is enlarged across it.
  const hard = Array.from({ length: 64 }, () => 'k'.repeat(48) + 'w'.repeat(48))
  const cut = (await dreamed(request({ image: [image], mask: [input(picture(hard))] }, parameters))).raster
  for (let y = 0; y < 64; y++) {
    const row = cut.data.subarray(y * 96 * 3, (y * 96 + 48) * 3)
    expect(row.every((value, at) => value === image.raster.data[y * 96 * 3 + at])).toBe(true)
  }
})

test('alpha is kept, grey comes in, and neither is changed by the dream', async () => {
  const rgb = testCard(80, 80)
  const data = new Uint8Array(80 * 80 * 4)
  for (let pixel = 0; pixel < 6400; pixel++) {
    data.set(rgb.data.subarray(pixel * 3, pixel * 3 + 3), pixel * 4)
    data[pixel * 4 + 3] = pixel % 256
  }
  const image = input({ width: 80, height: 80, channels: 4, depth: 8, data })
  const { raster } = await dreamed(request({ image: [image] }))
  expect(raster.channels).toBe(4)
  for (let pixel = 0; pixel < 6400; pixel++) expect(raster.data[pixel * 4 + 3]).toBe(pixel % 256)
  const grey = input({ width: 80, height: 76, channels: 1, depth: 8, data: rgb.data.slice(0, 80 * 76) })
  expect((await dreamed(request({ image: [grey] }))).raster).toMatchObject({ width: 80, height: 76, channels: 3 })
})

test('keeping colours changes light and dark only', async () => {
  // Mid greys and soft colours, so that nothing is clipped.
  const soft = testCard(88, 80)
  const image = input({ ...soft, data: soft.data.map((value) => 100 + value / 5) })
  const { raster } = await dreamed(request({ image: [image] }, { keepColors: true, stepSize: 6 }))
  const before = toPlanar(image.raster)
  const after = toPlanar(raster)
  const size = 88 * 80
  let most = 0
  for (let at = 0; at < size; at++) {
    const red = after[at]! - before[at]!
    most = Math.max(most, Math.abs(red))
    expect(Math.abs(red - (after[at + size]! - before[at + size]!))).toBeLessThanOrEqual(1)
    expect(Math.abs(red - (after[at + 2 * size]! - before[at + 2 * size]!))).toBeLessThanOrEqual(1)
  }
  expect(most).toBeGreaterThan(8)
})

test('a chosen channel grows more than any other', async () => {
  const model = await host.model('inception')
  const energy = async (of: Raster) =>
    energyOf((await activationsOf(await host.runtime(), model, ['mixed0'], planesOf(of))).get('mixed0')!)
  const image = card(96, 96)
  const before = await energy(image.raster)
  const growth = async (channels: string) => {
    const { raster } = await dreamed(request({ image: [image] }, { channels, steps: 6, stepSize: 3 }))
    const after = await energy(raster)
    return after.map((value, at) => value - before[at]!)
  }
  const strongest = before.indexOf(Math.max(...before))
  const chosen = strongest === 7 ? 8 : before[7]! > 0 ? 7 : strongest
  const byNumber = await growth(`mixed0:${chosen}`)
  const byStrength = await growth('mixed0:strongest:1')
  expect(byNumber[chosen]).toBeGreaterThan(0)
  expect(byStrength[strongest]! / before[strongest]!).toBeGreaterThan(byNumber[strongest]! / before[strongest]!)
  expect(byNumber[chosen]! / before[chosen]!).toBeGreaterThan(byStrength[chosen]! / before[chosen]!)
})

test('weights are shares of the change: a layer of weight 0 is left out, and two layers differ from either', async () => {
  const image = card(90, 90)
  const of = async (layers: Record<string, number>) =>
    (await dreamed(request({ image: [image] }, { layers }))).raster
  const one = await of({ mixed0: 1 })
  expect(farthest(one, await of({ mixed0: 1, mixed2: 0 }))).toBe(0)
  expect(farthest(one, await of({ mixed0: 0.2 }))).toBe(0)
  const both = await of({ mixed0: 1, mixed2: 1 })
  expect(farthest(one, both)).toBeGreaterThan(5)
  expect(farthest(await of({ mixed2: 1 }), both)).toBeGreaterThan(5)
})

test.each([
  [1, 1],
  [2, 3],
  [200, 1],
  [33, 75],
])('a picture of %i × %i dreams', async (width, height) => {
  const { raster } = await dreamed(request({ image: [card(width, height)] }, { octaves: 3, layers: { mixed3: 1 } }))
  expect(raster).toMatchObject({ width, height })
})

test('tiles give nearly the dream of one tile where nothing is shifted, and no seam', async () => {
  const image = card(260, 140)
  const parameters = { layers: { mixed0: 1 }, steps: 8, stepSize: 2, octaves: 1 }
  const tiled = (await dreamed(request({ image: [image] }, { ...parameters, tile: 128 }))).raster
  // Seams would show as differences between neighbouring columns that stand out at tile edges.
  const jumps = Array.from({ length: 259 }, (_, x) => {
    let sum = 0
    for (let y = 0; y < 140; y++) {
      const at = (y * 260 + x) * 3
      const before = Math.abs(image.raster.data[at + 3]! - image.raster.data[at]!)
      sum += Math.abs(tiled.data[at + 3]! - tiled.data[at]!) - before
    }
    return sum / 140
  })
  const sorted = [...jumps].sort((left, right) => left - right)
  expect(Math.max(...jumps)).toBeLessThan(2.5 * sorted[130]! + 4)
})

test('a stopped dream throws the reason, and soon', async () => {
  const controller = new AbortController()
  const asked = { ...request({ image: [card(96, 96)] }, { steps: 400 }), signal: controller.signal }
  const work = dream.render(asked, host)
  await work.next()
  await work.next()
  controller.abort(new Error('enough'))
  await expect(work.next()).rejects.toThrow('enough')
})

const image = [card(8, 8)]

test.each([
  ['no picture', request({}), '"dream" needs a picture'],
  [
    'an unknown layer',
    request({ image }, { layers: { mixed9: 1 } }),
    /Layer "mixed9" is not in model "inception".*mixed5/,
  ],
  ['no weight', request({ image }, { layers: { mixed0: 0 } }), /weight 0/],
  [
    'channels of a layer that is not dreamed',
    request({ image }, { channels: 'mixed5:1' }),
    /layers dreamed are mixed0/,
  ],
  ['a channel too many', request({ image }, { channels: 'mixed0:256' }), 'no channel 256'],
  ['an unknown input', request({ image, glide: image }), '"dream" has no input "glide"'],
])('%s is refused in a sentence before anything runs', async (_what, asked, message) => {
  await expect(dream.render(asked, host).next()).rejects.toThrow(message)
})
