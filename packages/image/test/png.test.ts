import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import * as fc from 'fast-check'
import { decode } from 'fast-png'
import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { extractRecipe, type Recipe } from '@reverie/recipe'
import { crop, ImageError, type Band, type PngHeader, type Raster } from '@reverie/image'
import { encodePng, readImage, writePng } from '@reverie/image/node'
import { compilePng } from '../scripts/compile-png.ts'
import { pngBase64 } from '../src/png/module.ts'

let folder = ''
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'reverie-png-'))))
afterEach(() => rm(folder, { recursive: true }))

const recipe: Recipe = {
  reverie: 1,
  instrument: { name: 'pattern', version: 1 },
  parameters: { units: 16 },
  seed: 1,
  inputs: {},
  models: [],
  output: { kind: 'raster', format: 'png', width: 40, height: 30 },
  environment: { arithmetic: 'float32' },
}

/** Smooth where `noise` is 0, and all chance where it is 1. */
function picture(layout: Pick<Raster, 'width' | 'height' | 'channels' | 'depth'>, noise = 0): Raster {
  const { width, height, channels, depth } = layout
  const peak = depth === 16 ? 65_535 : 255
  const length = width * height * channels
  const data = depth === 16 ? new Uint16Array(length) : new Uint8Array(length)
  for (let at = 0; at < length; at++) {
    const pixel = Math.floor(at / channels)
    const smooth = Math.sin((pixel % width) / 9 + at) * Math.cos(Math.floor(pixel / width) / 7)
    const chance = Math.imul(at + 1, 0x9e37_79b1) >>> 0
    data[at] = (1 - noise) * (0.5 + 0.5 * smooth) * peak + noise * (chance / 2 ** 32) * peak
  }
  return { width, height, channels, depth, data }
}

/** The raster cut into bands of the given heights, again and again. */
async function* cut(raster: Raster, heights: readonly number[]): AsyncGenerator<Band> {
  for (let top = 0, index = 0; top < raster.height; index++) {
    const rows = Math.min(heights[index % heights.length] ?? 1, raster.height - top)
    yield { top, raster: crop(raster, 0, top, raster.width, rows) }
    top += rows
  }
}

const headerOf = ({ width, height, channels, depth }: Raster) => ({ width, height, channels, depth }) as PngHeader

async function whole(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const piece of pieces) all.push(piece)
  return Buffer.concat(all)
}

