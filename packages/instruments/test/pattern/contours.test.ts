import { psnr, type Raster } from '@reverie/image'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { composeScene } from '../../src/pattern/compose.ts'
import { contourDrawing } from '../../src/pattern/contours.ts'
import { createBandKernel, rasterOf } from '../../src/pattern/kernel/kernel.ts'
import { packScene } from '../../src/pattern/kernel/pack.ts'
import { patternParameters } from '../../src/pattern/params.ts'
import type { PatternScene } from '../../src/pattern/scene.ts'

function scene(parameters: Record<string, unknown>, seed = 3): PatternScene {
  return composeScene({ parameters: patternParameters.parse({ width: 450, height: 300, ...parameters }), seed })
}

async function render(asked: PatternScene, outputs: boolean): Promise<Raster> {
  const packed = packScene(asked, outputs ? { depth: 'float', outputs } : { depth: 'float' })
  const kernel = createBandKernel()
  kernel.load(packed)
  const { width, height, channels } = packed
  const data = kernel.render(0, height)
  return { width, height, channels: channels as Raster['channels'], depth: 'float', data }
}

/** What a browser would show, as RGBA. */
async function rasterized(svg: string): Promise<Raster> {
  const { data, info } = await sharp(Buffer.from(svg)).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, channels: 4, depth: 8, data: new Uint8Array(data) }
}

/** The picture itself, as RGBA. */
async function picture(asked: PatternScene): Promise<Raster> {
  const { width, height, channels, data } = rasterOf({ ...asked, plane: { ...asked.plane, samples: 2 } }, 8)
  const raw = await sharp(data as Uint8Array, { raw: { width, height, channels } })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer()
  return { width, height, channels: 4, depth: 8, data: new Uint8Array(raw) }
}

describe('a drawing looks like its picture', () => {
  // Twelve levels of one number are fine steps, twelve colours of a colourful picture are few, and a palette has no more.
  test.each([
    ['bw', {}, 12, 34],
    ['bw', { compat: 'netart', width: 300 }, 12, 34],
    ['gradient', {}, 12, 30],
    ['gradient', { activation: 'step', units: 10, depth: 4 }, 12, 36],
    ['palette', {}, 12, 36],
    ['rgb', {}, 12, 18],
    ['rgb', {}, 24, 21],
    ['hsl', { activation: 'composite', units: 8 }, 12, 26],
    ['oklch', {}, 32, 22],
  ])('%s with %j and %i levels', async (color, more, levels, decibels) => {
    const asked = scene({ color, ...more })
    const drawing = await rasterized(await contourDrawing(asked, { levels, render }))
    expect(psnr(drawing, await picture(asked))).toBeGreaterThan(decibels)
  })

  test.each(['full', 'netart'])('with transparency (%s)', async (alpha) => {
    const asked = scene({ color: 'gradient', alpha })
    const drawing = await rasterized(await contourDrawing(asked, { levels: 24, render }))
    const expected = await picture(asked)
    const opacity = ({ data, ...rest }: Raster): Raster => ({
      ...rest,
      channels: 1,
      data: (data as Uint8Array).filter((_, at) => at % 4 === 3),
    })
    expect(psnr(opacity(drawing), opacity(expected))).toBeGreaterThan(34)
  })
})

test('it has the size of the picture, as many colours as levels, and numbers of two decimals', async () => {
  const svg = await contourDrawing(scene({ color: 'rgb' }), { levels: 7, render })
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="450" height="300" viewBox="0 0 450 300"/)
  expect(new Set(svg.match(/fill="#[0-9a-f]{6}"/g)).size).toBe(7)
  expect(svg.match(/\.\d{3}/)).toBeNull()
  expect(svg.length).toBeLessThan(200_000)
})

test('nothing shines through between two colours', async () => {
  const asked = scene({ color: 'palette', palette: '#101010,#c03030,#30c030,#3030c0,#f0f0f0' })
  const svg = await contourDrawing(asked, { levels: 12, render })
  const [white, black] = await Promise.all(
    ['#ffffff', '#000000'].map((ground) => rasterized(svg.replace('fill="#101010"', `fill="${ground}"`))),
  )
  const { width, height } = asked
  // The picture four times as large, since the ground may be seen in places thinner than a pixel.
  const fine = rasterOf({ ...asked, width: 4 * width, height: 4 * height }, 8)
  const isGround = (x: number, y: number): boolean =>
    Array.from({ length: 16 }, (_, part) => {
      const [across, down] = [4 * x + (part % 4), 4 * y + Math.floor(part / 4)]
      const inside = across >= 0 && down >= 0 && across < fine.width && down < fine.height
      return inside && fine.data[(down * fine.width + across) * fine.channels] === 0x10
    }).includes(true)
  let seen = 0
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = 4 * (y * width + x)
      if (white!.data[at]! - black!.data[at]! < 8) continue
      seen++
      const near = [-1, 0, 1].some((down) => [-1, 0, 1].some((across) => isGround(x + across, y + down)))
      expect([x, y, near]).toEqual([x, y, true])
    }
  }
  expect(seen).toBeGreaterThan(100)
})

test('a picture of one colour is its ground', async () => {
  const plain = scene({ color: 'bw', gain: 0.05, zoom: 100 })
  const flat = async (): Promise<Raster> => ({
    width: 1024,
    height: 683,
    channels: 1,
    depth: 'float',
    data: new Float32Array(1024 * 683).fill(0.5),
  })
  expect(await contourDrawing(plain, { levels: 12, render: flat })).toBe(
    '<svg xmlns="http://www.w3.org/2000/svg" width="450" height="300" viewBox="0 0 450 300" fill-rule="evenodd">\n' +
      '<rect width="450" height="300" fill="#808080"/>\n</svg>\n',
  )
})

test('what is finer than a drawing can hold is drawn as from further away', async () => {
  let state = 1
  const noise = async ({ width, height }: PatternScene): Promise<Raster> => ({
    width,
    height,
    channels: 1,
    depth: 'float',
    data: Float32Array.from(
      { length: width * height },
      () => (state = Math.imul(state, 48_271) % 0x7fff_ffff) / 2 ** 31,
    ),
  })
  const svg = await contourDrawing(scene({ color: 'bw' }), { levels: 12, render: noise })
  expect(svg.length).toBeLessThan(8_000_000)
}, 60_000)
