/** Pictures of very many pixels that are read for a small size are not held as a whole. */
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { readImage } from '../src/node.ts'

test('a large picture that is read small keeps its colours, its transparency and its proportions', async () => {
  const background = { r: 200, g: 30, b: 40, alpha: 0.5 }
  const wide = sharp({ create: { width: 6000, height: 3000, channels: 4, background } })
  const bytes = new Uint8Array(await wide.png({ compressionLevel: 1 }).toBuffer())
  const { raster } = await readImage(bytes, { maxSide: 400 })
  expect([raster.width, raster.height, raster.channels]).toEqual([400, 200, 4])
  for (const [channel, value] of [200, 30, 40, 128].entries())
    expect(Math.abs(raster.data[4 * 40_100 + channel]! - value)).toBeLessThanOrEqual(1)
})