/** The contents of all IDAT chunks. */
function pixelsOf(file: Buffer): Buffer {
  const parts: Buffer[] = []
  for (let at = 8; at < file.length; at += 12 + file.readUInt32BE(at))
    if (file.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(file.subarray(at + 8, at + 8 + file.readUInt32BE(at)))
  return Buffer.concat(parts)
}

/** The bytes of a raster, grey as three equal channels. */
function colored({ data, channels }: Raster): Buffer {
  const from = (at: number): number =>
    channels > 2 ? at : channels === 1 ? Math.floor(at / 3) : 2 * Math.floor(at / 4) + (at % 4 === 3 ? 1 : 0)
  const length = channels > 2 ? data.length : (data.length / channels) * (channels + 2)
  const values = Array.from({ length }, (_, at) => data[from(at)]!)
  return Buffer.from((data instanceof Uint16Array ? Uint16Array.from(values) : Uint8Array.from(values)).buffer)
}

describe('a PNG in pieces', () => {
  test('any size, channels, depth and cut: sharp and fast-png decode what was given', async () => {
    const kinds = fc.record({
      width: fc.integer({ min: 1, max: 90 }),
      height: fc.integer({ min: 1, max: 60 }),
      channels: fc.constantFrom(1, 2, 3, 4),
      depth: fc.constantFrom(8, 16),
    })
    const heights = fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 1, maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(kinds, heights, fc.constantFrom(0, 0.02, 1), async (layout, cuts, noise) => {
        const raster = picture(layout, noise)
        const file = await whole(encodePng(headerOf(raster), cut(raster, cuts)))
        const plain = decode(file)
        expect([plain.width, plain.height, plain.channels, plain.depth]).toEqual(Object.values(layout))
        expect(Buffer.from(plain.data.buffer).equals(Buffer.from(raster.data.buffer))).toBe(true)
        // Unlike both, zlib also looks at the checksum of the whole.
        expect(inflateSync(pixelsOf(file)).length).toBe(plain.height * (1 + plain.data.byteLength / plain.height))
        // sharp takes the alpha from raw grey, so all is compared as RGB.
        const data = await sharp(file)
          .toColourspace(layout.depth === 16 ? 'rgb16' : 'srgb')
          .raw({ depth: layout.depth === 16 ? 'ushort' : 'uchar' })
          .toBuffer()
        expect(data.equals(colored(raster))).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  test('does not depend on how the rows came', async () => {
    const raster = picture({ width: 700, height: 400, channels: 3, depth: 16 })
    const files = [[400], [1], [17, 90, 3]].map((cuts) => whole(encodePng(headerOf(raster), cut(raster, cuts))))
    const [first, ...others] = await Promise.all(files)
    for (const other of others) expect(other.equals(first as Buffer)).toBe(true)
  })

  test('asks for no more bands than it has room for', async () => {
    const raster = picture({ width: 1000, height: 1, channels: 4, depth: 8 }, 1)
    let asked = 0
    async function* bands(): AsyncGenerator<Band> {
      for (let top = 0; ; top++) {
        asked++
        yield { top, raster }
      }
    }
    const pieces = encodePng({ width: 1000, height: 100_000, channels: 4, depth: 8 }, bands())
    for (let index = 0; index < 3; index++) await pieces.next()
    const held = asked
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(asked).toBe(held)
    // 4 MB at once would be all that a band of 1 MB could explain on a machine of two threads.
    expect(held * 4000).toBeLessThan(8 << 20)
    await pieces.return()
  })

  test('lets go of its bands when it is given up', async () => {
    let left = false
    async function* bands(): AsyncGenerator<Band> {
      try {
        const raster = picture({ width: 1000, height: 500, channels: 3, depth: 8 })
        for (let top = 0; ; top += 500) yield { top, raster }
      } finally {
        left = true
      }
    }
    for await (const piece of encodePng({ width: 1000, height: 100_000, channels: 3, depth: 8 }, bands()))
      if (piece.length > 1000) break
    expect(left).toBe(true)
  })

  test.each([1, 2, 3, 4] as const)(
    'of %i channels says its size in print, and that it is sRGB',
    async (channels) => {
      const raster = picture({ width: 40, height: 30, channels, depth: 16 })
      const file = await whole(encodePng({ ...headerOf(raster), dpi: 300 }, [{ top: 0, raster }]))
      const { density, icc, depth } = await sharp(file).metadata()
      expect({ density, depth }).toEqual({ density: 300, depth: 'ushort' })
      expect(icc?.subarray(36, 40).toString()).toBe('acsp')
      expect(icc?.subarray(16, 20).toString()).toBe(channels < 3 ? 'GRAY' : 'RGB ')
      const read = await readImage(file, { depth: 16 })
      expect(read.profile).toMatch(/^sRGB/)
      const again = channels < 3 ? read.raster.data.filter((_, at) => at % (channels + 2) === 0) : read.raster.data
      const given = channels === 2 ? raster.data.filter((_, at) => at % 2 === 0) : raster.data
      expect(Buffer.from(again.buffer).equals(Buffer.from(given.buffer))).toBe(true)
    },
  )

  test('without a resolution says sRGB in a chunk', async () => {
    const raster = picture({ width: 4, height: 3, channels: 3, depth: 8 })
    const file = await whole(encodePng(headerOf(raster), [{ top: 0, raster }]))
    expect(file.subarray(37, 41).toString()).toBe('sRGB')
    expect(file.includes('pHYs')).toBe(false)
  })
})

describe('a PNG on the disk', () => {
  const raster = picture({ width: 40, height: 30, channels: 3, depth: 8 })

  test('holds its recipe before its pixels', async () => {
    const path = join(folder, 'new', 'a.png')
    await writePng(path, { ...headerOf(raster), recipe }, cut(raster, [7]))
    const file = await readFile(path)
    expect(extractRecipe(file)).toEqual(recipe)
    expect(extractRecipe(file.subarray(0, file.indexOf('IDAT')))).toEqual(recipe)
    expect(await readdir(join(folder, 'new'))).toEqual(['a.png'])
  })

  const row = crop(raster, 0, 0, 40, 10)
  const wrong: [title: string, bands: Band[], sentence: string][] = [
    [
      'rows left out',
      [
        { top: 0, raster: row },
        { top: 20, raster: row },
      ],
      'The next band of the PNG begins at row 10, found one at row 20: give bands from top to bottom, without gaps.',
    ],
    [
      'rows missing',
      [{ top: 0, raster: row }],
      'The PNG has 30 rows, and the bands ended after 10: give all of them.',
    ],
    [
      'rows too many',
      [
        { top: 0, raster },
        { top: 30, raster: row },
      ],
      'The PNG has 30 rows, and the band at row 30 reaches to row 40: give no more rows than the header says.',
    ],
    [
      'another width',
      [{ top: 0, raster: crop(raster, 0, 0, 39, 30) }],
      'The bands of this PNG are 40 wide with 3 channels of 8 bits, and the one at row 0 is 39 wide with 3 channels of 8 bits: give bands of one kind.',
    ],
    [
      'floats',
      [{ top: 0, raster: { ...raster, depth: 'float', data: new Float32Array(3600) } }],
      'The bands of this PNG are 40 wide with 3 channels of 8 bits, and the one at row 0 is 40 wide with 3 channels of floats: give bands of one kind.',
    ],
    [
      'too few values',
      [{ top: 0, raster: { ...raster, data: new Uint8Array(3599) } }],
      'A band of 40 × 30 with 3 channels has 3600 values, found 3599.',
    ],
  ]
  test.each(wrong)('%s are named, and nothing is left', async (_title, bands, sentence) => {
    await expect(writePng(join(folder, 'a.png'), headerOf(raster), bands)).rejects.toThrow(new ImageError(sentence))
    expect(await readdir(folder)).toEqual([])
  })

  const impossible: [header: Partial<Record<keyof PngHeader, unknown>>, sentence: string][] = [
    [{ width: 0 }, 'The width of a PNG is a whole number from 1 to 2147483647, found 0.'],
    [{ height: 2 ** 31 }, 'The height of a PNG is a whole number from 1 to 2147483647, found 2147483648.'],
    [{ width: 2 ** 30 }, 'A row of a PNG has at most 2147483647 bytes, found 3221225472: choose a smaller width.'],
    [{ channels: 5 }, 'A PNG has 1 (grey), 2 (grey, alpha), 3 (RGB) or 4 (RGB, alpha) channels, found 5.'],
    [{ depth: 'float' }, 'A PNG is written with 8 or 16 bits a channel, found float.'],
    [{ dpi: 0 }, 'A resolution is above 0 and at most 54546084 dpi, found 0.'],
  ]
  test.each(impossible)('%j is refused', async (header, sentence) => {
    const asked = { ...headerOf(raster), ...header } as PngHeader
    await expect(writePng(join(folder, 'a.png'), asked, [])).rejects.toThrow(new ImageError(sentence))
  })
})

test('the loops that are used are those of the sources', async () => {
  expect(await compilePng()).toContain(pngBase64)
}, 60_000)
