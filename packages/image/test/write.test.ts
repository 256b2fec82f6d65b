import { expect, test } from 'vitest'
import { compare, ImageError, longestSides } from '@reverie/image'
import { readImage, writeImage } from '@reverie/image/node'
import { fixtures } from './fixtures.ts'
import { faultsOf, writeCases } from './write-cases.ts'

test.each(writeCases.map((one) => [one.title, one] as const))('%s', async (_title, one) => {
  expect(await faultsOf(await writeImage(one.raster, one.options), one)).toEqual([])
})

test('all fixtures go through PNG and come back the same', async () => {
  for (const [name, { bytes }] of Object.entries(await fixtures())) {
    const { raster } = await readImage(bytes)
    const again = await readImage(await writeImage(raster, { format: 'png' }))
    expect([name, compare(again.raster, raster).same]).toEqual([name, true])
  }
})

test('the same raster gives the same bytes', async () => {
  const [one] = writeCases
  const files = await Promise.all([1, 2].map(() => writeImage(one!.raster, one!.options)))
  expect(files[0]).toEqual(files[1])
})

test('a wrong format, quality or raster is named', async () => {
  const { raster } = writeCases[0]!
  await expect(writeImage(raster, { format: 'bmp' as 'png' })).rejects.toThrow(
    '"bmp" is not a format that pictures are written in: choose png, jpeg, webp, avif, tiff, gif.',
  )
  await expect(writeImage(raster, { format: 'jpeg', quality: 0 })).rejects.toThrow(
    'A quality is 1 to 100, found 0.',
  )
  const wide = { width: 16_384, height: 1, channels: 1, depth: 8, data: new Uint8Array(16_384) } as const
  await expect(writeImage(wide, { format: 'webp' })).rejects.toThrow(
    'A picture in webp is at most 16383 pixels on a side, found 16384 × 1. Make it smaller, or choose png.',
  )
  for (const [format, most] of Object.entries(longestSides) as [keyof typeof longestSides, number][]) {
    const widest = { ...wide, width: most, data: new Uint8Array(most) }
    expect((await writeImage(widest, { format })).length, format).toBeGreaterThan(0)
  }
  await expect(writeImage({ ...raster, width: 60 }, { format: 'png' })).rejects.toThrow(ImageError)
})
