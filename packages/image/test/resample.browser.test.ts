import { testCard, withBrowser } from '@reverie/testing'
import { expect, test } from 'vitest'
import type { Raster } from '@reverie/image'
import run, { type ResampleRequest } from './pages/resample.ts'

test('Chromium resamples to the same bits as Node', async () => {
  const requests = (['area', 'bicubic', 'linear'] as const).flatMap((method): ResampleRequest[] =>
    [
      [91, 67],
      [300, 211],
      [51, 300],
    ].map(([width = 1, height = 1]) => ({ raster: testCard(151, 99), width, height, method })),
  )
  const inBrowser = await withBrowser({}, (browser) =>
    browser.run<Raster[]>(new URL('./pages/resample.ts', import.meta.url), requests),
  )
  const here = run(requests)
  for (const [at, raster] of here.entries())
    expect(Buffer.from(inBrowser[at]!.data.buffer).equals(Buffer.from(raster.data.buffer))).toBe(true)
}, 120_000)
